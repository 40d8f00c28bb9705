package dev.referent.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** Asking whether a transaction is open changes nothing and is noticed by nobody. */
final class OpenTransactionTest {
    @TempDir
    private Path folder;

    private SQLiteConnection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = (SQLiteConnection) DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("x.db"));
        Sql.run(connection, "CREATE TABLE p (id INTEGER PRIMARY KEY)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "BEGIN IMMEDIATE", "SAVEPOINT a", "BEGIN; INSERT INTO p VALUES (1)"})
    void isTrueInATransaction(String begin) throws SQLException {
        assertThat(OpenTransaction.in(connection)).isFalse();
        Sql.run(connection, begin);
        assertThat(OpenTransaction.in(connection)).isTrue();
        Sql.run(connection, "ROLLBACK");
        assertThat(OpenTransaction.in(connection)).isFalse();
    }

    @Test
    void isTrueWithAutoCommitOff() throws SQLException {
        connection.setAutoCommit(false);
        assertThat(OpenTransaction.in(connection)).isTrue();
        Sql.run(connection, "COMMIT");
        assertThat(OpenTransaction.in(connection)).isFalse();
    }

    @Test
    void isTrueInATransactionThatReads() throws SQLException {
        try (Connection other = DriverManager.getConnection(connection.getUrl())) {
            Sql.run(connection, "PRAGMA journal_mode=WAL", "BEGIN");
            Sql.read(connection, "SELECT * FROM p");
            Sql.run(other, "INSERT INTO p VALUES (1)");
            assertThat(OpenTransaction.in(connection)).isTrue();
            assertThat(Sql.read(connection, "SELECT count(*) FROM p")).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void keepsSynchronous(int level) throws SQLException {
        Sql.run(connection, "PRAGMA synchronous=" + level, "PRAGMA journal_mode=WAL");
        OpenTransaction.in(connection);
        assertThat(Sql.read(connection, "PRAGMA synchronous")).isEqualTo(String.valueOf(level));
        assertThat(Sql.read(connection, "PRAGMA journal_mode")).isEqualTo("wal");
    }

    @Test
    void isReportedToNoListener() throws SQLException {
        List<String> reported = new ArrayList<>();
        connection.addCommitListener(new SQLiteCommitListener() {
            @Override
            public void onCommit() {
                reported.add("commit");
            }

            @Override
            public void onRollback() {
                reported.add("rollback");
            }
        });
        OpenTransaction.in(connection);
        Sql.run(connection, "BEGIN");
        OpenTransaction.in(connection);

        assertThat(reported).isEmpty();
    }

    /** It is the first that SQLite does to a file that is new: a checkpoint reads it then. */
    @Test
    void beginsNoSnapshotOfANewFile() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("new.db") + "?journal_mode=WAL";
        try (SQLiteConnection asked = (SQLiteConnection) DriverManager.getConnection(url);
                Connection other = DriverManager.getConnection(url)) {
            asked.setAutoCommit(false);
            Sql.run(asked, "PRAGMA defer_foreign_keys=ON");

            assertThat(OpenTransaction.isEmpty(asked)).isTrue();
            assertThat(OpenTransaction.isEmpty(asked)).isTrue();

            assertThat(Sql.read(asked, "PRAGMA defer_foreign_keys")).isEqualTo("1");
            Sql.run(other, "CREATE TABLE p (id INTEGER PRIMARY KEY)");
            Sql.run(asked, "INSERT INTO p VALUES (1)");
            assertThat(OpenTransaction.isEmpty(asked)).isFalse();
            asked.commit();
        }
    }

    @Test
    void leavesUnfinishedStatementsAlone() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("INSERT INTO p VALUES (1), (2) RETURNING id")) {
            assertThat(rows.next()).isTrue();
            assertThat(OpenTransaction.in(connection)).isFalse();
            assertThat(rows.next()).isTrue();
            assertThat(rows.next()).isFalse();
        }
        assertThat(Sql.read(connection, "SELECT count(*) FROM p")).isEqualTo("2");
    }
}
