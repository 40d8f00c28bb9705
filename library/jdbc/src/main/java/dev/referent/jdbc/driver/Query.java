package dev.referent.jdbc.driver;

import dev.referent.jdbc.sql.MalformedText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * Executes one of Referent's queries on the application's connection, below the driver's JDBC layer. In autocommit mode that
 * layer begins and ends a transaction after each statement, and with {@code jdbc.explicit_readonly} it commits the
 * application's transaction to upgrade it; a query here never does either. On another driver's connection the query is
 * executed through JDBC.
 */
public final class Query {
    private Query() {}

    /** Receives the rows of a query, one after the other. */
    @FunctionalInterface
    public interface RowReader {
        /**
         * Reads one row.
         *
         * @param row the values; an integer is a Long, a text a String or a {@link MalformedText}
         * @return whether to continue
         */
        boolean read(List<@Nullable Object> row) throws SQLException;
    }

    /**
     * Returns all rows.
     *
     * @param sql a query that contains its values as {@link dev.referent.jdbc.sql.SqlLiteral literals}
     * @throws SQLException if SQLite reports an error, including an interrupt; nothing is left open
     */
    public static List<List<@Nullable Object>> rows(Connection connection, String sql) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        each(connection, sql, row -> rows.add(row));
        return rows;
    }

    /** Returns whether the query has a row. */
    public static boolean hasRow(Connection connection, String sql) throws SQLException {
        List<List<@Nullable Object>> first = new ArrayList<>();
        each(connection, sql, row -> {
            first.add(row);
            return false;
        });
        return !first.isEmpty();
    }

    /** Returns the number in the first column of the first row; 0 if there is no row, or a null in it. */
    public static long number(Connection connection, String sql) throws SQLException {
        List<List<@Nullable Object>> rows = rows(connection, sql);
        return rows.isEmpty() ? 0 : number(rows.get(0).get(0));
    }

    /** Returns a value that is an integer; 0 for any other. */
    public static long number(@Nullable Object value) {
        return value instanceof Long number ? number : 0;
    }

    /** Returns whether a statement compiles, without executing it; compiling takes no lock. */
    public static boolean compiles(SQLiteConnection connection, String sql) {
        try (QueryStatement statement = new QueryStatement(connection, sql)) {
            return !statement.pointer.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Reads the main database within one read transaction, which the first row of a query keeps open: otherwise each query locks the
     * file anew, which takes longer than a look-up.
     */
    public static <T extends @Nullable Object> T inOneTransaction(SQLiteConnection connection, Execution<T> reading)
            throws SQLException {
        try (QueryStatement open = new QueryStatement(connection, "SELECT 1 FROM \"main\".sqlite_schema")) {
            open.pointer.safeRun((db, pointer) -> step(db, pointer));
            return reading.run();
        }
    }

    /** Reads rows until the reader has enough. */
    public static void each(Connection connection, String sql, RowReader reader) throws SQLException {
        if (connection instanceof SQLiteConnection sqlite) {
            each(sqlite, sql, reader);
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            boolean more = rows.next();
            while (more && reader.read(row(rows, columns))) {
                more = rows.next();
            }
        }
    }

    private static List<@Nullable Object> row(ResultSet rows, int columns) throws SQLException {
        @Nullable Object[] row = new @Nullable Object[columns];
        for (int column = 0; column < columns; column++) {
            Object value = rows.getObject(column + 1);
            row[column] = value instanceof Integer number ? (Object) number.longValue() : value;
        }
        return Arrays.asList(row);
    }

    private static void each(SQLiteConnection connection, String sql, RowReader reader) throws SQLException {
        try (QueryStatement statement = new QueryStatement(connection, sql)) {
            statement.pointer.safeRun((db, pointer) -> {
                boolean more = step(db, pointer);
                int columns = more ? db.column_count(pointer) : 0;
                while (more && reader.read(row(db, pointer, columns))) {
                    more = step(db, pointer);
                }
                db.reset(pointer);
                return more;
            });
        }
    }

    private static boolean step(DB db, long pointer) throws SQLException {
        int code = db.step(pointer);
        if (code != Codes.SQLITE_ROW && code != Codes.SQLITE_DONE) {
            int reason = db.reset(pointer);
            db.throwex(reason == Codes.SQLITE_OK ? code : reason);
        }
        return code == Codes.SQLITE_ROW;
    }

    private static List<@Nullable Object> row(DB db, long pointer, int columns) throws SQLException {
        @Nullable Object[] row = new @Nullable Object[columns];
        for (int column = 0; column < columns; column++) {
            row[column] = switch (db.column_type(pointer, column)) {
                case Codes.SQLITE_INTEGER -> db.column_long(pointer, column);
                case Codes.SQLITE_FLOAT -> db.column_double(pointer, column);
                case Codes.SQLITE_TEXT -> text(db, pointer, column);
                case Codes.SQLITE_BLOB -> bytes(db.column_blob(pointer, column));
                default -> null;
            };
        }
        return Arrays.asList(row);
    }

    /** After its text, SQLite returns a value's bytes in UTF-8 (sqlite.org/c3ref/column_blob.html). */
    private static Object text(DB db, long pointer, int column) throws SQLException {
        String text = db.column_text(pointer, column);
        return MalformedText.isPossible(text) ? MalformedText.of(text, bytes(db.column_blob(pointer, column))) : text;
    }

    /** The driver returns null for an empty blob. */
    private static byte[] bytes(byte @Nullable [] blob) {
        return blob == null ? new byte[0] : blob;
    }

    /** A statement of the driver that its JDBC layer never executes. */
    private static final class QueryStatement extends CoreStatement implements AutoCloseable {
        QueryStatement(SQLiteConnection connection, String query) throws SQLException {
            super(connection);
            sql = query;
            if (connection.isClosed()) {
                throw new SQLException("database connection closed");
            }
            connection.getDatabase().prepare(this);
        }

        @Override
        public ResultSet executeQuery(String other, boolean close) throws SQLException {
            throw new SQLFeatureNotSupportedException("Referent's queries are only read");
        }

        @Override
        public void close() throws SQLException {
            pointer.close();
        }
    }
}
