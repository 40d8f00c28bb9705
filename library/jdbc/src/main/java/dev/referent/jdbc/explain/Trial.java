package dev.referent.jdbc.explain;

import dev.referent.integrity.Undetermined;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.MismatchErrors;
import dev.referent.jdbc.driver.RolledBack.TransactionLostException;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.schema.Catalogue;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;

/**
 * Re-runs a failed statement, reads what it did, and rolls it back.
 *
 * <p>A re-run that is a transaction of its own is interrupted at the deadline. Inside a transaction, interrupting a write
 * makes SQLite roll back all of it, so there a re-run is only started if the failed run was short enough.
 */
record Trial(Investigation investigation, Catalogue catalogue, FailedStatement failed) {
    /** Reads the database while it has the statement's effects. */
    @FunctionalInterface
    interface Look<T> {
        T at(WrittenRows rows) throws SQLException;
    }

    /**
     * Runs the statement with its foreign keys deferred, so that it succeeds, and returns what was read after it.
     *
     * @throws SQLException if the statement fails again, for a reason other than a foreign key
     */
    <T> T look(Look<T> look) throws SQLException {
        return investigation.deadline().rollingBack(() -> {
            Enforcement.execute(investigation.connection(), "PRAGMA defer_foreign_keys=ON");
            WrittenRows rows = new WrittenRows();
            leaving(() -> investigation.run(failed, rows));
            return investigation.deadline().interrupting(() -> look.at(rows));
        });
    }

    /**
     * Does the same for a statement that only adds rows; empty if those rows cannot be determined, and then nothing was read.
     */
    <T> Optional<T> look(AddedRows added, Look<T> look) throws SQLException {
        return investigation.deadline().rollingBack(() -> {
            Enforcement.execute(investigation.connection(), "PRAGMA defer_foreign_keys=ON");
            leaving(() -> investigation.run(failed));
            long changes = investigation.connection().getDatabase().changes();
            return investigation.deadline().interrupting(() -> {
                Optional<WrittenRows> rows = added.rows(changes);
                return rows.isEmpty() ? Optional.empty() : Optional.of(look.at(rows.get()));
            });
        });
    }

    /** Runs the statement, which may leave the rows before one that fails by FAIL: SQLite checks the foreign keys of those. */
    private void leaving(FailedStatement.Action run) throws SQLException {
        try {
            run.run();
        } catch (SQLException e) {
            boolean isConstraint = (e.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
            if (!isConstraint || !failed.mayLeaveRows(catalogue)) {
                throw e;
            }
        }
    }

    /** Runs the statement unchanged, up to its failure, and returns the rows that it wrote until then. */
    WrittenRows rowsUntilFailure() throws SQLException {
        WrittenRows rows = new WrittenRows();
        try {
            investigation.deadline().rollingBack(() -> investigation.run(failed, rows));
        } catch (SQLException e) {
            if (ForeignKeyErrors.isRestrict(e)) {
                return rows;
            }
            throw e;
        }
        throw new SQLException("the statement did not fail again");
    }

    /** Returns whether nothing can be searched any more after the failure of a re-run. */
    boolean isFatal(SQLException failure) throws SQLException {
        return failure instanceof TransactionLostException
                || investigation.connection().isClosed()
                || investigation.deadline().isOver();
    }

    /**
     * Returns the key whose index the failed re-run needs; empty if it failed for another reason. A DROP TABLE, or an INSERT of one
     * row, does not need that index itself: only the deferred keys of the re-run do.
     */
    Optional<Undetermined> mismatch(SQLException failure) throws SQLException {
        return isFatal(failure)
                ? Optional.empty()
                : MismatchErrors.explain(investigation.connection(), failure, failed.sql());
    }
}
