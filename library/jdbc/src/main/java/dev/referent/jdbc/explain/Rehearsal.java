package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.BoundStatement;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConnection;

/**
 * Explains a statement of its own before a process's first explanation of that kind, whose clock then starts with most classes loaded:
 * on a busy machine loading them takes longer than an explanation may.
 */
enum Rehearsal {
    /** Of what is proved by the values that it writes. */
    OF_INSERT("INSERT INTO c VALUES (2)"),
    /** Of what is proved by the rows that it deletes or updates. */
    OF_CHANGE("DELETE FROM p WHERE id = 1"),
    /** Of what has to be re-run. */
    OF_RERUN("INSERT INTO c SELECT 2"),
    /** Of a batch whose rows have to be tried one by one. */
    OF_BATCH("INSERT INTO c SELECT 2");

    /** The length from which a statement may take long to be parsed, or to be compiled. */
    static final int LONG = 100_000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Set<Rehearsal> OVER = EnumSet.noneOf(Rehearsal.class);

    private final String sql;

    Rehearsal(String sql) {
        this.sql = sql;
    }

    /** Returns the one before the explanation of a statement; a long one is not parsed for this, because the clock does not run yet. */
    static Rehearsal of(SqlStatement statement) {
        if (statement.sql().length() > LONG) {
            return OF_RERUN;
        }
        if (statement.plainInsert().isPresent()) {
            return OF_INSERT;
        }
        return statement.plainChange().isPresent() ? OF_CHANGE : OF_RERUN;
    }

    /** Rehearses if that has not been done; another thread's first explanation waits for it. */
    void once() {
        synchronized (OVER) {
            if (OVER.add(this)) {
                rehearse();
            }
        }
    }

    private void rehearse() {
        try (SQLiteConnection connection = JDBC.createConnection("jdbc:sqlite::memory:", new Properties())) {
            Enforcement.execute(connection, "PRAGMA foreign_keys=ON");
            Enforcement.execute(connection, "CREATE TABLE p (id INTEGER PRIMARY KEY)");
            Enforcement.execute(connection, "CREATE TABLE c (p_id INTEGER REFERENCES p)");
            Enforcement.execute(connection, "INSERT INTO p VALUES (1)");
            Enforcement.execute(connection, "INSERT INTO c VALUES (1)");
            explain(connection);
        } catch (SQLException e) {
            // then the first explanation loads them itself
        }
    }

    private void explain(SQLiteConnection connection) throws SQLException {
        Schemas schemas = new Schemas(connection, new Schemas.SharedSchemas(), () -> false);
        Explainer.Rows rows = new Explainer.Rows(() -> false, () -> false);
        Explainer explainer = new Explainer(connection, PATIENCE, schemas, rows, new TransactionWrites(), () -> false);
        try (BoundStatement statement = new BoundStatement(connection, sql)) {
            FailedStatement failed = FailedStatement.of(sql, Optional.of(List.of()), 0, () -> statement.run(List.of()));
            if (this == OF_BATCH) {
                explainer.batch(List.of(failed, failed), OptionalInt.empty(), 0, Optional.of(failed));
            } else {
                explainer.statement(failed, false);
            }
        }
    }
}
