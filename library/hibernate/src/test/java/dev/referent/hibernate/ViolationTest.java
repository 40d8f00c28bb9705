package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referent.hibernate.models.Children;
import dev.referent.hibernate.models.Children.Assigned;
import dev.referent.hibernate.models.Children.Child;
import dev.referent.hibernate.models.Children.Deferred;
import dev.referent.hibernate.models.Library.Author;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A violation is Hibernate's own exception, with the key's name and what was proved, whichever way the write goes. */
final class ViolationTest {
    private static final long BOGUS = 99;

    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @SuppressWarnings("NullAway.Init")
    private SessionFactory factory;

    @BeforeEach
    void storeAParentAndAChild() {
        database = new Sqlite(folder.resolve("children.db"));
        factory = database.open("create", Children.entities());
        factory.inTransaction(session -> {
            Author author = new Author(1);
            session.persist(author);
            session.persist(new Assigned(1, author));
        });
    }

    @AfterEach
    void close() {
        factory.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Assigned", "Identity", "Sequence", "TableId", "Uuid"})
    void atFlushOrPersistWhereverTheIdComesFrom(String kind) throws Exception {
        Child child = Class.forName(Children.class.getName() + "$" + kind)
                .asSubclass(Child.class)
                .getDeclaredConstructor()
                .newInstance();
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            Throwable violation = catchThrowable(() -> {
                child.author = session.getReference(Author.class, BOGUS);
                session.persist(child);
                session.flush();
            });

            assertMissingParent(violation);
            assertThat(session.getTransaction().getRollbackOnly()).isTrue();
        }
    }

    static Stream<Consumer<Session>> statements() {
        return Stream.of(
                session -> session.createMutationQuery("update Assigned set author.id = 99 where id = 1")
                        .executeUpdate(),
                session -> session.createMutationQuery("insert into Assigned (id, author) values (2, :author)")
                        .setParameter("author", session.getReference(Author.class, BOGUS))
                        .executeUpdate(),
                session -> session.createNativeMutationQuery("INSERT INTO Assigned (id, author_id) VALUES (2, 99)")
                        .executeUpdate(),
                session -> session.createNativeQuery(
                                "INSERT INTO Assigned (id, author_id) VALUES (2, 99) RETURNING id", Long.class)
                        .getSingleResult(),
                session -> {
                    Assigned detached = new Assigned(2, session.getReference(Author.class, BOGUS));
                    session.merge(detached);
                    session.flush();
                },
                session -> {
                    session.find(Assigned.class, 1L).author = session.getReference(Author.class, BOGUS);
                    session.flush();
                });
    }

    @ParameterizedTest
    @MethodSource("statements")
    void atAStatement(Consumer<Session> statement) {
        assertMissingParent(catchThrowable(() -> factory.inTransaction(statement)));
    }

    static Stream<Consumer<Session>> deletes() {
        return Stream.of(
                session -> session.createMutationQuery("delete from Author where id = 1")
                        .executeUpdate(),
                session -> session.createNativeMutationQuery("DELETE FROM Author WHERE id = 1")
                        .executeUpdate(),
                session -> {
                    session.remove(session.find(Author.class, 1L));
                    session.flush();
                });
    }

    @ParameterizedTest
    @MethodSource("deletes")
    void atTheDeleteOfAParent(Consumer<Session> delete) {
        assertThat(HibernateViolations.violations(catchThrowable(() -> factory.inTransaction(delete))))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.kind()).isEqualTo(Kind.STILL_REFERENCED);
                    assertThat(violation.key()).isEqualTo(List.of(1L));
                    assertThat(violation.childRows()).isEqualTo(1);
                });
    }

    @Test
    void atCommitThatFlushes() throws SQLException {
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            session.persist(new Assigned(2, session.getReference(Author.class, BOGUS)));

            assertMissingParent(catchThrowable(() -> session.getTransaction().commit()));
        }
        assertThat(database.query("SELECT id FROM Assigned")).containsExactly("1");
    }

    @Test
    void inAStatelessSession() {
        try (StatelessSession session = factory.openStatelessSession()) {
            session.beginTransaction();
            Assigned child = new Assigned(2, new Author(BOGUS));

            assertMissingParent(catchThrowable(() -> session.insert(child)));
            session.getTransaction().rollback();
            session.beginTransaction();
            child.id = 1;
            assertMissingParent(catchThrowable(() -> session.update(child)));
            session.getTransaction().rollback();
            session.beginTransaction();
            Throwable violation = catchThrowable(() -> session.delete(new Author(1)));
            assertThat(HibernateViolations.violations(violation))
                    .extracting(ForeignKeyViolation::kind)
                    .containsExactly(Kind.STILL_REFERENCED);
            session.getTransaction().rollback();
        }
    }

    @Test
    void inABatch() throws SQLException {
        try (SessionFactory batching = database.open(Map.of("hibernate.jdbc.batch_size", "10"), Children.entities())) {
            Throwable violation = catchThrowable(() -> batching.inTransaction(session -> {
                Author good = session.getReference(Author.class, 1L);
                for (long id = 2; id < 8; id++) {
                    session.persist(new Assigned(id, id == 4 ? session.getReference(Author.class, BOGUS) : good));
                }
            }));

            assertMissingParent(violation);
            assertThat(HibernateViolations.violations(violation))
                    .extracting(ForeignKeyViolation::batchIndex)
                    .containsExactly(OptionalInt.of(2));
        }
        assertThat(database.query("SELECT id FROM Assigned")).containsExactly("1");
    }

    @Test
    void ofADeferredKeyAtCommit() throws SQLException {
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            Deferred child = new Deferred();
            child.author = session.getReference(Author.class, BOGUS);
            session.persist(child);
            session.flush();

            Throwable violation = catchThrowable(() -> session.getTransaction().commit());
            assertThat(HibernateViolations.violation(violation).getConstraintName())
                    .isEqualTo("deferred_fk");
            assertThat(HibernateViolations.violations(violation))
                    .extracting(ForeignKeyViolation::key)
                    .containsExactly(List.of(BOGUS));
            assertThat(session.getTransaction().isActive()).isFalse();
        }
        assertThat(database.query("SELECT id FROM DeferredChild")).isEmpty();
        factory.inTransaction(session -> session.persist(new Author(2)));
        assertThat(database.query("SELECT id FROM Author")).containsExactly("1", "2");
    }

    @Test
    void isNotClaimedOfOtherConstraints() {
        assertThatThrownBy(() -> factory.inTransaction(
                        session -> session.createNativeMutationQuery("INSERT INTO Author VALUES (1, 'again')")
                                .executeUpdate()))
                .isInstanceOf(org.hibernate.HibernateException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).contains("PRIMARYKEY"));
    }

    private static void assertMissingParent(Throwable failure) {
        assertThat(HibernateViolations.violations(failure)).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(ForeignKeyViolation.Kind.MISSING_PARENT);
            assertThat(violation.foreignKey().name()).isEqualTo("child_author_fk");
            assertThat(violation.key()).isEqualTo(List.of(BOGUS));
        });
        assertThat(HibernateViolations.violation(failure).getConstraintName()).isEqualTo("child_author_fk");
    }
}
