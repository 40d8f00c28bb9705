package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Deadline;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.WrittenRows;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * Re-runs a failed statement, reads what it did, and rolls it back.
 *
 * <p>A re-run that is a transaction of its own is interrupted at the deadline. Inside a transaction, interrupting a write
 * makes SQLite roll back all of it, so there a re-run is only started if the failed run was short enough.
 */
final class Trial {
    /** Reads the database while it has the statement's effects. */
    @FunctionalInterface
    interface Look<T> {
        /** Returns what it reads. */
        T at(WrittenRows rows) throws SQLException;
    }

    private final SQLiteConnection connection;
    private final FailedStatement failed;
    private final boolean autoCommit;
    private final Deadline deadline;

    Trial(Investigation investigation, FailedStatement failed) {
        this.connection = investigation.connection();
        this.failed = failed;
        this.autoCommit = investigation.autoCommit();
        this.deadline = investigation.deadline();
    }

    /**
     * Runs the statement with its foreign keys deferred, so that it succeeds, and returns what was read after it.
     *
     * @throws SQLException if the statement fails again, for a reason other than a foreign key
     */
    <T> T look(Look<T> look) throws SQLException {
        return deadline.rollingBack(() -> {
            Enforcement.execute(connection, "PRAGMA defer_foreign_keys=ON");
            WrittenRows rows = new WrittenRows();
            run(rows);
            return deadline.interrupting(() -> look.at(rows));
        });
    }

    /**
     * Does the same for a statement that only adds rows; empty if those rows cannot be determined, and then nothing was read.
     */
    <T> Optional<T> look(AddedRows added, Look<T> look) throws SQLException {
        return deadline.rollingBack(() -> {
            Enforcement.execute(connection, "PRAGMA defer_foreign_keys=ON");
            run();
            long changes = connection.getDatabase().changes();
            return deadline.interrupting(() -> {
                Optional<WrittenRows> rows = added.rows(changes);
                return rows.isEmpty() ? Optional.empty() : Optional.of(look.at(rows.get()));
            });
        });
    }

    /** Runs the statement unchanged, up to its failure, and returns the rows that it wrote until then. */
    WrittenRows rowsUntilFailure() throws SQLException {
        WrittenRows rows = new WrittenRows();
        try {
            deadline.rollingBack(() -> run(rows));
        } catch (SQLException e) {
            if (ForeignKeyErrors.isRestrict(e)) {
                return rows;
            }
            throw e;
        }
        throw new SQLException("the statement did not fail again");
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
        if (autoCommit) {
            deadline.interrupting(() -> {
                failed.run();
                return failed;
            });
        } else {
            deadline.checkFor(failed.nanoseconds());
            failed.run();
        }
    }
}
