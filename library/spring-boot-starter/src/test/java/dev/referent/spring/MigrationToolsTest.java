package dev.referent.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Flyway and Liquibase rebuild a parent table, whose children have ON DELETE CASCADE. */
final class MigrationToolsTest {
    @TempDir
    private Path folder;

    private ApplicationContextRunner flyway(String url) {
        return Contexts.jdbc(url)
                .withConfiguration(AutoConfigurations.of(Contexts.either(
                        "boot.flyway.autoconfigure.FlywayAutoConfiguration",
                        "boot.autoconfigure.flyway.FlywayAutoConfiguration")))
                .withPropertyValues("spring.flyway.locations=classpath:rebuild");
    }

    private ApplicationContextRunner liquibase(String url) {
        return Contexts.jdbc(url)
                .withConfiguration(AutoConfigurations.of(Contexts.either(
                        "boot.liquibase.autoconfigure.LiquibaseAutoConfiguration",
                        "boot.autoconfigure.liquibase.LiquibaseAutoConfiguration")))
                .withPropertyValues("spring.liquibase.change-log=classpath:rebuild/changelog.sql");
    }

    private String sqlite() {
        return "jdbc:sqlite:" + folder.resolve("library.db");
    }

    private static void hasBooks(ApplicationContextRunner runner, int number) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(JdbcTemplate.class).queryForObject("SELECT count(*) FROM book", Integer.class))
                    .isEqualTo(number);
        });
    }

    private static void fails(ApplicationContextRunner runner) {
        runner.run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("constraint failed"));
    }

    @Test
    void flywayKeepsTheChildRows() {
        hasBooks(flyway(sqlite()), 1);
        flyway(sqlite()).run(context -> {
            assertThat(context.getBean(Flyway.class).info().applied()).hasSize(2);
            assertThat(context.getBean(Flyway.class).migrate().migrationsExecuted)
                    .isZero();
        });
    }

    @Test
    void flywayFailsWithoutTheScope() {
        fails(flyway(sqlite()).withPropertyValues("referent.migration-scope=false"));
    }

    @Test
    void aFlywayBeanThatMigratesWhenItIsInitializedKeepsTheChildRows() {
        hasBooks(Contexts.jdbc(sqlite()).withUserConfiguration(MigratingBean.class), 1);
    }

    @Test
    void liquibaseKeepsTheChildRows() {
        hasBooks(liquibase(sqlite()), 1);
        liquibase(sqlite()).run(context -> assertThat(context).hasSingleBean(SpringLiquibase.class));
    }

    @Test
    void liquibaseFailsWithoutTheScope() {
        fails(liquibase(sqlite()).withPropertyValues("referent.migration-scope=false"));
    }

    @Test
    void liquibaseMigratesInAnotherThreadThatItsBeanStarts() {
        Contexts.jdbc(sqlite()).withUserConfiguration(MigratingThread.class).run(context -> assertThat(
                        context.getBean(Later.class).booksAfterwards())
                .isEqualTo(1));
    }

    @Test
    void bothMigrateAnotherDatabaseAsBefore() {
        hasBooks(flyway("jdbc:h2:mem:flyway").withPropertyValues("spring.flyway.target=1"), 1);
        hasBooks(
                liquibase("jdbc:h2:mem:liquibase")
                        .withPropertyValues("spring.liquibase.change-log=classpath:rebuild/one.sql"),
                1);
    }

    @Configuration(proxyBeanMethods = false)
    static class MigratingBean {
        @Bean(initMethod = "migrate")
        Flyway flyway(DataSource source) {
            return Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:rebuild")
                    .load();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MigratingThread {
        @Bean
        Later liquibase(DataSource source) {
            Later liquibase = new Later();
            liquibase.setDataSource(source);
            liquibase.setChangeLog("classpath:rebuild/one.sql");
            return liquibase;
        }
    }

    /** Migrates in another thread, which has the data source before the bean is initialized, and its connection afterwards. */
    static class Later extends SpringLiquibase {
        private final CompletableFuture<Void> initialized = new CompletableFuture<>();
        private CompletableFuture<Integer> books = new CompletableFuture<>();

        @Override
        public void afterPropertiesSet() {
            DataSource source = getDataSource();
            books = CompletableFuture.supplyAsync(() -> {
                initialized.join();
                setDataSource(source);
                try {
                    super.afterPropertiesSet();
                } catch (LiquibaseException e) {
                    throw new CompletionException(e);
                }
                return new JdbcTemplate(source).queryForObject("SELECT count(*) FROM book", Integer.class);
            });
        }

        int booksAfterwards() {
            initialized.complete(null);
            return books.join();
        }
    }
}
