package dev.referent.jdbc.driver;

import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/**
 * Lets Referent's queries be as long as the values that they contain. The driver limits SQL to a million bytes
 * (sqlite.org/limits.html#max_sql_length), a value to a thousand million.
 */
public final class SqlLength {
    private static final int MOST = 1_000_000_000;
    private static final int LIMIT = SQLiteLimits.SQLITE_LIMIT_SQL_LENGTH.getId();

    private SqlLength() {}

    /** Raises the limit of a connection of Referent's own, and returns the former one. */
    public static int raise(SQLiteConnection connection) throws SQLException {
        return connection.getDatabase().limit(LIMIT, MOST);
    }

    /** Runs queries of that length on a connection to SQLite, whose limit is restored, and any queries on another one. */
    public static <T> T during(Connection connection, Execution<T> work) throws SQLException {
        if (!(connection instanceof SQLiteConnection sqlite)) {
            return work.run();
        }
        return DriverLocks.hold(sqlite, () -> {
            int before = raise(sqlite);
            try {
                return work.run();
            } finally {
                if (!sqlite.isClosed()) {
                    sqlite.getDatabase().limit(LIMIT, before);
                }
            }
        });
    }
}
