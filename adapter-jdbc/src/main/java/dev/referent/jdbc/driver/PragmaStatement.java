package dev.referent.jdbc.driver;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;

/**
 * A statement that reads a PRAGMA whose value is a number. It goes past the driver's own execution, which with {@code
 * jdbc.explicit_readonly} commits the open transaction first, and which costs more than the PRAGMA.
 */
final class PragmaStatement extends CoreStatement {
    private PragmaStatement(SQLiteConnection connection, String pragma) {
        super(connection);
        sql = "PRAGMA " + pragma;
    }

    /** Returns the value; 0 where the build of SQLite lacks the PRAGMA. */
    static int read(SQLiteConnection connection, String pragma) throws SQLException {
        PragmaStatement statement = new PragmaStatement(connection, pragma);
        synchronized (connection.getDatabase()) {
            if (connection.isClosed()) {
                throw new SQLException("database connection closed");
            }
            connection.getDatabase().prepare(statement);
            try {
                return statement.pointer.safeRunInt((database, pointer) ->
                        database.step(pointer) == Codes.SQLITE_ROW ? database.column_int(pointer, 0) : 0);
            } finally {
                statement.pointer.close();
            }
        }
    }

    @Override
    public ResultSet executeQuery(String other, boolean close) throws SQLException {
        throw new SQLFeatureNotSupportedException("a PRAGMA is read, and nothing else");
    }
}
