package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions that are to be committed whole or not at all, and that SQL text begins or ends. */
final class AllOrNothingBySqlTest {
    @TempDir
    private Path folder;

    private EnforcedDataSource source;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db"));
        connection = source.allOrNothing().getConnection();
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (x INT CONSTRAINT c_fk REFERENCES p)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @CsvSource({
        "BEGIN,COMMIT",
        "\uFEFFBEGIN,\uFEFFCOMMIT",
        "BEGIN IMMEDIATE,/* the */ end transaction",
        "SAVEPOINT a,RELEASE a",
        "'SAVEPOINT \"A b\"',release savepoint [a B]",
        "BEGIN,INSERT INTO p VALUES (2); COMMIT; INSERT INTO p VALUES (3)",
        "BEGIN,DROP TRIGGER IF EXISTS t; COMMIT",
        "BEGIN,CREATE TABLE trigger (trigger); INSERT INTO trigger (trigger) VALUES (1); COMMIT",
        "BEGIN,CREATE TEMP TRIGGER t AFTER INSERT ON p BEGIN SELECT 1; END; COMMIT"
    })
    void isRolledBackAfterAViolation(String begin, String end) throws SQLException {
        Sql.run(connection, begin, "INSERT INTO p VALUES (1)");
        violate();

        assertRolledBack(() -> Sql.run(connection, end));

        assertThat(stored()).isNull();
        Sql.run(connection, "BEGIN", "INSERT INTO p VALUES (4)", "COMMIT");
        assertThat(stored()).isEqualTo("4");
    }

    @Test
    void isRolledBackWhereTheDriverBeganIt() throws SQLException {
        connection.setAutoCommit(false);
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        violate();

        assertRolledBack(() -> Sql.run(connection, "COMMIT"));

        Sql.run(connection, "INSERT INTO p VALUES (2)");
        connection.commit();
        assertThat(stored()).isEqualTo("2");
    }

    @Test
    void isRolledBackByAPreparedCommit() throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement("BEGIN");
                PreparedStatement commit = connection.prepareStatement("COMMIT")) {
            begin.execute();
            Sql.run(connection, "INSERT INTO p VALUES (1)");
            violate();

            assertRolledBack(commit::execute);
            begin.execute();
            Sql.run(connection, "INSERT INTO p VALUES (2)");
            commit.execute();
        }
        assertThat(stored()).isEqualTo("2");
    }

    @Test
    void isRolledBackByACommitInABatch() throws SQLException {
        Sql.run(connection, "BEGIN");
        violate();
        try (Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO p VALUES (1)");
            statement.addBatch("COMMIT");

            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .hasMessageStartingWith("the transaction is rolled back")
                    .hasCauseInstanceOf(ForeignKeyViolationSQLException.class);
        }
        assertThat(stored()).isNull();
    }

    @Test
    void isRolledBackByTheReleaseOfASavepointThatBeganIt() throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        violate();

        assertRolledBack(() -> connection.releaseSavepoint(savepoint));

        assertThat(stored()).isNull();
    }

    /** The driver leaves autoCommit off when a savepoint that it began a transaction with is released. */
    @Test
    void isRolledBackByTheReleaseOfALaterSavepointThatBeganIt() throws SQLException {
        connection.releaseSavepoint(connection.setSavepoint());
        Savepoint savepoint = connection.setSavepoint();
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        violate();

        assertRolledBack(() -> connection.releaseSavepoint(savepoint));

        assertThat(stored()).isNull();
    }

    @Test
    void isRolledBackByTheReleaseOfASavepointThatAPreparedBatchSet() throws SQLException {
        try (PreparedStatement savepoint = connection.prepareStatement("SAVEPOINT a")) {
            savepoint.addBatch();
            savepoint.executeBatch();
        }
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        violate();

        assertRolledBack(() -> Sql.run(connection, "RELEASE a"));

        assertThat(stored()).isNull();
    }

    @Test
    void isCommittedAfterTheReleaseOfOneOfTwoSavepointsThatAPreparedBatchSet() throws SQLException {
        try (PreparedStatement savepoint = connection.prepareStatement("SAVEPOINT a")) {
            savepoint.addBatch();
            savepoint.addBatch();
            savepoint.executeBatch();
        }
        Sql.run(
                connection,
                "INSERT INTO p VALUES (1)",
                "RELEASE a",
                "ROLLBACK TO a",
                "INSERT INTO p VALUES (2)",
                "RELEASE a");

        assertThat(stored()).isEqualTo("2");
    }

    @Test
    void isRolledBackWhereSqlReleasesASavepointOfJdbc() throws SQLException {
        connection.setSavepoint("Start");
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        violate();

        assertRolledBack(() -> Sql.run(connection, "RELEASE start"));

        assertThat(stored()).isNull();
    }

    @Test
    void isNotForgottenByARollbackToASavepointOfAnEarlierTransaction() throws SQLException {
        connection.setSavepoint("a");
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        connection.commit();
        Sql.run(connection, "INSERT INTO p VALUES (2)");
        violate();
        assertThatThrownBy(() -> Sql.run(connection, "ROLLBACK TO a")).hasMessageContaining("no such savepoint");

        assertRolledBack(connection::commit);
    }

    @Test
    void isNotForgottenByASavepointWithinIt() throws SQLException {
        Sql.run(connection, "BEGIN", "INSERT INTO p VALUES (1)");
        violate();
        connection.releaseSavepoint(connection.setSavepoint());

        assertRolledBack(() -> Sql.run(connection, "COMMIT"));
        assertThat(stored()).isNull();
    }

    @Test
    void goesOnAfterTheReleaseOfASavepointWithinIt() throws SQLException {
        Sql.run(connection, "SAVEPOINT a", "INSERT INTO p VALUES (1)", "SAVEPOINT b", "SAVEPOINT a");
        violate();
        Sql.run(connection, "RELEASE a", "RELEASE b", "INSERT INTO p VALUES (2)");

        assertRolledBack(() -> Sql.run(connection, "RELEASE a"));
        assertThat(stored()).isNull();

        Sql.run(connection, "BEGIN", "SAVEPOINT a");
        violate();
        Sql.run(connection, "RELEASE a");
        assertRolledBack(() -> Sql.run(connection, "COMMIT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROLLBACK", "rollback transaction; SELECT 1"})
    void isForgottenByARollback(String rollback) throws SQLException {
        Sql.run(connection, "BEGIN");
        violate();
        Sql.run(connection, rollback, "BEGIN", "INSERT INTO p VALUES (1)", "COMMIT");

        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void isForgottenByARollbackOfAPreparedBatch() throws SQLException {
        Sql.run(connection, "BEGIN", "INSERT INTO p VALUES (1)", "SAVEPOINT a");
        violate();
        try (PreparedStatement rollback = connection.prepareStatement("ROLLBACK TO a")) {
            rollback.addBatch();
            rollback.executeBatch();
        }

        Sql.run(connection, "COMMIT");

        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void isNotRolledBackForAViolationBeforeItBegan() throws SQLException {
        violate();
        Sql.run(connection, "BEGIN", "INSERT INTO p VALUES (1)", "COMMIT");
        violate();
        Sql.run(connection, "SAVEPOINT a", "INSERT INTO p VALUES (2)", "RELEASE a");
        violate();
        Savepoint savepoint = connection.setSavepoint();
        Sql.run(connection, "INSERT INTO p VALUES (3)");
        connection.releaseSavepoint(savepoint);

        assertThat(stored()).isEqualTo("1,2,3");
    }

    @Test
    void saysOfACommitWithoutATransactionWhatSqliteSays() {
        violate();

        assertThatThrownBy(() -> Sql.run(connection, "COMMIT")).hasMessageContaining("no transaction is active");
    }

    @Test
    void isNotEndedByWhatOnlyLooksLikeACommit() throws SQLException {
        Sql.run(connection, "BEGIN");
        violate();
        Sql.run(
                connection,
                "INSERT INTO p VALUES (1) /* ; COMMIT */",
                "CREATE TRIGGER t AFTER INSERT ON p BEGIN SELECT 1; END",
                "EXPLAIN COMMIT",
                "EXPLAIN CREATE TRIGGER u AFTER INSERT ON p BEGIN SELECT 1; END");
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO p VALUES (2); COMMIT");
        }

        assertThat(Sql.read(connection, "SELECT count(*) FROM p")).isEqualTo("2");
        assertRolledBack(() -> Sql.run(connection, "COMMIT"));
    }

    private void violate() {
        assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO c VALUES (99)"))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
    }

    private static void assertRolledBack(ThrowingCallable end) {
        assertThatThrownBy(end)
                .isInstanceOf(ForeignKeyViolationSQLException.class)
                .hasMessageStartingWith(
                        "the transaction is rolled back, because a statement in it violated a foreign key: c.x = 99");
    }

    private @Nullable String stored() throws SQLException {
        try (Connection other = source.getConnection()) {
            return Sql.read(other, "SELECT group_concat(id) FROM p");
        }
    }
}
