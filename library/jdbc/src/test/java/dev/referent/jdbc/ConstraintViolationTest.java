package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jooq.SQLDialect;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** UNIQUE, PRIMARY KEY, NOT NULL and CHECK: the driver's exception, with a state and names. */
final class ConstraintViolationTest {
    private static final String[] SCHEMA = {
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE, b INT, c INT,"
                + " CONSTRAINT b_positive CHECK (b > 0), CHECK (c <> 5), UNIQUE (b, c))",
        "CREATE TABLE w (k TEXT PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE n (name TEXT)",
        "CREATE UNIQUE INDEX by_lower ON n (lower(name))",
        "INSERT INTO t VALUES (1, 'x', 1, 1)",
        "INSERT INTO w VALUES ('k')",
        "INSERT INTO n VALUES ('k')",
    };

    private static final String DUPLICATE = "INSERT INTO t VALUES (1, 'y', 2, 2)";

    @TempDir
    private Path folder;

    private EnforcedDataSource source;
    private Connection enforced;
    private Connection bare;

    @BeforeEach
    void open() throws SQLException {
        source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("enforced.db"));
        enforced = source.getConnection();
        bare = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"));
        Sql.run(enforced, SCHEMA);
        Sql.run(bare, SCHEMA);
    }

    @AfterEach
    void close() throws SQLException {
        enforced.close();
        bare.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    INSERT INTO t VALUES (1, 'y', 2, 2)              | 23505 | [t.id]     | ""
                    INSERT INTO t VALUES (2, 'x', 2, 2)              | 23505 | [t.a]      | ""
                    INSERT INTO t VALUES (2, 'y', 1, 1)              | 23505 | [t.b, t.c] | ""
                    INSERT INTO n VALUES ('K')                       | 23505 | []         | by_lower
                    INSERT INTO w VALUES ('k')                       | 23505 | [w.k]      | ""
                    INSERT INTO t VALUES (2, NULL, 2, 2)             | 23502 | [t.a]      | ""
                    INSERT INTO t VALUES (2, 'y', -1, 2)             | 23514 | []         | b_positive
                    INSERT INTO t VALUES (2, 'y', 2, 5)              | 23514 | []         | c <> 5
                    UPDATE t SET b = 0                               | 23514 | []         | b_positive
                    INSERT INTO t VALUES (1, 'y', 2, 2) RETURNING id | 23505 | [t.id]     | ""
                    """)
    void isTheDriversExceptionWithAStateAndNames(String sql, String state, String columns, String constraint)
            throws SQLException {
        try (PreparedStatement onDriver = bare.prepareStatement(sql);
                PreparedStatement statement = enforced.prepareStatement(sql)) {
            SQLiteException theirs = catchThrowableOfType(SQLiteException.class, onDriver::execute);
            ConstraintViolationSQLException ours =
                    catchThrowableOfType(ConstraintViolationSQLException.class, statement::execute);

            assertThat(ours.getSQLState()).isEqualTo(state);
            assertThat(ours.columns()).hasToString(columns);
            assertThat(ours.constraint().orElse("")).isEqualTo(constraint);
            assertThat(ours.getMessage()).isEqualTo(theirs.getMessage());
            assertThat(ours.getResultCode()).isEqualTo(theirs.getResultCode());
            assertThat(ours.getErrorCode()).isEqualTo(theirs.getErrorCode());
            assertThat(ours.getCause()).isEqualTo(theirs.getCause());
            assertThat(ours.getStackTrace()[0]).isEqualTo(theirs.getStackTrace()[0]);
        }
    }

    @Test
    void isTheDriversInABatchOfStrings() throws SQLException {
        BatchUpdateException theirs = batchOfStrings(bare);
        BatchUpdateException ours = batchOfStrings(enforced);

        assertThat(ours.getSQLState()).isEqualTo("23505");
        assertThat(ours.getMessage()).isEqualTo(theirs.getMessage());
        assertThat(ours.getErrorCode()).isEqualTo(theirs.getErrorCode());
        assertThat(ours.getUpdateCounts()).isEqualTo(theirs.getUpdateCounts());
        assertThat(ours.getCause()).isInstanceOf(ConstraintViolationSQLException.class);
        assertThat(ours.getNextException() == null).isEqualTo(theirs.getNextException() == null);
    }

    private static BatchUpdateException batchOfStrings(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO t VALUES (7, 'z', 7, 7)");
            statement.addBatch(DUPLICATE);
            return catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
        }
    }

    @Test
    void isTheDriversInABatchOfRows() throws SQLException {
        try (PreparedStatement insert = enforced.prepareStatement("INSERT INTO w VALUES (?)")) {
            for (String key : List.of("a", "k")) {
                insert.setString(1, key);
                insert.addBatch();
            }

            assertThatThrownBy(insert::executeBatch)
                    .isInstanceOfSatisfying(SQLiteException.class, e -> assertThat(e.getResultCode())
                            .isEqualTo(SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY))
                    .isInstanceOfSatisfying(ConstraintViolationSQLException.class, e -> assertThat(e.columns())
                            .containsExactly("w.k"));
        }
        assertThat(Sql.read(enforced, "SELECT count(*) FROM w")).isEqualTo("2");
    }

    @Test
    void leavesAFailureOfATriggerAndOfATypeAlone() throws SQLException {
        Sql.run(
                enforced,
                "CREATE TRIGGER no BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: t.a'); END",
                "CREATE TABLE s (x INT) STRICT");

        for (String sql : List.of("DELETE FROM t", "INSERT INTO s VALUES ('a')")) {
            assertThatThrownBy(() -> Sql.run(enforced, sql))
                    .isExactlyInstanceOf(SQLiteException.class)
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isNull();
        }
    }

    @Nested
    class OnTop {
        @Test
        void isSpringsDuplicateKeyException() {
            JdbcTemplate template = new JdbcTemplate(source);

            assertThatThrownBy(() -> template.update(DUPLICATE)).isInstanceOf(DuplicateKeyException.class);
            assertThatThrownBy(() -> template.batchUpdate(DUPLICATE)).isInstanceOf(DuplicateKeyException.class);
            assertThatThrownBy(() -> template.batchUpdate(
                            "INSERT INTO w VALUES (?)", List.of(new Object[] {"a"}, new Object[] {"k"})))
                    .isInstanceOf(DuplicateKeyException.class);
            assertThatThrownBy(() -> template.update("INSERT INTO t VALUES (2, NULL, 2, 2)"))
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .isNotInstanceOf(DuplicateKeyException.class);
        }

        @Test
        void isJooqsIntegrityConstraintViolation() {
            assertThatThrownBy(() -> DSL.using(source, SQLDialect.SQLITE).execute(DUPLICATE))
                    .isInstanceOf(IntegrityConstraintViolationException.class)
                    .hasCauseInstanceOf(ConstraintViolationSQLException.class);
        }

        @Test
        void isTheCauseOfJdbis() {
            assertThatThrownBy(() -> Jdbi.create(source).useHandle(handle -> handle.execute(DUPLICATE)))
                    .hasCauseInstanceOf(ConstraintViolationSQLException.class);
        }
    }
}
