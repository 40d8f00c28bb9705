package dev.referent.mybatis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.mybatis.Library.NumberedBook;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What sessions of any mappers say and store when a foreign key rejects a write. */
final class SessionTest {
    @TempDir
    private Path folder;

    private Library library = new Library("");

    @BeforeEach
    void make() throws SQLException {
        library = Library.in(folder);
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutorType.class,
            names = {"SIMPLE", "REUSE"})
    void isRejectedAtTheCall(ExecutorType type) {
        try (SqlSession session = factory().openSession(type)) {
            assertThat(violations(session, it -> mapper(it).addBook(99)))
                    .containsExactly("MISSING_PARENT book_author_fk [99] -");
        }
    }

    static Stream<Arguments> kindsOfStatement() {
        return Stream.of(
                kind("MISSING_PARENT book_author_fk [99] -", mapper -> mapper.addBooks(List.of(1L, 99L))),
                kind("MISSING_PARENT book_author_fk [99] -", mapper -> mapper.addNumbered(new NumberedBook(99))),
                kind("MISSING_PARENT book_author_fk [99] -", mapper -> mapper.attributeAllTo(99)),
                kind("STILL_REFERENCED book_author_fk [1] -", mapper -> mapper.removeAuthor(1)));
    }

    private static Arguments kind(String violation, Consumer<Library.Mapper> write) {
        return Arguments.of(violation, write);
    }

    @ParameterizedTest
    @MethodSource("kindsOfStatement")
    void isRejectedWhateverTheStatement(String violation, Consumer<Library.Mapper> write) {
        for (ExecutorType type : List.of(ExecutorType.SIMPLE, ExecutorType.REUSE)) {
            try (SqlSession session = factory().openSession(type)) {
                mapper(session).addBook(1);
                assertThat(violations(session, it -> write.accept(mapper(it))))
                        .as(type.name())
                        .containsExactly(violation);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kindsOfStatement")
    void isRejectedWhateverTheStatementOfABatch(String violation, Consumer<Library.Mapper> write) {
        try (SqlSession session = factory().openSession(ExecutorType.BATCH)) {
            mapper(session).addBook(1);
            session.flushStatements();
            write.accept(mapper(session));

            assertThat(violations(session, SqlSession::flushStatements)).containsExactly(violation.replace("-", "0"));
        }
    }

    @ParameterizedTest
    @EnumSource(ExecutorType.class)
    void isRejectedAtTheCallOfASelectReturning(ExecutorType type) {
        try (SqlSession session = factory().openSession(type)) {
            assertThat(violations(session, it -> mapper(it).addBookReturning(99)))
                    .containsExactly("MISSING_PARENT book_author_fk [99] -");
        }
    }

    @ParameterizedTest
    @EnumSource(ExecutorType.class)
    void isRejectedAtCommitForADeferredKey(ExecutorType type) throws SQLException {
        try (SqlSession session = factory().openSession(type)) {
            mapper(session).addLoan(99);

            assertThat(violations(session, SqlSession::commit)).containsExactly("MISSING_PARENT loan_book_fk [99] -");
        }
        assertThat(library.stored()).isEqualTo("1 0 0");
    }

    @ParameterizedTest
    @EnumSource(ExecutorType.class)
    void isRejectedForADeferredKeyAndSelectReturningWhenEachStatementIsCommitted(ExecutorType type)
            throws SQLException {
        try (SqlSession session = factory().openSession(type, true)) {
            assertThat(violations(session, it -> mapper(it).addLoanReturning(99)))
                    .containsExactly("MISSING_PARENT loan_book_fk [99] -");
        }
        assertThat(library.stored()).isEqualTo("1 0 0");
    }

    static Stream<Consumer<SqlSession>> endsOfABatch() {
        return Stream.of(SqlSession::flushStatements, SqlSession::commit, session -> mapper(session)
                .authors());
    }

    @ParameterizedTest
    @MethodSource("endsOfABatch")
    void namesTheStatementAndEachRowOfABatch(Consumer<SqlSession> end) throws SQLException {
        try (SqlSession session = factory().openSession(ExecutorType.BATCH)) {
            mapper(session).addAuthor(2);
            mapper(session).addBook(2);
            mapper(session).addBook(98);
            mapper(session).addBook(1);
            mapper(session).addBook(99);

            PersistenceException violation = violation(session, end);

            assertThat(violation)
                    .hasMessageContaining("dev.referent.mybatis.Library$Mapper.addBook")
                    .hasMessageContaining("book.author_id = 98 has no matching author.id");
            assertThat(violations(violation))
                    .containsExactly("MISSING_PARENT book_author_fk [98] 1", "MISSING_PARENT book_author_fk [99] 3");
        }
        assertThat(library.stored()).isEqualTo("1 0 0");
    }

    @Nested
    class CommitAfterAViolation {
        @ParameterizedTest
        @EnumSource(ExecutorType.class)
        void rollsBackAndSaysWhy(ExecutorType type) throws SQLException {
            try (SqlSession session = factory().openSession(type)) {
                writeAndSwallow(session);

                assertThat(violation(session, SqlSession::commit))
                        .hasStackTraceContaining(
                                "the transaction is rolled back, because a statement in it violated a foreign key:"
                                        + " book.author_id = 99 has no matching author.id");
                mapper(session).addAuthor(7);
                session.commit();
            }
            assertThat(library.stored()).as("only what came afterwards").isEqualTo("2 0 0");
        }

        @ParameterizedTest
        @EnumSource(ExecutorType.class)
        void storesHalfWhereThatIsAskedFor(ExecutorType type) throws SQLException {
            try (SqlSession session = factory("allOrNothing", "false").openSession(type)) {
                writeAndSwallow(session);
                session.commit();
            }
            assertThat(library.stored()).isEqualTo("2 0 0");
        }

        @Test
        void isPossibleAfterARollback() throws SQLException {
            try (SqlSession session = factory().openSession()) {
                writeAndSwallow(session);
                session.rollback();
                mapper(session).addAuthor(3);
                mapper(session).addAuthor(4);
                session.commit();
            }
            assertThat(library.stored()).isEqualTo("3 0 0");
        }

        private void writeAndSwallow(SqlSession session) {
            mapper(session).addAuthor(2);
            violation(session, it -> {
                mapper(it).addBook(99);
                it.flushStatements();
            });
        }
    }

    @Nested
    class OfWhichMyBatisThinksThatItHasNotWritten {
        @Test
        void storesHalfNeitherByCommitNorByClose() throws SQLException {
            try (SqlSession session = factory().openSession()) {
                mapper(session).addBookReturning(1);
                assertThatThrownBy(() -> mapper(session).addBookReturning(99)).isInstanceOf(PersistenceException.class);
                session.commit();
            }
            assertThat(library.stored()).isEqualTo("1 0 0");
        }

        @Test
        void saysSoAtCommitWithThePlugin() throws SQLException {
            try (SqlSession session = withPlugin().openSession()) {
                mapper(session).addBookReturning(1);
                assertThatThrownBy(() -> mapper(session).addBookReturning(99)).isInstanceOf(PersistenceException.class);
                assertThat(violations(session, SqlSession::commit))
                        .containsExactly("MISSING_PARENT book_author_fk [99] -");
            }
            assertThat(library.stored()).isEqualTo("1 0 0");
        }

        @Test
        void rejectsADeferredKeyAtCommitWithThePlugin() throws SQLException {
            try (SqlSession session = withPlugin().openSession()) {
                mapper(session).addLoanReturning(99);
                assertThat(violations(session, SqlSession::commit))
                        .containsExactly("MISSING_PARENT loan_book_fk [99] -");
            }
            assertThat(library.stored()).isEqualTo("1 0 0");
        }

        @Test
        void isRolledBackByCloseOnlyWithThePlugin() throws SQLException {
            try (SqlSession session = withPlugin().openSession()) {
                mapper(session).addBookReturning(1);
            }
            assertThat(library.stored()).isEqualTo("1 0 0");

            try (SqlSession session = factory().openSession()) {
                mapper(session).addBookReturning(1);
            }
            assertThat(library.stored()).isEqualTo("1 1 0");
        }

        private SqlSessionFactory withPlugin() {
            Configuration configuration = Library.configuration(new JdbcTransactionFactory(), library.source());
            configuration.addInterceptor(new CommitOrRollback());
            return new SqlSessionFactoryBuilder().build(configuration);
        }
    }

    private SqlSessionFactory factory(String... properties) {
        return new SqlSessionFactoryBuilder()
                .build(Library.configuration(new JdbcTransactionFactory(), library.source(properties)));
    }

    private static Library.Mapper mapper(SqlSession session) {
        return session.getMapper(Library.Mapper.class);
    }

    private static PersistenceException violation(SqlSession session, Consumer<SqlSession> work) {
        return Objects.requireNonNull(
                catchThrowableOfType(PersistenceException.class, () -> work.accept(session)), "nothing is rejected");
    }

    private static List<String> violations(SqlSession session, Consumer<SqlSession> work) {
        return violations(violation(session, work));
    }

    static List<String> violations(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(ForeignKeyViolationSQLException.class::isInstance)
                .limit(1)
                .flatMap(cause -> ((ForeignKeyViolationSQLException) cause).violations().stream())
                .map(SessionTest::text)
                .toList();
    }

    private static String text(ForeignKeyViolation violation) {
        String row = violation.batchIndex().isPresent()
                ? Integer.toString(violation.batchIndex().getAsInt())
                : "-";
        return violation.kind() + " " + violation.foreignKey().name() + " " + violation.key() + " " + row;
    }
}
