package dev.referent.jdbc.driver;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/** Makes sure of a connection of the driver's, whoever had it before. */
public final class Enforcement {
    private static final String SWITCHES = "PRAGMA defer_foreign_keys=OFF; PRAGMA foreign_keys=ON";

    private Enforcement() {}

    /**
     * Ends whatever the last borrower left open, turns enforcement on and reads it back. The PRAGMA does nothing inside a
     * transaction, and a driver's connection with autoCommit off is always inside one, so that is ended and begun anew.
     *
     * @throws SQLException if enforcement does not come on; the connection must not be used
     */
    public static void establish(SQLiteConnection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        endTransaction(connection);
        connection.getConnectionConfig().setAutoCommit(true);
        execute(connection, SWITCHES);
        if (!isOn(connection, "foreign_keys")) {
            throw new SQLException("foreign keys cannot be enforced on " + connection.getUrl()
                    + ": this build of SQLite reads PRAGMA foreign_keys back as off; use one built without"
                    + " SQLITE_OMIT_FOREIGN_KEY");
        }
        if (isOn(connection, "defer_foreign_keys")) {
            throw new SQLException("foreign keys stay deferred on " + connection.getUrl()
                    + " although no transaction is open; open a new connection");
        }
        connection.setAutoCommit(autoCommit);
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
        try (PreparedStatement statement = connection.prepareStatement("PRAGMA " + pragma);
                ResultSet value = statement.executeQuery()) {
            return value.next() ? value.getInt(1) : 0;
        }
    }
}
