package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.hibernate.models.Library;
import dev.referent.hibernate.models.Library.Author;
import dev.referent.hibernate.models.Library.Book;
import dev.referent.hibernate.models.Numbered;
import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** What Hibernate borrows from the application keeps its open transaction and goes back as it came. */
final class BorrowedConnectionsTest {
    private static final String COUNT = "select count(*) from Author";

    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @BeforeEach
    void nameTheFile() {
        database = new Sqlite(folder.resolve("library.db"));
    }

    private SessionFactory open(DataSource source, Class<?>... entities) {
        return database.open(Map.of(Sqlite.SOURCE, source, "hibernate.hbm2ddl.auto", "create"), entities);
    }

    private HikariDataSource poolOfOne(boolean autoCommit, String parameters) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url() + parameters);
        config.setMaximumPoolSize(1);
        config.setAutoCommit(autoCommit);
        config.setConnectionTimeout(2_000);
        return new HikariDataSource(config);
    }

    private static String read(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return String.valueOf(rows.next() ? rows.getString(1) : null);
        }
    }

    private static long count(SessionFactory factory) {
        try (Session session = factory.openSession()) {
            return session.createSelectionQuery(COUNT, Long.class).getSingleResult();
        }
    }

    @Nested
    class OfOneConnection {
        @Test
        void keepWhatAnotherSessionHasNotCommittedYet() throws SQLException {
            SingleConnectionDataSource source = new SingleConnectionDataSource("jdbc:sqlite::memory:", true);
            try (SessionFactory factory = open(source, Library.entities())) {
                factory.inTransaction(session -> {
                    session.persist(new Author(3));
                    session.flush();
                    assertThat(count(factory)).isEqualTo(1);
                    session.persist(new Author(4));
                });

                assertThat(read(source, "SELECT group_concat(id) FROM Author")).isEqualTo("3,4");
                assertThat(read(source, "PRAGMA foreign_keys")).isEqualTo("0");
            } finally {
                source.destroy();
            }
        }

        @Test
        void enforceForTheOuterSessionAfterAnInnerOneIsClosed() {
            SingleConnectionDataSource source = new SingleConnectionDataSource("jdbc:sqlite::memory:", true);
            try (SessionFactory factory = open(source, Library.entities());
                    Session outer = factory.openSession()) {
                outer.find(Author.class, 1L);
                assertThat(count(factory)).isZero();
                outer.beginTransaction();
                assertThatThrownBy(() -> outer.persist(new Book(outer.getReference(Author.class, 99L))))
                        .satisfies(HibernateViolations::assertExplained);
            } finally {
                source.destroy();
            }
        }

        @Test
        void giveIdsFromATableAfterAFlush() throws SQLException {
            SingleConnectionDataSource source = new SingleConnectionDataSource("jdbc:sqlite::memory:", true);
            try (SessionFactory factory = open(source, Numbered.entities())) {
                factory.inTransaction(session -> {
                    Numbered.Parent parent = new Numbered.Parent();
                    session.persist(parent);
                    session.flush();
                    session.persist(new Numbered.Child(parent));
                });
                assertThat(read(source, "SELECT count(*) FROM NumberedChild")).isEqualTo("1");
            } finally {
                source.destroy();
            }
        }
    }

    @Nested
    class OfATransactionOfSpring {
        @Test
        void joinIt() throws SQLException {
            try (HikariDataSource pool = poolOfOne(true, "?foreign_keys=on")) {
                DataSource aware = new TransactionAwareDataSourceProxy(pool);
                try (SessionFactory factory = open(aware, Library.entities())) {
                    new TransactionTemplate(new DataSourceTransactionManager(pool)).executeWithoutResult(status -> {
                        new JdbcTemplate(aware).update("INSERT INTO Author (id) VALUES (3)");
                        assertThat(count(factory)).isEqualTo(1);
                        new JdbcTemplate(aware).update("INSERT INTO Author (id) VALUES (4)");
                    });
                }
                assertThat(read(pool, "SELECT group_concat(id) FROM Author")).isEqualTo("3,4");
            }
        }

        @Test
        void areRejectedWhereItDoesNotEnforce() throws SQLException {
            try (HikariDataSource pool = poolOfOne(true, "")) {
                DataSource aware = new TransactionAwareDataSourceProxy(pool);
                try (SessionFactory factory = open(aware, Library.entities())) {
                    new TransactionTemplate(new DataSourceTransactionManager(pool)).executeWithoutResult(status -> {
                        new JdbcTemplate(aware).update("INSERT INTO Author (id) VALUES (3)");
                        assertThatThrownBy(() -> count(factory))
                                .hasStackTraceContaining("borrow the connection before the transaction begins");
                    });
                }
                assertThat(read(pool, "SELECT group_concat(id) FROM Author")).isEqualTo("3");
            }
        }
    }

    @Nested
    class OfAPool {
        @Test
        void goBackSoThatReplaceDeletesNoChildren() throws SQLException {
            database.execute(
                    "CREATE TABLE feed (id INTEGER PRIMARY KEY, url UNIQUE)",
                    "CREATE TABLE item (feed REFERENCES feed ON DELETE CASCADE)",
                    "INSERT INTO feed VALUES (1, 'a')",
                    "INSERT INTO item VALUES (1), (1)");
            try (HikariDataSource pool = poolOfOne(true, "");
                    SessionFactory factory = open(pool, Library.entities())) {
                factory.inTransaction(session -> session.persist(new Author(1)));
                try (Connection raw = pool.getConnection();
                        Statement statement = raw.createStatement()) {
                    statement.executeUpdate("INSERT OR REPLACE INTO feed VALUES (1, 'a')");
                }
            }
            assertThat(database.query("SELECT count(*) FROM item")).containsExactly("2");
        }

        @Test
        void goBackAsTheyCameAfterEachWayToUseThem() throws Exception {
            try (HikariDataSource pool = poolOfOne(true, "");
                    SessionFactory factory = open(pool, Library.entities())) {
                assertAsItCame(pool, "0");
                HibernateViolations.assertEnforcedAndExplained(factory);
                assertAsItCame(pool, "0");
                assertThat(count(factory)).isEqualTo(1);
                assertAsItCame(pool, "0");
                try (StatelessSession session = factory.openStatelessSession()) {
                    session.insert(new Author(7));
                }
                assertAsItCame(pool, "0");
                try (Session session = factory.openSession()) {
                    session.doWork(connection -> {
                        connection.createStatement().execute("BEGIN");
                        connection.close();
                    });
                }
                assertAsItCame(pool, "0");
                factory.getSchemaManager().validate();
                assertAsItCame(pool, "0");
            }
        }

        @Test
        void goOnEnforcingIfTheyDidBefore() throws SQLException {
            try (HikariDataSource pool = poolOfOne(true, "?foreign_keys=on");
                    SessionFactory factory = open(pool, Library.entities())) {
                HibernateViolations.assertEnforcedAndExplained(factory);

                assertAsItCame(pool, "1");
            }
        }

        @Test
        void goOnEnforcingIfThePoolIsWrappedAsAWhole() throws SQLException {
            try (HikariDataSource pool = poolOfOne(true, "");
                    SessionFactory factory = open(EnforcedDataSource.wrap(pool), Library.entities())) {
                HibernateViolations.assertEnforcedAndExplained(factory);

                assertAsItCame(pool, "1");
            }
        }

        @Test
        void goBackAsTheyCameWithAutoCommitOff() throws SQLException {
            try (HikariDataSource pool = poolOfOne(false, "");
                    SessionFactory factory = database.open(
                            Map.of(
                                    Sqlite.SOURCE,
                                    pool,
                                    "hibernate.hbm2ddl.auto",
                                    "create",
                                    "hibernate.connection.provider_disables_autocommit",
                                    "true"),
                            Library.entities())) {
                HibernateViolations.assertEnforcedAndExplained(factory);
                try (Connection raw = pool.getConnection()) {
                    assertThat(raw.getAutoCommit()).isFalse();
                }
                assertThat(read(pool, "PRAGMA foreign_keys")).isEqualTo("0");
            }
        }

        @Test
        void areLeftAloneWithAWarningIfTheyComeInATransactionThatHoldsTheWriteLock() {
            try (Logged log = new Logged();
                    HikariDataSource pool = poolOfOne(false, "?transaction_mode=IMMEDIATE");
                    SessionFactory factory = open(pool, Library.entities())) {
                factory.inTransaction(session -> session.persist(new Author(1)));
                assertThat(count(factory)).isEqualTo(1);
                assertThat(log.warnings()).anySatisfy(warning -> assertThat(warning)
                        .startsWith("foreign keys are not enforced on " + database.url())
                        .contains("add foreign_keys=on to the URL")
                        .endsWith("until then Hibernate's connections behave as without Referent"));
            }
        }

        @Test
        void areEnforcedInSuchATransactionIfTheUrlSaysSo() {
            try (HikariDataSource pool = poolOfOne(false, "?transaction_mode=IMMEDIATE&foreign_keys=on");
                    SessionFactory factory = open(pool, Library.entities())) {
                HibernateViolations.assertEnforcedAndExplained(factory);
            }
        }

        private void assertAsItCame(DataSource pool, String enforced) throws SQLException {
            assertThat(read(pool, "PRAGMA foreign_keys")).isEqualTo(enforced);
            assertThat(read(pool, "PRAGMA defer_foreign_keys")).isEqualTo("0");
            try (Connection raw = pool.getConnection();
                    Connection other = DriverManager.getConnection(database.url())) {
                assertThat(raw.getAutoCommit()).isTrue();
                other.createStatement().execute("BEGIN IMMEDIATE");
            }
        }
    }

    @Nested
    class HandedToASession {
        @Test
        void areAsTheyCameWhenItIsClosed() throws SQLException {
            try (SessionFactory factory = database.open("create", Library.entities());
                    Connection bare = DriverManager.getConnection(database.url())) {
                try (Session session = factory.withOptions().connection(bare).openSession()) {
                    session.beginTransaction();
                    session.persist(new Author(1));
                    session.getTransaction().commit();
                    session.beginTransaction();
                    assertThatThrownBy(() -> session.persist(new Book(session.getReference(Author.class, 99L))))
                            .satisfies(HibernateViolations::assertExplained);
                    session.getTransaction().rollback();
                }
                assertThat(bare.getAutoCommit()).isTrue();
                bare.createStatement().executeUpdate("INSERT INTO Book (author_id) VALUES (99)");
            }
            assertThat(database.query("SELECT id FROM Author")).containsExactly("1");
        }
    }
}
