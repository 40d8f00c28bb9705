package dev.referent.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteDataSource;

/** What an application may be made of already. It starts, and does what it did. */
@ExtendWith(OutputCaptureExtension.class)
final class ExistingBeansTest {
    @TempDir
    private Path folder;

    private ApplicationContextRunner sqlite(String parameters) {
        return Contexts.jdbc("jdbc:sqlite:" + folder.resolve("library.db") + parameters);
    }

    private static SQLiteDataSource memory() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite::memory:");
        return source;
    }

    private static void isEnforcedOnce(ApplicationContext context) throws SQLException, ReflectiveOperationException {
        try (Connection connection = context.getBean(DataSource.class).getConnection()) {
            assertThat(Contexts.isEnforcedOnce(connection)).isTrue();
        }
    }

    @Test
    void aDataSourceThatIsAskedForByItsFinalClass(CapturedOutput output) {
        Contexts.plain(FinalClass.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(User.class).source()).isSameAs(context.getBean("closed"));
        });
        assertThat(output).contains("data source closed: its class " + Closed.class.getName() + " cannot be extended");
    }

    @Test
    void aFinalClassBehindTheInterface() {
        Contexts.plain(FinalClassBehindTheInterface.class).run(ExistingBeansTest::isEnforcedOnce);
    }

    @Test
    void aProxy() {
        Contexts.plain(JdkProxy.class).run(ExistingBeansTest::isEnforcedOnce);
    }

    @Test
    void aProxyOfTheDataSourceByAnAspect() {
        sqlite("").withUserConfiguration(Advising.class).run(context -> {
            isEnforcedOnce(context);
            assertThat(context).hasSingleBean(HikariDataSource.class);
        });
    }

    @Test
    void aTransactionOfTheDataSourceThatTheBeanIsMadeOf() {
        Contexts.plain(OwnTransactions.class).run(context -> {
            DataSource bean = context.getBean(DataSource.class);
            JdbcTemplate jdbc = new JdbcTemplate(bean);
            try (Connection open = bean.getConnection()) { // which keeps the database in memory
                open.createStatement().executeUpdate("CREATE TABLE t (id INTEGER)");
                new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
                        .executeWithoutResult(transaction -> {
                            jdbc.update("INSERT INTO t VALUES (1)");
                            transaction.setRollbackOnly();
                        });
                assertThat(jdbc.queryForList("SELECT * FROM t")).isEmpty();
            }
        });
    }

    @Test
    void aDataSourceThatAllowsNoOtherBehindIt(CapturedOutput output) {
        Contexts.plain(Stubborn.class).run(context -> assertThat(context).hasNotFailed());
        assertThat(output).contains("data source stubborn: nothing else comes behind it");
    }

    @Test
    void aDataSourceThatIsClosedWithTheContext() {
        Contexts.plain(Pool.class).run(context -> {
            isEnforcedOnce(context);
            context.close();
            assertThat(requireNonNull(Pool.pool).isClosed()).isTrue();
        });
    }

    @Test
    void aDataSourceOfANarrowerScope() {
        Contexts.plain(Scoped.class).run(ExistingBeansTest::isEnforcedOnce);
    }

    @Test
    void aDataSourceThatNobodyUsesAnyMore() {
        Contexts.plain(Prototype.class).run(context -> {
            EnforcedBeans beans = context.getBean(EnforcedBeans.class);
            WeakReference<Object> unused = new WeakReference<>(context.getBean("prototype"));
            Object used = context.getBean("prototype");
            while (!unused.refersTo(null)) {
                System.gc();
            }
            assertThat(beans.sources()).extracting(EnforcedBeans.Used::source).containsExactly((DataSource) used);
        });
    }

    @Test
    void severalSourcesOfMessages() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ReferentAutoConfiguration.class))
                .withBean("one", MessageSource.class, StaticMessageSource::new)
                .withBean("two", MessageSource.class, StaticMessageSource::new)
                .run(context -> assertThat(context).hasSingleBean(ViolationAdvice.class));
    }

    @Test
    void referentsOwnUrlWithItsOptions() {
        Contexts.jdbc("jdbc:referent:sqlite:" + folder.resolve("library.db") + "?referent.hidingValues=true")
                .withPropertyValues("spring.datasource.driver-class-name=dev.referent.jdbc.ReferentDriver")
                .run(context -> {
                    isEnforcedOnce(context);
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    Contexts.createTables(jdbc);
                    assertThatThrownBy(() -> jdbc.update("INSERT INTO book VALUES (1, 99)"))
                            .cause()
                            .message()
                            .contains("book_author_fk")
                            .doesNotContain("99");
                });
    }

    @Test
    void connectionsThatDoNotCommitEachStatement() {
        sqlite("")
                .withPropertyValues("spring.datasource.hikari.auto-commit=false")
                .run(ExistingBeansTest::isEnforcedOnce);
    }

    @Test
    void aFileThatIsOpenedForReadingOnly() {
        sqlite("").run(context -> Contexts.createTables(context.getBean(JdbcTemplate.class)));
        sqlite("?open_mode=1")
                .withPropertyValues("spring.datasource.hikari.read-only=true")
                .run(context -> {
                    isEnforcedOnce(context);
                    assertThatThrownBy(
                                    () -> context.getBean(JdbcTemplate.class).update("INSERT INTO author VALUES (1)"))
                            .hasMessageContaining("readonly");
                });
    }

    @Test
    void aPoolThatIsManagedOverJmx() {
        sqlite("")
                .withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class))
                .withPropertyValues(
                        "spring.jmx.enabled=true",
                        "spring.datasource.hikari.register-mbeans=true",
                        "spring.datasource.hikari.pool-name=existing-beans")
                .run(ExistingBeansTest::isEnforcedOnce);
    }

    /** A data source of a class that cannot be extended. */
    static final class Closed extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return memory().getConnection();
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return getConnection();
        }
    }

    /** Asks for the class. */
    record User(Closed source) {}

    @Configuration(proxyBeanMethods = false)
    static class FinalClass {
        @Bean
        Closed closed() {
            return new Closed();
        }

        @Bean
        User user(Closed closed) {
            return new User(closed);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class FinalClassBehindTheInterface {
        @Bean
        DataSource closed() {
            return new Closed();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class JdkProxy {
        @Bean
        DataSource proxy() {
            DataSource target = memory();
            return (DataSource) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> method.invoke(target, arguments));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Advising {
        @Bean
        static DefaultAdvisorAutoProxyCreator creator() {
            DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
            creator.setProxyTargetClass(true);
            return creator;
        }

        @Bean
        static DefaultPointcutAdvisor advisor() {
            NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
            pointcut.setMappedName("getConnection");
            return new DefaultPointcutAdvisor(pointcut, (MethodInterceptor) invocation -> invocation.proceed());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnTransactions {
        private final SQLiteDataSource own = memory();

        @Bean
        PlatformTransactionManager transactions() {
            own.setUrl("jdbc:sqlite:file:own?mode=memory&cache=shared");
            return new DataSourceTransactionManager(own);
        }

        @Bean
        DataSource bean() {
            return own;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Stubborn {
        @Bean
        DataSource stubborn() {
            return new DelegatingDataSource(memory()) {
                @Override
                public void setTargetDataSource(@Nullable DataSource target) {
                    if (getTargetDataSource() != null) {
                        throw new IllegalStateException("nothing else comes behind it");
                    }
                    super.setTargetDataSource(target);
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Pool {
        static @Nullable HikariDataSource pool;

        @Bean
        HikariDataSource pool() {
            HikariDataSource created = new HikariDataSource();
            created.setJdbcUrl("jdbc:sqlite::memory:");
            pool = created;
            return created;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {
        @Bean
        @Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
        SQLiteDataSource scoped() {
            return memory();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Prototype {
        @Bean
        @Scope("prototype")
        DataSource prototype() {
            return memory();
        }
    }
}
