package dev.referent.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.sqlite.SQLiteDataSource;

/** Which data sources of a Spring Boot application are enforced, and what else they still do. */
final class EnforcedBeansTest {
    @TempDir
    private Path folder;

    private ApplicationContextRunner sqlite() {
        return Contexts.jdbc("jdbc:sqlite:" + folder.resolve("library.db"));
    }

    @Test
    void theDataSourceOfSpringBootRejectsAndExplains() {
        sqlite().run(context -> {
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            Contexts.createTables(jdbc);
            assertThatThrownBy(() -> jdbc.update("INSERT INTO book VALUES (1, 99)"))
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .rootCause()
                    .hasMessageContaining("FOREIGN KEY constraint failed");
            assertThatThrownBy(() -> jdbc.update("INSERT INTO book VALUES (1, 99)"))
                    .hasCauseInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("book.author_id = 99 has no matching author.id (foreign key book_author_fk)");
        });
    }

    @Test
    void isStillAHikariDataSource() {
        sqlite().run(context -> {
            HikariDataSource pool = context.getBean(HikariDataSource.class);
            try (Connection connection = pool.getConnection()) {
                assertThat(EnforcedDataSource.isEnforced(connection)).isTrue();
                assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isOne();
            }
            assertThat(pool.unwrap(HikariDataSource.class).getHikariPoolMXBean().getTotalConnections())
                    .isPositive();
        });
    }

    @Test
    void noConnectionIsOpenedAtTheStart() {
        sqlite().run(context -> assertThat(folder).isEmptyDirectory());
    }

    @Test
    void anotherDatabaseIsLeftAlone() {
        Contexts.jdbc("jdbc:h2:mem:other").run(context -> {
            assertThat(context.getBean(DataSource.class).getClass()).isEqualTo(HikariDataSource.class);
            assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class))
                    .isOne();
        });
    }

    @Test
    void anotherDatabaseThatDoesNotSayWhichItIsIsLeftAlone() {
        Contexts.plain(Nameless.class).run(context -> {
            DataSource source = context.getBean(DataSource.class);
            try (Connection connection = source.getConnection()) {
                assertThat(connection.getClass().getName()).startsWith("org.h2.");
            }
        });
    }

    @Test
    void aDatabaseThatIsNotThereStopsNoStart() {
        Contexts.jdbc("jdbc:sqlite:" + folder.resolve("missing/library.db")).run(context -> {
            assertThat(context).hasNotFailed();
            assertThatThrownBy(() -> context.getBean(DataSource.class).getConnection())
                    .isInstanceOf(SQLException.class);
        });
    }

    @Test
    void nothingIsEnforcedWhereReferentIsSwitchedOff() {
        sqlite().withPropertyValues("referent.enabled=false").run(EnforcedBeansTest::storesAnOrphan);
        sqlite().withPropertyValues("referent.data-sources.dataSource.enabled=false")
                .run(EnforcedBeansTest::storesAnOrphan);
    }

    @Test
    void aFactoryOfSessionsThatCannotBeAskedStopsNoStart() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(HibernateSwitch.Configuration.class))
                .withPropertyValues("referent.enabled=false")
                .withUserConfiguration(Unready.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static void storesAnOrphan(ApplicationContext context) {
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        Contexts.createTables(jdbc);
        assertThat(jdbc.update("INSERT INTO book VALUES (1, 99)")).isOne();
    }

    @Test
    void aDataSourceHasPropertiesOfItsOwn() {
        sqlite().withPropertyValues(
                        "referent.data-sources.data-source.hiding-values=true",
                        "referent.data-sources.data-source.all-or-nothing=true",
                        "referent.data-sources.data-source.explaining-within=2s")
                .run(context -> {
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    Contexts.createTables(jdbc);
                    assertThatThrownBy(() -> jdbc.update("INSERT INTO book VALUES (1, 99)"))
                            .hasMessageContaining("book_author_fk")
                            .cause()
                            .message()
                            .doesNotContain("99");
                    try (Connection connection =
                            context.getBean(DataSource.class).getConnection()) {
                        connection.setAutoCommit(false);
                        assertThatThrownBy(
                                        () -> connection.createStatement().execute("INSERT INTO book VALUES (1, 99)"))
                                .isInstanceOf(ForeignKeyViolationSQLException.class);
                        assertThatThrownBy(connection::commit).hasMessageContaining("rolled back");
                    }
                });
    }

    @Test
    void eachConnectionOfARoutingDataSourceIsDecidedByItself() {
        Contexts.plain(Routing.class).run(context -> {
            DataSource source = context.getBean("routing", DataSource.class);
            Routing.TARGET.set("other");
            try (Connection connection = source.getConnection()) {
                assertThat(EnforcedDataSource.isEnforced(connection)).isFalse();
            }
            for (String target : new String[] {"inline", "bean"}) {
                Routing.TARGET.set(target);
                try (Connection connection = source.getConnection()) {
                    assertThat(Contexts.isEnforcedOnce(connection)).isTrue();
                }
            }
        });
    }

    @Test
    void aLazyProxyStaysLazyAndIsEnforcedOnce() {
        Contexts.plain(Lazy.class).run(context -> {
            for (String name : new String[] {"lazy", "lazyOverBean"}) {
                DataSource source = context.getBean(name, DataSource.class);
                assertThat(source).isInstanceOf(LazyConnectionDataSourceProxy.class);
                try (Connection connection = source.getConnection()) {
                    assertThat(connection.getClass().getName()).contains("Proxy");
                    assertThat(Contexts.isEnforcedOnce(connection)).isTrue();
                }
            }
        });
    }

    /** A data source without a property that tells its URL. */
    @Configuration(proxyBeanMethods = false)
    static class Nameless {
        @Bean
        DataSource nameless() {
            return new AbstractDataSource() {
                @Override
                public Connection getConnection() throws SQLException {
                    return DriverManager.getConnection("jdbc:h2:mem:nameless");
                }

                @Override
                public Connection getConnection(String username, String password) throws SQLException {
                    return getConnection();
                }
            };
        }
    }

    /** A data source that leads to three others, one of them on another database. */
    @Configuration(proxyBeanMethods = false)
    static class Routing {
        static final ThreadLocal<String> TARGET = ThreadLocal.withInitial(() -> "bean");

        @Bean
        DataSource target() {
            return memory();
        }

        @Bean
        @Primary
        DataSource routing(DataSource target) {
            AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
                @Override
                protected Object determineCurrentLookupKey() {
                    return TARGET.get();
                }
            };
            JdbcDataSource other = new JdbcDataSource();
            other.setURL("jdbc:h2:mem:routed");
            routing.setTargetDataSources(Map.of("bean", target, "inline", memory(), "other", other));
            return routing;
        }
    }

    /** Two lazy proxies, one of them over a data source that is no bean. */
    @Configuration(proxyBeanMethods = false)
    static class Lazy {
        @Bean
        DataSource target() {
            return memory();
        }

        @Bean
        DataSource lazy() {
            return new LazyConnectionDataSourceProxy(memory());
        }

        @Bean
        DataSource lazyOverBean(DataSource target) {
            return new LazyConnectionDataSourceProxy(target);
        }
    }

    private static DataSource memory() {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite::memory:");
        return source;
    }

    /** An application's own factory, which has no settings before it is initialized. */
    @Configuration(proxyBeanMethods = false)
    static class Unready {
        @Bean
        SessionFactory sessions() {
            return new SessionFactory();
        }
    }

    /** What it makes does not matter. */
    static final class SessionFactory implements FactoryBean<String>, InitializingBean {
        private @Nullable Properties settings;

        @Override
        public void afterPropertiesSet() {
            settings = new Properties();
        }

        public Properties getHibernateProperties() {
            return Objects.requireNonNull(settings, "not initialized yet");
        }

        @Override
        public String getObject() {
            return "";
        }

        @Override
        public Class<?> getObjectType() {
            return String.class;
        }
    }
}
