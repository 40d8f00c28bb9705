package dev.referent.jdbc.ontop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.SQLStateClass;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

final class OnTopTest {
    private static final String BOGUS = "INSERT INTO book (author_id) VALUES (?)";
    private static final String RETURNING = BOGUS + " RETURNING id";
    private static final String DEFERRED = "INSERT INTO loan (book_id) VALUES (?)";

    @TempDir
    private Path folder;

    private String url = "";
    private DataSource source;

    @BeforeEach
    void make() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("library.db");
        source = EnforcedDataSource.open(url);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    """
                    CREATE TABLE author (id INTEGER PRIMARY KEY);
                    CREATE TABLE book (id INTEGER PRIMARY KEY,
                        author_id INTEGER CONSTRAINT book_author_fk REFERENCES author);
                    CREATE TABLE loan (book_id INTEGER
                        CONSTRAINT loan_book_fk REFERENCES book DEFERRABLE INITIALLY DEFERRED);
                    INSERT INTO author VALUES (1);
                    """);
        }
    }

    @Nested
    class SpringJdbc {
        @Test
        void translatesToADataIntegrityViolation() {
            JdbcTemplate template = new JdbcTemplate(source);

            Stream.<ThrowingCallable>of(
                            () -> template.update(BOGUS, 99),
                            () -> template.queryForObject(RETURNING, Long.class, 99),
                            () -> template.execute("INSERT INTO book (author_id) VALUES (99)"))
                    .forEach(call -> {
                        Throwable failure = failure(call);
                        assertThat(failure).isInstanceOf(DataIntegrityViolationException.class);
                        assertThat(violations(failure)).containsExactly("book_author_fk [99]");
                    });
        }

        @Test
        void namesEachRowOfABatch() {
            JdbcTemplate template = new JdbcTemplate(source);

            Throwable failure = failure(() -> template.batchUpdate(
                    BOGUS, List.of(new Object[] {1}, new Object[] {98}, new Object[] {1}, new Object[] {99})));

            assertThat(failure).isInstanceOf(DataIntegrityViolationException.class);
            assertThat(violations(failure)).containsExactly("book_author_fk [98] row 1", "book_author_fk [99] row 3");
        }

        @Test
        void rejectsADeferredKeyWhenTheTransactionEnds() {
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));

            Throwable failure = failure(
                    () -> transaction.executeWithoutResult(status -> new JdbcTemplate(source).update(DEFERRED, 99)));

            assertThat(failure).isInstanceOf(DataIntegrityViolationException.class);
            assertThat(violations(failure)).containsExactly("loan_book_fk [99]");
        }
    }

    @Nested
    class Jooq {
        private DSLContext jooq;

        @BeforeEach
        void use() {
            jooq = DSL.using(source, SQLDialect.SQLITE);
        }

        @Test
        void givesTheClassOfTheStateAndTheNameOfTheConstraint() {
            Stream.<ThrowingCallable>of(
                            () -> jooq.execute(BOGUS, 99), () -> jooq.fetch(RETURNING, 99), () -> jooq.insertInto(
                                            DSL.table("book"), DSL.field("author_id"))
                                    .values(99)
                                    .execute())
                    .forEach(call -> {
                        DataAccessException failure = (DataAccessException) failure(call);
                        assertThat(failure.sqlStateClass()).isEqualTo(SQLStateClass.C23_INTEGRITY_CONSTRAINT_VIOLATION);
                        assertThat(failure.sqlState()).isEqualTo("23503");
                        assertThat(violations(failure)).containsExactly("book_author_fk [99]");
                    });
        }

        @Test
        void namesEachRowOfABatch() {
            Throwable failure =
                    failure(() -> jooq.batch(BOGUS).bind(1).bind(98).bind(99).execute());

            assertThat(((DataAccessException) failure).sqlState()).isEqualTo("23503");
            assertThat(violations(failure)).containsExactly("book_author_fk [98] row 1", "book_author_fk [99] row 2");
        }

        @Test
        void rejectsADeferredKeyWhenTheTransactionEnds() {
            Throwable failure = failure(() ->
                    jooq.transaction(configuration -> DSL.using(configuration).execute(DEFERRED, 99)));

            assertThat(((DataAccessException) failure).sqlStateClass())
                    .isEqualTo(SQLStateClass.C23_INTEGRITY_CONSTRAINT_VIOLATION);
            assertThat(violations(failure)).containsExactly("loan_book_fk [99]");
        }
    }

    @Nested
    class AllOrNothing {
        @BeforeEach
        void ask() throws SQLException {
            source = EnforcedDataSource.open(url).allOrNothing();
        }

        @Test
        void isWhatATransactionOfSpringIsThatSwallowsAViolation() {
            JdbcTemplate template = new JdbcTemplate(source);
            TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));

            assertRolledBack(() -> transaction.executeWithoutResult(status -> {
                template.update("INSERT INTO author VALUES (2)");
                failure(() -> template.update(BOGUS, 99));
            }));
        }

        @Test
        void isWhatATransactionOfJooqIsThatSwallowsAViolation() {
            assertRolledBack(() -> DSL.using(source, SQLDialect.SQLITE).transaction(configuration -> {
                configuration.dsl().execute("INSERT INTO author VALUES (2)");
                failure(() -> configuration.dsl().execute(BOGUS, 99));
            }));
        }

        @Test
        void isWhatATransactionOfJdbiIsThatSwallowsAViolation() {
            assertRolledBack(() -> Jdbi.create(source).useTransaction(handle -> {
                handle.execute("INSERT INTO author VALUES (2)");
                failure(() -> handle.execute(BOGUS, 99));
            }));
        }

        private void assertRolledBack(ThrowingCallable transaction) {
            assertThat(failure(transaction)).hasStackTraceContaining("the transaction is rolled back");
            assertThat(new JdbcTemplate(source).queryForList("SELECT id FROM author", Long.class))
                    .containsExactly(1L);
        }
    }

    @Nested
    class WithJdbi {
        private Jdbi jdbi;

        @BeforeEach
        void use() {
            jdbi = Jdbi.create(source);
        }

        @Test
        void hasTheViolationsAsCause() {
            Throwable failure = failure(() -> jdbi.useHandle(handle -> handle.execute(BOGUS, 99)));

            assertThat(failure)
                    .isInstanceOf(UnableToExecuteStatementException.class)
                    .hasMessageContaining("book.author_id = 99 has no matching author.id");
            assertThat(violations(failure)).containsExactly("book_author_fk [99]");
        }

        @Test
        void rejectsAnInsertThatReturns() {
            Throwable failure = failure(() -> jdbi.withHandle(handle ->
                    handle.createQuery(RETURNING).bind(0, 99).mapTo(Long.class).one()));

            assertThat(violations(failure)).containsExactly("book_author_fk [99]");
        }

        @Test
        void namesEachRowOfABatch() {
            Throwable failure = failure(() -> jdbi.useTransaction(
                    handle -> handle.prepareBatch(BOGUS).add(1).add(98).add(99).execute()));

            assertThat(violations(failure)).containsExactly("book_author_fk [98] row 1", "book_author_fk [99] row 2");
        }

        @Test
        void rejectsADeferredKeyWhenTheTransactionEnds() {
            Throwable failure = failure(() -> jdbi.useTransaction(handle -> handle.execute(DEFERRED, 99)));

            assertThat(failure).isInstanceOf(TransactionException.class);
            assertThat(violations(failure)).containsExactly("loan_book_fk [99]");
        }
    }

    @Test
    void hikariHandsOnTheTypedExceptionOnEitherSide() throws SQLException {
        HikariConfig inside = new HikariConfig();
        inside.setJdbcUrl(url);
        HikariConfig outside = new HikariConfig();
        outside.setDataSource(source);
        try (HikariDataSource pool = new HikariDataSource(inside);
                HikariDataSource around = new HikariDataSource(outside)) {
            for (DataSource pooled : List.of(EnforcedDataSource.wrap(pool), around)) {
                try (Connection connection = pooled.getConnection();
                        Statement statement = connection.createStatement()) {
                    Throwable failure =
                            failure(() -> statement.executeUpdate("INSERT INTO book (author_id) VALUES (99)"));

                    assertThat(failure).isInstanceOf(ForeignKeyViolationSQLException.class);
                    assertThat(violations(failure)).containsExactly("book_author_fk [99]");
                    assertThat(connection.isValid(1)).isTrue();
                }
            }
        }
    }

    private static Throwable failure(ThrowingCallable call) {
        return Objects.requireNonNull(catchThrowable(call), "nothing is rejected");
    }

    private static List<String> violations(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(ForeignKeyViolationSQLException.class::isInstance)
                .limit(1)
                .flatMap(cause -> ((ForeignKeyViolationSQLException) cause).violations().stream())
                .map(violation -> violation.foreignKey().name() + " " + violation.key()
                        + (violation.batchIndex().isPresent()
                                ? " row " + violation.batchIndex().getAsInt()
                                : ""))
                .toList();
    }
}
