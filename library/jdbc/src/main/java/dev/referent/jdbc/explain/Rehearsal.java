package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.BoundStatement;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.schema.Schemas;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;

/**
 * Explains statements of its own before a process's first explanation, whose clock then starts with most classes loaded: on a busy
 * machine loading them takes longer than an explanation may.
 */
final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** One is explained by the values that it writes, one by those that it deletes, and one by a re-run. */
    private static final List<String> STATEMENTS =
            List.of("INSERT INTO c VALUES (2)", "DELETE FROM p WHERE id = 1", "INSERT INTO c SELECT 2");

    private static boolean over;

    private Rehearsal() {}

    /** Rehearses if that has not been done; another thread's first explanation waits for it. */
    static synchronized void once() {
        if (over) {
            return;
        }
        over = true;
        try (SQLiteConnection connection = JDBC.createConnection("jdbc:sqlite::memory:", new Properties())) {
            Enforcement.execute(connection, "PRAGMA foreign_keys=ON");
            Enforcement.execute(connection, "CREATE TABLE p (id INTEGER PRIMARY KEY)");
            Enforcement.execute(connection, "CREATE TABLE c (p_id INTEGER REFERENCES p)");
            Enforcement.execute(connection, "INSERT INTO p VALUES (1)");
            Enforcement.execute(connection, "INSERT INTO c VALUES (1)");
            for (String sql : STATEMENTS) {
                explain(connection, sql);
            }
        } catch (SQLException e) {
            // then the first explanation loads them itself
        }
    }

    private static void explain(SQLiteConnection connection, String sql) throws SQLException {
        Schemas schemas = new Schemas(connection, new Schemas.SharedSchemas(), () -> false);
        Explainer.Rows rows = new Explainer.Rows(() -> false, () -> false);
        Explainer explainer = new Explainer(connection, PATIENCE, schemas, rows, new TransactionWrites(), () -> false);
        try (BoundStatement statement = new BoundStatement(connection, sql)) {
            explainer.statement(
                    FailedStatement.of(sql, Optional.of(List.of()), 0, () -> statement.run(List.of())), false);
        }
    }
}
