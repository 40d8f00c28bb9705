package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions of a source that is asked to commit them whole or not at all. */
final class AllOrNothingTest {
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
        connection.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void rollsBackAtCommitAfterAViolation() throws SQLException {
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        violate();

        assertRolledBack(connection::commit);

        Sql.run(connection, "INSERT INTO p VALUES (2)");
        connection.commit();
        assertThat(stored()).isEqualTo("2");
    }

    @Test
    void rollsBackWhenAutoCommitIsSwitchedOnAfterAViolation() throws SQLException {
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        violate();

        assertRolledBack(() -> connection.setAutoCommit(true));

        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(stored()).isNull();
        connection.setAutoCommit(true);
    }

    @Test
    void commitsWhatIsLeftAfterARollbackToBeforeTheRejectedPart() throws SQLException {
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        Savepoint savepoint = connection.setSavepoint();
        Sql.run(connection, "INSERT INTO p VALUES (2)");
        violate();
        connection.rollback(savepoint);
        connection.commit();

        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void isNotDeceivedByARollbackToAfterTheRejectedPart() throws SQLException {
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        violate();
        Savepoint savepoint = connection.setSavepoint("late");
        Sql.run(connection, "INSERT INTO p VALUES (2)");
        connection.rollback(savepoint);

        assertRolledBack(connection::commit);
        assertThat(stored()).isNull();
    }

    @Test
    void isNotDeceivedByTwoSavepointsOfOneName() throws SQLException {
        Savepoint first = connection.setSavepoint("a");
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        violate();
        connection.setSavepoint("a");
        connection.rollback(first); // SQLite goes back to the second one

        assertRolledBack(connection::commit);
        assertThat(stored()).isNull();
    }

    @Test
    void tellsSavepointsApartWhoseNamesHaveSpaces() throws SQLException {
        Savepoint first = connection.setSavepoint("b");
        violate();
        connection.setSavepoint("a b");
        connection.rollback(first);
        Sql.run(connection, "INSERT INTO p VALUES (3)");
        connection.commit();

        assertThat(stored()).isEqualTo("3");
    }

    @Test
    void forgetsAViolationThatWasATransactionOfItsOwn() throws SQLException {
        connection.setAutoCommit(true);
        violate();
        connection.setAutoCommit(false);
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        connection.commit();
        violate();
        connection.rollback();
        Sql.run(connection, "INSERT INTO p VALUES (2)");
        connection.setAutoCommit(true);
        violate();
        connection.setAutoCommit(true);

        assertThat(stored()).isEqualTo("1,2");
    }

    @Test
    void commitsTheRestAsSqliteDoesByDefault() throws SQLException {
        connection.close();
        connection = source.getConnection();
        connection.setAutoCommit(false);
        Sql.run(connection, "INSERT INTO p VALUES (1)");
        violate();
        connection.commit();

        assertThat(stored()).isEqualTo("1");
    }

    @Test
    void mayRepairWhatADeferredKeyRejectsAtCommit() throws SQLException {
        Sql.run(connection, "PRAGMA defer_foreign_keys=ON", "INSERT INTO c VALUES (9)");
        assertThatThrownBy(connection::commit).isInstanceOf(ForeignKeyViolationSQLException.class);
        Sql.run(connection, "INSERT INTO p VALUES (9)");
        connection.commit();

        assertThat(stored()).isEqualTo("9");
    }

    private void violate() {
        assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO c VALUES (99)"))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
    }

    private static void assertRolledBack(ThrowingCallable end) {
        assertThatThrownBy(end)
                .isInstanceOf(ForeignKeyViolationSQLException.class)
                .hasMessage(
                        "the transaction is rolled back, because a statement in it violated a foreign key: c.x = 99 has no"
                                + " matching p.id (foreign key c_fk): FOREIGN KEY constraint failed: c_fk")
                .hasCauseInstanceOf(ForeignKeyViolationSQLException.class);
    }

    private @Nullable String stored() throws SQLException {
        try (Connection other = source.getConnection()) {
            return Sql.read(other, "SELECT group_concat(id) FROM p");
        }
    }
}
