package dev.referent.jdbc.unenforced;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.BulkScope;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.Sql;
import dev.referent.jdbc.driver.Interruption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

final class InterruptedScopeTest {
    @Test
    void enforcesAgainWhereverItIsInterrupted(@TempDir Path folder) throws SQLException {
        try (Connection connection =
                EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db")).getConnection()) {
            Sql.run(connection, "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p)");
            SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
            int interruptions = 0;
            while (isInterrupted(connection, sqlite, interruptions)) {
                interruptions++;
                assertThat(Sql.read(connection, "PRAGMA foreign_keys"))
                        .as("interruption %d", interruptions)
                        .isEqualTo("1");
            }
            assertThat(interruptions).isGreaterThan(10);
            assertThat(Sql.read(connection, "SELECT count(*) FROM p")).isEqualTo("1");
        }
    }

    /** The driver's statement that has the generated key is still running, so that SQLite keeps the interrupt. */
    @Test
    void isNotInterruptedByACancelThatMeetsItsCommit(@TempDir Path folder) throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db"));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE p (id INTEGER PRIMARY KEY)");
            connection.unwrap(SQLiteConnection.class).addCommitListener(cancelling(statement));
            BulkScope.run(connection, bulk -> statement.executeUpdate("INSERT INTO p VALUES (1)"));

            assertThat(Sql.read(connection, "SELECT id FROM p")).isEqualTo("1");
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        }
    }

    private static SQLiteCommitListener cancelling(Statement statement) {
        return new SQLiteCommitListener() {
            @Override
            public void onCommit() {
                try {
                    statement.cancel();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void onRollback() {}
        };
    }

    private static boolean isInterrupted(Connection connection, SQLiteConnection sqlite, int after)
            throws SQLException {
        ProgressHandler.setHandler(sqlite, 1, new Interruption(after));
        try {
            BulkScope.run(connection, bulk -> Sql.run(bulk, "INSERT INTO p VALUES (1)"));
            return false;
        } catch (SQLException e) {
            ProgressHandler.clearHandler(sqlite);
            // SQLite asks the handler once more when the COMMIT is done
            return "0".equals(Sql.read(connection, "SELECT count(*) FROM p"));
        } finally {
            ProgressHandler.clearHandler(sqlite);
        }
    }
}
