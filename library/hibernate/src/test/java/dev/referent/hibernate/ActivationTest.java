package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.hibernate.models.Library;
import dev.referent.hibernate.models.Library.Author;
import dev.referent.hibernate.models.Library.Book;
import dev.referent.jdbc.EnforcedDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalPropertiesReader;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** Being on the class path is enough, however the application configures Hibernate. */
final class ActivationTest {
    private static final Map<String, String> CREATE = Map.of("hibernate.hbm2ddl.auto", "create");

    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @BeforeEach
    void nameTheFile() {
        database = new Sqlite(folder.resolve("library.db"));
    }

    @Nested
    class Bootstrap {
        @ParameterizedTest
        @ValueSource(strings = {"jakarta.persistence.jdbc.url", "hibernate.connection.url"})
        void ofJakartaPersistence(String setting) {
            PersistenceConfiguration configuration =
                    new PersistenceConfiguration("library").property(setting, database.url());
            for (Class<?> entity : Library.entities()) {
                configuration.managedClass(entity);
            }
            configuration.property("jakarta.persistence.schema-generation.database.action", "create");
            try (EntityManagerFactory factory = configuration.createEntityManagerFactory()) {
                HibernateViolations.assertEnforcedAndExplained(factory.unwrap(SessionFactory.class));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"jakarta.persistence.jdbc.url", "hibernate.connection.url"})
        void native_(String setting) {
            MetadataSources sources = new MetadataSources(new StandardServiceRegistryBuilder()
                    .applySetting(setting, database.url())
                    .applySettings(Map.copyOf(CREATE))
                    .build());
            sources.addAnnotatedClasses(Library.entities());
            try (SessionFactory factory = sources.buildMetadata().buildSessionFactory()) {
                HibernateViolations.assertEnforcedAndExplained(factory);
            }
        }

        @Test
        void withADialectThatIsSet() {
            try (SessionFactory factory = database.open(
                    Map.of(
                            "hibernate.hbm2ddl.auto", "create",
                            "hibernate.dialect", "org.hibernate.community.dialect.SQLiteDialect"),
                    Library.entities())) {
                HibernateViolations.assertEnforcedAndExplained(factory);
            }
        }
    }

    @Nested
    class Connections {
        @Test
        void ofASourceOfTheApplication() {
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(database.url());

            assertEnforcedAndExplained(source);
        }

        @Test
        void ofASourceThatIsEnforcedAlready() throws Exception {
            assertEnforcedAndExplained(EnforcedDataSource.open(database.url()));
        }

        @Test
        void ofAHikariPoolOfTheApplication() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(database.url());
            try (HikariDataSource pool = new HikariDataSource(config)) {
                assertEnforcedAndExplained(pool);
            }
        }

        @Test
        void ofAHikariPoolThatTurnsAutoCommitOff() {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(database.url());
            config.setAutoCommit(false);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                assertEnforcedAndExplained(pool);
            }
        }

        @Test
        void toADatabaseInMemory() {
            assertEnforcedAndExplained(Map.of("hibernate.connection.url", "jdbc:sqlite::memory:"));
        }

        @Test
        void ofAnAgroalPoolOfTheApplication() throws Exception {
            Properties settings = new Properties();
            settings.setProperty("maxSize", "2");
            settings.setProperty("jdbcUrl", database.url());
            try (AgroalDataSource pool = AgroalDataSource.from(new AgroalPropertiesReader().readProperties(settings))) {
                assertEnforcedAndExplained(pool);
            }
        }

        @Test
        void ofTheHikariPoolThatHibernateMakes() {
            assertEnforcedAndExplained(Map.of("hibernate.hikari.maximumPoolSize", "3"));
        }

        @Test
        void ofTheAgroalPoolThatHibernateMakes() {
            assertEnforcedAndExplained(Map.of("hibernate.agroal.maxSize", "3"));
        }

        private void assertEnforcedAndExplained(DataSource source) {
            ActivationTest.this.assertEnforcedAndExplained(Map.of(Sqlite.SOURCE, source));
        }

        private void assertEnforcedAndExplained(Map<String, ?> settings) {
            ActivationTest.this.assertEnforcedAndExplained(settings);
        }
    }

    @Nested
    class ClearWarnings {
        @Test
        void ofAMisspeltParameterWithWhichHibernateStartsAsWithoutReferent() {
            Sqlite misspelt = new Sqlite(folder.resolve("library.db?foreign_key=on"));
            try (Logged log = new Logged();
                    SessionFactory factory = misspelt.open(CREATE, Library.entities())) {
                HibernateViolations.assertEnforcedAndExplained(factory);
                assertThat(log.warnings()).anySatisfy(warning -> assertThat(warning)
                        .contains("the parameter foreign_key in", "is foreign_keys meant?"));
            }
        }

        @Test
        void ofADirectoryWithWhichHibernateDoesNotStart() {
            try (Logged log = new Logged()) {
                assertThatThrownBy(() -> new Sqlite(folder).open(CREATE, Library.entities()))
                        .isInstanceOf(HibernateException.class);
                assertThat(log.warnings())
                        .anySatisfy(warning -> assertThat(warning).contains("is a directory; name a file in it"));
            }
        }
    }

    @Nested
    class Off {
        @Test
        void leavesHibernateAsItIsAndWarns() throws Exception {
            try (Logged log = new Logged();
                    SessionFactory factory = database.open(
                            Map.of("referent.enforce", "false", "hibernate.hbm2ddl.auto", "create"),
                            Library.entities())) {
                factory.inTransaction(session -> session.persist(new Book(session.getReference(Author.class, 99L))));

                assertThat(log.warnings()).singleElement().satisfies(warning -> assertThat(warning)
                        .startsWith("referent.enforce is false: Hibernate creates no foreign keys on SQLite"));
            }
            assertThat(database.foreignKeys()).isEmpty();
            assertThat(database.query("SELECT author_id FROM Book")).containsExactly("99");
        }
    }

    @Nested
    class AnotherDriverOfSqlite {
        @ParameterizedTest
        @EnumSource
        void isLeftAloneWithAWarning(AnotherDriver.Asked asked) throws Exception {
            try (Logged log = new Logged();
                    SessionFactory factory = database.open(
                            Map.of(
                                    Sqlite.SOURCE,
                                    new AnotherDriver(database, asked),
                                    "hibernate.hbm2ddl.auto",
                                    "create"),
                            Library.entities())) {
                factory.inTransaction(session -> session.persist(new Book(session.getReference(Author.class, 99L))));
                factory.getSchemaManager().validate();

                assertThat(log.warnings()).singleElement().satisfies(warning -> assertThat(warning)
                        .startsWith("foreign keys are neither enforced nor explained on the connections of "
                                + database.url()));
            }
            assertThat(database.foreignKeys()).containsExactly("Book(author_id)->Author(id)");
        }
    }

    @Nested
    class OtherDatabases {
        @Test
        void areLeftAlone() {
            try (SessionFactory factory = database.open(
                    Map.of("hibernate.connection.url", "jdbc:h2:mem:library", "hibernate.hbm2ddl.auto", "create"),
                    Library.entities())) {
                assertThatThrownBy(() -> factory.inTransaction(
                                session -> session.persist(new Book(session.getReference(Author.class, 99L)))))
                        .isInstanceOf(ConstraintViolationException.class)
                        .rootCause()
                        .hasMessageContaining("Referential integrity");
                factory.inTransaction(session -> session.doWork(connection ->
                        assertThat(connection.getClass().getName()).startsWith("org.h2")));
                try (var session = factory.openSession()) {
                    session.beginTransaction();
                    session.getTransaction().setRollbackOnly();
                    session.getTransaction().commit();
                }
            }
        }
    }

    private void assertEnforcedAndExplained(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(CREATE);
        all.putAll(settings);
        try (SessionFactory factory = database.open(all, Library.entities())) {
            HibernateViolations.assertEnforcedAndExplained(factory);
        }
    }
}
