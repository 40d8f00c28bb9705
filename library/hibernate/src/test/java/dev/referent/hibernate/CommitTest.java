package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referent.hibernate.models.Children;
import dev.referent.hibernate.models.Children.Assigned;
import dev.referent.hibernate.models.Children.Deferred;
import dev.referent.hibernate.models.Library.Author;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.RollbackException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit that stores nothing does not look like a success. */
final class CommitTest {
    private static final String NOTHING = "nothing was committed: an earlier failure, or setRollbackOnly, had marked";

    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @BeforeEach
    void makeTables() {
        database = new Sqlite(folder.resolve("children.db"));
        database.open("create", Children.entities()).close();
    }

    private static void swallowAFailure(EntityManager session) {
        session.persist(new Author(1));
        assertThat(catchThrowable(() -> {
                    session.persist(new Assigned(1, session.getReference(Author.class, 99L)));
                    session.flush();
                }))
                .isNotNull();
    }

    @Nested
    class NativeBootstrap {
        @Test
        void reportsASwallowedFailure() throws SQLException {
            try (SessionFactory factory = database.open(Map.of(), Children.entities());
                    Session session = factory.openSession()) {
                session.beginTransaction();
                swallowAFailure(session);

                assertThatThrownBy(() -> session.getTransaction().commit())
                        .isInstanceOf(RollbackException.class)
                        .hasMessageStartingWith(NOTHING);
                assertThat(session.getTransaction().isActive()).isFalse();
                session.clear();
                session.beginTransaction();
                session.persist(new Author(2));
                session.getTransaction().commit();
            }
            assertThat(database.query("SELECT id FROM Author")).containsExactly("2");
        }

        @Test
        void reportsItOfAFailureThatIsSwallowedInInTransaction() {
            try (SessionFactory factory = database.open(Map.of(), Children.entities())) {
                assertThatThrownBy(() -> factory.inTransaction(CommitTest::swallowAFailure))
                        .isInstanceOf(RollbackException.class);
            }
        }

        @Test
        void rollsBackSilentlyWhereThatIsAskedForByName() {
            try (SessionFactory factory = database.open(
                            Map.of("hibernate.jpa.compliance.transaction", "false"), Children.entities());
                    Session session = factory.openSession()) {
                session.beginTransaction();
                swallowAFailure(session);

                assertThatCode(() -> session.getTransaction().commit()).doesNotThrowAnyException();
            }
        }

        @Test
        void keepsWhatAStatelessSessionWroteBeforeAFailure() throws SQLException {
            try (SessionFactory factory = database.open(Map.of(), Children.entities());
                    StatelessSession session = factory.openStatelessSession()) {
                session.beginTransaction();
                session.insert(new Author(1));
                assertThatThrownBy(() -> session.insert(new Assigned(1, new Author(99))))
                        .isNotNull();

                session.getTransaction().commit();
            }
            assertThat(database.query("SELECT id FROM Author")).containsExactly("1");
        }

        @Test
        void rollbackAfterAFailureIsNoFailure() {
            try (SessionFactory factory = database.open(Map.of(), Children.entities());
                    Session session = factory.openSession()) {
                session.beginTransaction();
                swallowAFailure(session);

                assertThatCode(() -> session.getTransaction().rollback()).doesNotThrowAnyException();
                assertThatCode(() -> session.getTransaction().rollback()).doesNotThrowAnyException();
            }
        }
    }

    @Nested
    class JakartaPersistence {
        private EntityManagerFactory factory() {
            PersistenceConfiguration configuration =
                    new PersistenceConfiguration("children").property("jakarta.persistence.jdbc.url", database.url());
            for (Class<?> entity : Children.entities()) {
                configuration.managedClass(entity);
            }
            return configuration.createEntityManagerFactory();
        }

        @Test
        void reportsASwallowedFailure() throws SQLException {
            try (EntityManagerFactory factory = factory();
                    EntityManager manager = factory.createEntityManager()) {
                manager.getTransaction().begin();
                swallowAFailure(manager);

                assertThatThrownBy(() -> manager.getTransaction().commit())
                        .isInstanceOf(RollbackException.class)
                        .hasMessageContaining(NOTHING);
                assertThat(manager.getTransaction().isActive()).isFalse();
            }
            assertThat(database.query("SELECT id FROM Author")).isEmpty();
        }

        @Test
        void reportsADeferredViolationAsTheCauseOfTheRollback() {
            try (EntityManagerFactory factory = factory();
                    EntityManager manager = factory.createEntityManager()) {
                manager.getTransaction().begin();
                Deferred child = new Deferred();
                child.author = manager.getReference(Author.class, 99L);
                manager.persist(child);

                Throwable failure =
                        catchThrowable(() -> manager.getTransaction().commit());
                assertThat(failure).isInstanceOf(RollbackException.class);
                HibernateViolations.violation(failure);
            }
        }
    }
}
