package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.hibernate.models.Library;
import dev.referent.hibernate.models.Library.Author;
import dev.referent.hibernate.models.Library.Book;
import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.hibernate.HibernateException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that no provider of one database lends: handed to a session, or of a tenant. */
final class SessionConnectionsTest {
    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @BeforeEach
    void nameTheFile() {
        database = new Sqlite(folder.resolve("library.db"));
    }

    @Nested
    class HandedToASession {
        private SessionFactory opened() {
            return database.open("create", Library.entities());
        }

        @Test
        void areEnforced() throws Exception {
            try (SessionFactory factory = opened();
                    Connection bare = DriverManager.getConnection(database.url())) {
                try (var session = factory.withOptions().connection(bare).openSession()) {
                    session.beginTransaction();
                    assertThatThrownBy(() -> session.persist(new Book(session.getReference(Author.class, 99L))))
                            .satisfies(HibernateViolations::assertExplained);
                    session.getTransaction().rollback();
                }
                assertThat(bare.isClosed()).isFalse();
            }
            assertThat(database.query("SELECT id FROM Book")).isEmpty();
        }

        @Test
        void stayOpenAndInTheirTransaction() throws Exception {
            try (SessionFactory factory = opened();
                    Connection enforced =
                            EnforcedDataSource.open(database.url()).getConnection()) {
                enforced.setAutoCommit(false);
                enforced.createStatement().execute("INSERT INTO Author VALUES (7, 'earlier work')");
                try (var session = factory.withOptions().connection(enforced).openSession()) {
                    assertThat(session.find(Author.class, 7L)).isNotNull();
                }
                enforced.commit();
            }
            assertThat(database.query("SELECT name FROM Author")).containsExactly("earlier work");
        }

        @Test
        void stayInATransactionThatSqlTextBegan() throws Exception {
            try (SessionFactory factory = opened();
                    Connection enforced =
                            EnforcedDataSource.open(database.url()).getConnection()) {
                enforced.createStatement().execute("BEGIN");
                enforced.createStatement().execute("INSERT INTO Author VALUES (7, 'earlier work')");
                try (var session = factory.withOptions().connection(enforced).openSession()) {
                    assertThat(session.find(Author.class, 7L)).isNotNull();
                }
                enforced.createStatement().execute("COMMIT");
            }
            assertThat(database.query("SELECT name FROM Author")).containsExactly("earlier work");
        }

        @Test
        void areRejectedInATransactionWithoutEnforcement() throws Exception {
            try (SessionFactory factory = opened();
                    Connection bare = DriverManager.getConnection(database.url())) {
                bare.setAutoCommit(false);
                bare.createStatement().execute("INSERT INTO Author VALUES (7, 'earlier work')");

                assertThatThrownBy(() -> factory.withOptions().connection(bare).openSession())
                        .isInstanceOf(HibernateException.class)
                        .hasMessageContaining("borrow the connection before the transaction begins");
                bare.commit();
            }
            assertThat(database.query("SELECT name FROM Author")).containsExactly("earlier work");
        }
    }

    @Nested
    class ClosedByTheApplication {
        @Test
        void areNotLentTwice() {
            try (SessionFactory factory = database.open(
                            Map.of("hibernate.hbm2ddl.auto", "create", "hibernate.connection.initial_pool_size", "2"),
                            Library.entities());
                    Session first = factory.openSession();
                    Session second = factory.openSession()) {
                try (Session careless = factory.openSession()) {
                    careless.doWork(connection -> {
                        connection.close();
                        connection.close();
                        assertThat(connection.isClosed()).isTrue();
                    });
                }
                assertThat(first.<Connection>doReturningWork(one -> one.unwrap(org.sqlite.SQLiteConnection.class)))
                        .isNotSameAs(second.<Connection>doReturningWork(
                                two -> two.unwrap(org.sqlite.SQLiteConnection.class)));
            }
        }
    }

    @Nested
    class Tenants {
        @Test
        void haveTheirOwnEnforcedDatabases() throws Exception {
            Sqlite north = new Sqlite(folder.resolve("north.db"));
            Sqlite south = new Sqlite(folder.resolve("south.db"));
            Map<String, Sqlite> tenants = Map.of("north", north, "south", south);
            for (Sqlite tenant : tenants.values()) {
                tenant.open("create", Library.entities()).close();
            }
            try (SessionFactory factory = database.open(
                    Map.of("hibernate.multi_tenant_connection_provider", new TenantFiles(tenants)),
                    Library.entities())) {
                try (var session =
                        factory.withOptions().tenantIdentifier((Object) "north").openSession()) {
                    session.beginTransaction();
                    assertThatThrownBy(() -> session.persist(new Book(session.getReference(Author.class, 99L))))
                            .satisfies(HibernateViolations::assertExplained);
                }
                try (var session =
                        factory.withOptions().tenantIdentifier((Object) "south").openSession()) {
                    session.beginTransaction();
                    session.persist(new Author(1));
                    session.getTransaction().commit();
                }
            }
            assertThat(south.query("SELECT id FROM Author")).containsExactly("1");
            assertThat(north.query("SELECT id FROM Author")).isEmpty();
        }
    }
}
