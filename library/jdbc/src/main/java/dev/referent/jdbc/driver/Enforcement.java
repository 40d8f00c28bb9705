package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/** Switches SQLite's enforcement of foreign keys on a driver's connection, and always verifies it by reading it back. */
public final class Enforcement {
    /** "There is an active SQL transaction", of which the request may not be a part (SQL:2016, class 25). */
    private static final String ACTIVE_TRANSACTION = "25001";

    private Enforcement() {}

    /**
     * Verifies that the connection enforces, and switches enforcement on where it is off. A transaction that has read or
     * written is never ended, because it may be the work of a caller further up. SQLite changes enforcement only outside of
     * transactions; so a connection that enforces stays in its transaction, and one that does not is rejected.
     *
     * <p>An empty transaction does not matter. The driver begins one as soon as autoCommit is off; that one is begun again.
     * One that a SQL string began is ended.
     *
     * @throws SQLException if enforcement cannot be switched on; the connection is unchanged, and its transaction is still
     *     open
     */
    public static void establish(SQLiteConnection connection) throws SQLException {
        DriverLocks.hold(connection, () -> {
            if (isOn(connection) || set(connection, true)) {
                return true;
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
        });
    }

    /**
     * Switches {@code defer_foreign_keys} off if it was switched on outside of a transaction. Inside a transaction it belongs
     * to that transaction, and switching it off would lose the violations that are pending until the commit.
     */
    public static void endDeferral(SQLiteConnection connection) throws SQLException {
        DriverLocks.hold(connection, () -> {
            if (isDeferring(connection) && !OpenTransaction.in(connection)) {
                execute(connection, "PRAGMA defer_foreign_keys=OFF");
            }
            return true;
        });
    }

    /**
     * Switches enforcement off if no transaction is open.
     *
     * @return whether it is off
     */
    static boolean lift(SQLiteConnection connection) throws SQLException {
        return set(connection, false);
    }

    private static boolean set(SQLiteConnection connection, boolean on) throws SQLException {
        String pragma = "PRAGMA foreign_keys=" + (on ? "ON" : "OFF");
        execute(connection, pragma);
        if (isOn(connection) == on) {
            return true;
        }
        boolean autoCommit = connection.getAutoCommit();
        if (autoCommit && !on) {
            // a SQL string has begun it, and another one will end it
            return false;
        }
        if (!OpenTransaction.in(connection) || !OpenTransaction.isEmpty(connection)) {
            return false;
        }
        boolean deferred = isDeferring(connection);
        // commit an empty transaction instead of rolling it back: listeners receive every rollback
        execute(connection, "COMMIT");
        connection.getConnectionConfig().setAutoCommit(true);
        try {
            execute(connection, pragma);
            return isOn(connection) == on;
        } finally {
            connection.setAutoCommit(autoCommit);
            if (deferred && !autoCommit) {
                deferAll(connection);
            }
        }
    }

    /** Rolls back a transaction that a SQL string began, if one is open: "no transaction is active" is success. */
    public static void endTransaction(SQLiteConnection connection) throws SQLException {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_ERROR.code) {
                throw e;
            }
        }
    }

    /** Executes statements that return nothing, without the driver's tracking of transactions. */
    public static void execute(SQLiteConnection connection, String sql) throws SQLException {
        connection.getDatabase()._exec(sql);
    }

    /** Returns whether the connection enforces; false if the build of SQLite cannot. */
    public static boolean isOn(SQLiteConnection connection) throws SQLException {
        return Query.number(connection, "PRAGMA foreign_keys") == 1;
    }

    static void deferAll(SQLiteConnection connection) throws SQLException {
        execute(connection, "PRAGMA defer_foreign_keys=ON");
    }

    static boolean isDeferring(SQLiteConnection connection) throws SQLException {
        return Query.number(connection, "PRAGMA defer_foreign_keys") == 1;
    }
}
