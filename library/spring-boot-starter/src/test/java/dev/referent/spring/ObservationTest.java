package dev.referent.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ViolationListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

/** What meters, listeners and the health endpoint are told. */
final class ObservationTest {
    @TempDir
    private Path folder;

    private ApplicationContextRunner sqlite() {
        return Contexts.jdbc("jdbc:sqlite:" + folder.resolve("library.db"));
    }

    private static void violate(JdbcTemplate jdbc) {
        Contexts.createTables(jdbc);
        assertThatThrownBy(() -> jdbc.update("INSERT INTO book VALUES (1, 99)"))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void violationsAreCountedAndTheirExplanationsTimed() {
        sqlite().withBean(MeterRegistry.class, SimpleMeterRegistry::new).run(context -> {
            violate(context.getBean(JdbcTemplate.class));
            violate(context.getBean(JdbcTemplate.class));
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("referent.violations")
                            .tags("datasource", "dataSource", "constraint", "book_author_fk", "kind", "missing-parent")
                            .counter()
                            .count())
                    .isEqualTo(2);
            assertThat(meters.get("referent.explanations")
                            .tag("datasource", "dataSource")
                            .timer()
                            .count())
                    .isEqualTo(2);
        });
    }

    @Test
    void aViolationThatIsNotProvedIsCountedAsUndetermined() {
        sqlite().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("referent.data-sources.data-source.explaining-within=0")
                .run(context -> {
                    violate(context.getBean(JdbcTemplate.class));
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("referent.violations")
                                    .tags("constraint", "unknown", "kind", "undetermined")
                                    .counter()
                                    .count())
                            .isOne();
                });
    }

    @Test
    void withoutARegistryNothingIsCounted() {
        sqlite().run(context -> violate(context.getBean(JdbcTemplate.class)));
    }

    @Test
    void theConnectionsOfThePoolAreCountedAsWithoutReferent() {
        sqlite().run(context -> {
            DataSource source = context.getBean(DataSource.class);
            DataSourcePoolMetadataProvider providers = new CompositeDataSourcePoolMetadataProvider(
                    context.getBeanProvider(DataSourcePoolMetadataProvider.class).stream()
                            .toList());
            try (Connection connection = source.getConnection()) {
                assertThat(EnforcedDataSource.isEnforced(connection)).isTrue();
                for (DataSource bean : List.of(source, new LazyConnectionDataSourceProxy(source))) {
                    assertThat(providers.getDataSourcePoolMetadata(bean))
                            .extracting(DataSourcePoolMetadata::getActive)
                            .isEqualTo(1);
                }
            }
        });
    }

    @Test
    void theApplicationsListenersAreTold() {
        List<String> statements = new ArrayList<>();
        sqlite().withBean(ViolationListener.class, () -> (explanation, sql, duration) -> statements.add(sql))
                .run(context -> {
                    violate(context.getBean(JdbcTemplate.class));
                    assertThat(statements).containsExactly("INSERT INTO book VALUES (1, 99)");
                });
    }

    @Test
    void healthIsUpWhereKeysAreEnforced() {
        sqlite().run(context -> {
            Contexts.createTables(context.getBean(JdbcTemplate.class));
            EnforcementHealth.Answer answer =
                    context.getBean(EnforcementHealth.class).answer();
            assertThat(answer.status()).isEqualTo("UP");
            assertThat(answer.details().get("dataSource"))
                    .asString()
                    .startsWith("{enforced=true, engine=SQLite 3.")
                    .endsWith("foreignKeys=1}");
        });
    }

    @Test
    void healthCountsOrphanRowsIfAsked() {
        sqlite().withPropertyValues("referent.health.orphan-rows=true").run(context -> {
            Contexts.createTables(context.getBean(JdbcTemplate.class));
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("library.db"))) {
                connection.createStatement().executeUpdate("INSERT INTO book VALUES (1, 99)");
            }
            EnforcementHealth.Answer answer =
                    context.getBean(EnforcementHealth.class).answer();
            assertThat(answer.status()).isEqualTo("UP");
            assertThat(answer.details().get("dataSource")).asString().endsWith("orphanRows=1}");
        });
    }

    @Test
    void healthIsDownWhereKeysCouldBeEnforcedAndAreNot() {
        Contexts.plain(InATransaction.class).run(context -> assertThat(
                        context.getBean(EnforcementHealth.class).answer())
                .isEqualTo(new EnforcementHealth.Answer("DOWN", Map.of("inATransaction", Map.of("enforced", false)))));
    }

    @Test
    void healthDoesNotCountWhatHandsOutNoConnection() {
        Contexts.jdbc("jdbc:sqlite:" + folder.resolve("missing/library.db")).run(context -> {
            EnforcementHealth.Answer answer =
                    context.getBean(EnforcementHealth.class).answer();
            assertThat(answer.status()).isEqualTo("UNKNOWN");
            assertThat(answer.details().get("dataSource")).asString().startsWith("{error=");
        });
    }

    @Test
    void healthHasNothingToSayOfAnotherDatabase() {
        Contexts.plain(EnforcedBeansTest.Nameless.class).run(context -> assertThat(
                        context.getBean(EnforcementHealth.class).answer())
                .isEqualTo(new EnforcementHealth.Answer("UNKNOWN", Map.of())));
    }

    @Test
    void theIndicatorIsOfSpringBootsTypeAndCanBeSwitchedOff() {
        Class<?> type =
                Contexts.either("boot.health.contributor.HealthIndicator", "boot.actuate.health.HealthIndicator");
        sqlite().run(context -> {
            assertThat(context.getBeanNamesForType(type)).containsOnly("referentHealthIndicator");
            Object indicator = context.getBean("referentHealthIndicator");
            assertThat(Set.of(indicator)).as("equals and hashCode").contains(indicator);
        });
        for (String off :
                List.of("management.health.referent.enabled=off", "management.health.defaults.enabled=false")) {
            sqlite().withPropertyValues(off).run(context -> assertThat(context.getBeanNamesForType(type))
                    .isEmpty());
        }
    }

    /** A data source whose connections are in a transaction already, in which SQLite does not switch enforcement on. */
    @Configuration(proxyBeanMethods = false)
    static class InATransaction {
        @Bean
        DataSource inATransaction() {
            return new AbstractDataSource() {
                @Override
                public Connection getConnection() throws SQLException {
                    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                    connection.setAutoCommit(false);
                    connection.createStatement().executeUpdate("CREATE TABLE t (id INTEGER)");
                    return connection;
                }

                @Override
                public Connection getConnection(String username, String password) throws SQLException {
                    return getConnection();
                }
            };
        }
    }
}
