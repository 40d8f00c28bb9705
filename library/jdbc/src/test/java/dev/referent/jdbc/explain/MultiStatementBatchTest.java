package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch whose strings hold several statements: the driver executes the first of each, and an explanation re-runs no other. */
final class MultiStatementBatchTest {
    private static final String MISSING = ": c.pid = 9 has no matching p.id (foreign key c_fk)";

    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE c (pid INT CONSTRAINT c_fk REFERENCES p)",
                "INSERT INTO p VALUES (1)");
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "ROLLBACK", "DROP TABLE c", "PRAGMA foreign_keys=OFF"})
    void neitherEndsATransactionNorStoresARow(String behind) throws SQLException {
        databases.both(connection -> connection.setAutoCommit(false));
        databases.run("INSERT INTO p VALUES (2)");

        BatchUpdateException violation =
                databases.batchViolation(batch("INSERT INTO c VALUES (9)", "INSERT INTO c VALUES (1); " + behind));

        assertThat(PairedDatabases.rows(violation)).containsExactly("0" + MISSING);
        databases.both(connection -> {
            connection.rollback();
            assertThat(Sql.read(connection, "SELECT group_concat(id) FROM p")).isEqualTo("1");
            assertThat(Sql.read(connection, "SELECT count(*) FROM c")).isEqualTo("0");
        });
    }

    @Test
    void namesNoRowForAStatementThatIsNotExecuted() throws SQLException {
        BatchUpdateException violation = databases.batchViolation(
                batch("INSERT INTO c VALUES (9);", "INSERT INTO c VALUES (1); INSERT INTO c VALUES (8)"));

        assertThat(PairedDatabases.rows(violation)).containsExactly("0" + MISSING);
    }

    private static PairedDatabases.Use batch(String... strings) {
        return connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String string : strings) {
                    statement.addBatch(string);
                }
                statement.executeBatch();
            }
        };
    }
}
