package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/** The switch of a driver's connection that says whether SQLite enforces foreign keys, always verified by reading back. */
public final class Enforcement {
    private static final String SWITCH = "foreign_keys";
    private static final String DEFERRAL = "defer_foreign_keys";

    /** "There is an active SQL transaction", of which the request may not be a part (SQL:2016, class 25). */
    private static final String ACTIVE_TRANSACTION = "25001";

    private Enforcement() {}

    /**
     * Verifies that the connection enforces, and switches enforcement on where it is off. No transaction that has read or
     * written anything is ended, since nobody can tell the work of a caller further up from what a borrower forgot. SQLite
     * changes the switch outside of transactions only; so a connection that enforces stays in its transaction, and one that
     * does not is rejected.
     *
     * <p>A transaction in which nothing was done is no obstacle. The driver begins one as soon as autoCommit is off; that
     * one is begun anew. One that SQL text has begun is ended.
     *
     * @throws SQLException if enforcement does not come on; the connection is unchanged, and its transaction still open
     */
    public static void establish(SQLiteConnection connection) throws SQLException {
        synchronized (connection) {
            synchronized (connection.getDatabase()) {
                if (isOn(connection, SWITCH) || set(connection, true)) {
                    return;
                }
                if (OpenTransaction.in(connection)) {
                    throw new SQLException(
                            "foreign keys are not enforced on " + connection.getUrl() + ", and cannot be before the"
                                    + " transaction that is open on the connection has ended; borrow the connection before"
                                    + " the transaction begins, wrap its pool as a whole by EnforcedDataSource.wrap, or add"
                                    + " foreign_keys=on to the URL",
                            ACTIVE_TRANSACTION);
                }
                throw new SQLException("foreign keys cannot be enforced on " + connection.getUrl()
                        + ": this build of SQLite reads PRAGMA foreign_keys back as off; use one built without"
                        + " SQLITE_OMIT_FOREIGN_KEY");
            }
        }
    }

    /**
     * Ends a {@code defer_foreign_keys} that somebody switched on outside of a transaction. In a transaction it is that
     * transaction's, and switching it off there would forget the violations that wait for the commit.
     */
    public static void endDeferral(SQLiteConnection connection) throws SQLException {
        synchronized (connection) {
            synchronized (connection.getDatabase()) {
                if (isOn(connection, DEFERRAL) && !OpenTransaction.in(connection)) {
                    execute(connection, "PRAGMA defer_foreign_keys=OFF");
                }
            }
        }
    }

    /**
     * Switches enforcement off, if no transaction stands in the way.
     *
     * @return whether it is off
     */
    static boolean lift(SQLiteConnection connection) throws SQLException {
        return set(connection, false);
    }

    private static boolean set(SQLiteConnection connection, boolean on) throws SQLException {
        String pragma = "PRAGMA foreign_keys=" + (on ? "ON" : "OFF");
        execute(connection, pragma);
        if (isOn(connection, SWITCH) == on) {
            return true;
        }
        if (!OpenTransaction.in(connection) || !OpenTransaction.isEmpty(connection)) {
            return false;
        }
        boolean autoCommit = connection.getAutoCommit();
        if (autoCommit && !on) {
            // somebody has begun it by SQL text and will end it so
            return false;
        }
        boolean deferred = isOn(connection, DEFERRAL);
        // an empty transaction is committed, not rolled back: listeners are told of every rollback
        execute(connection, "COMMIT");
        connection.getConnectionConfig().setAutoCommit(true);
        try {
            execute(connection, pragma);
            return isOn(connection, SWITCH) == on;
        } finally {
            connection.setAutoCommit(autoCommit);
            if (deferred && !autoCommit) {
                execute(connection, "PRAGMA defer_foreign_keys=ON");
            }
        }
    }

    /** Rolls back the transaction that SQL text began, if one is open: "no transaction is active" is success. */
    public static void endTransaction(SQLiteConnection connection) throws SQLException {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_ERROR.code) {
                throw e;
            }
        }
    }

    /** Runs statements that return nothing, past the driver's own bookkeeping of transactions. */
    public static void execute(SQLiteConnection connection, String sql) throws SQLException {
        connection.getDatabase()._exec(sql);
    }

    /** Reads a PRAGMA that is on or off; the build of SQLite that lacks it answers nothing. */
    public static boolean isOn(SQLiteConnection connection, String pragma) throws SQLException {
        return number(connection, pragma) == 1;
    }

    /** Reads a PRAGMA that is a number; 0 where the build of SQLite lacks it. */
    public static int number(SQLiteConnection connection, String pragma) throws SQLException {
        return (int) Query.number(connection, "PRAGMA " + pragma);
    }
}
