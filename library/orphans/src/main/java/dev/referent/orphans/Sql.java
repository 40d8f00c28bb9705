package dev.referent.orphans;

import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs SQL on a connection, and writes conditions of SQLite's dialect. */
final class Sql {
    private Sql() {}

    /** Takes a row. */
    @FunctionalInterface
    interface Row {
        /** Takes the values: null, Long, Double, String or a byte array from SQLite. */
        void of(List<@Nullable Object> values) throws SQLException;
    }

    /** Hands each row on, without holding more than one. */
    static void each(Connection connection, String query, List<?> parameters, Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
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
    static List<List<@Nullable Object>> rows(Connection connection, String query, Object... parameters)
            throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        each(connection, query, List.of(parameters), rows::add);
        return rows;
    }

    /** Returns the first column of a query that has few rows, as text. */
    static List<String> texts(Connection connection, String query, Object... parameters) throws SQLException {
        return rows(connection, query, parameters).stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    /** Returns the number that a query answers; 0 for a null. */
    static long number(Connection connection, String query, Object... parameters) throws SQLException {
        long[] number = {0};
        each(connection, query, List.of(parameters), row -> {
            if (row.get(0) instanceof Number value) {
                number[0] = value.longValue();
            }
        });
        return number[0];
    }

    /** Runs a statement and returns how many rows it wrote. */
    static long run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }

    /** Runs a PRAGMA or another statement that may answer rows, which are ignored. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns that none of the columns is null. */
    static String notNull(String prefix, List<String> names) {
        return names.stream()
                .map(name -> prefix + SqlNames.quoted(name) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    /** Returns a list that may hold nulls and does not change. */
    static List<@Nullable Object> copy(List<@Nullable Object> values) {
        return Collections.unmodifiableList(new ArrayList<>(values));
    }
}
