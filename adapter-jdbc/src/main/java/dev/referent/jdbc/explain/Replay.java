package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.ForeignKeyFailure;
import dev.referent.jdbc.driver.Scope;
import dev.referent.jdbc.driver.TimeLimit;
import dev.referent.jdbc.driver.WrittenRows;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * Runs a refused statement once more, lets somebody look, and undoes it.
 *
 * <p>A second run that is a transaction of its own is interrupted when the time is over. Inside a transaction SQLite answers
 * the interrupt of a write by rolling back all of it, so there the run is only begun if the refused one was short enough.
 */
final class Replay {
    /** Looks at the database while the statement's effects are there. */
    @FunctionalInterface
    interface Look<T> {
        /** Returns what there is to see. */
        T at(WrittenRows rows) throws SQLException;
    }

    private final SQLiteConnection connection;
    private final Rerun rerun;
    private final boolean alone;
    private final TimeLimit limit;

    /**
     * Prepares a second run.
     *
     * @param alone whether the statement is a transaction of its own
     */
    Replay(SQLiteConnection connection, Rerun rerun, boolean alone, TimeLimit limit) {
        this.connection = connection;
        this.rerun = rerun;
        this.alone = alone;
        this.limit = limit;
    }

    /**
     * Runs the statement with its foreign keys deferred, so that it comes through, and returns what the look saw.
     *
     * @throws SQLException if the statement is refused again, for another reason than a foreign key
     */
    <T> T look(Look<T> look) throws SQLException {
        return Scope.undone(connection, () -> {
            Enforcement.execute(connection, "PRAGMA defer_foreign_keys=ON");
            WrittenRows rows = new WrittenRows();
            run(rows);
            return limit.interrupting(() -> look.at(rows));
        });
    }

    /** Does the same for a statement that only adds rows; empty if it cannot be told which, and nothing was looked at. */
    <T> Optional<T> look(AddedRows added, Look<T> look) throws SQLException {
        return Scope.undone(connection, () -> {
            Enforcement.execute(connection, "PRAGMA defer_foreign_keys=ON");
            run();
            long changes = connection.getDatabase().changes();
            return limit.interrupting(() -> {
                Optional<WrittenRows> rows = added.rows(changes);
                return rows.isEmpty() ? Optional.empty() : Optional.of(look.at(rows.get()));
            });
        });
    }

    /** Runs the statement as it was run, up to its refusal, and returns the rows that it wrote until then. */
    WrittenRows rowsUntilRefused() throws SQLException {
        WrittenRows rows = new WrittenRows();
        try {
            Scope.undone(connection, () -> run(rows));
        } catch (SQLException e) {
            if (ForeignKeyFailure.isRestrict(e)) {
                return rows;
            }
            throw e;
        }
        throw new SQLException("run again, the statement was not refused");
    }

    private WrittenRows run(WrittenRows rows) throws SQLException {
        connection.addUpdateListener(rows);
        try {
            run();
            return rows;
        } finally {
            connection.removeUpdateListener(rows);
        }
    }

    private void run() throws SQLException {
        if (alone) {
            limit.interrupting(() -> {
                rerun.run();
                return rerun;
            });
        } else {
            limit.checkFor(rerun.nanoseconds());
            rerun.run();
        }
    }
}
