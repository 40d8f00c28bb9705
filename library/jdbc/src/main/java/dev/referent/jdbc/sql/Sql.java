package dev.referent.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs SQL on a connection, through JDBC. */
public final class Sql {
    private Sql() {}

    /** Takes a row. */
    @FunctionalInterface
    public interface Row {
        /** Takes the values: null, Long, Double, String or a byte array from SQLite. */
        void of(List<@Nullable Object> values) throws SQLException;
    }

    /** Hands each row on, without holding more than one. */
    public static void each(Connection connection, String query, Row row, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        values.add(plain(rows.getObject(i)));
                    }
                    row.of(values);
                }
            }
        }
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return value instanceof Integer || value instanceof Short ? Long.valueOf(((Number) value).longValue()) : value;
    }

    /** Returns the rows of a query that has few. */
    public static List<List<@Nullable Object>> rows(Connection connection, String query, Object... parameters)
            throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        each(connection, query, rows::add, parameters);
        return rows;
    }

    /** Returns the first column of a query that has few rows, as text. */
    public static List<String> texts(Connection connection, String query, Object... parameters) throws SQLException {
        return rows(connection, query, parameters).stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    /** Returns the number that a query answers; 0 for a null. */
    public static long number(Connection connection, String query, Object... parameters) throws SQLException {
        List<List<@Nullable Object>> rows = rows(connection, query, parameters);
        return rows.isEmpty() ? 0 : number(rows.get(0).get(0));
    }

    /** Returns a value that is a number; 0 for any other. */
    public static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** Runs a statement and returns how many rows it wrote. */
    public static long run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }

    /** Runs a PRAGMA or another statement that may answer rows, which are ignored. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
