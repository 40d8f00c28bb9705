package dev.referent.migrations;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Runs SQL on a connection. */
final class Query {
    private Query() {}

    /** Reads the current row of a result set. */
    @FunctionalInterface
    interface Row {
        /** Reads it. */
        void of(ResultSet row) throws SQLException;
    }

    /** Hands each row on. */
    static void each(Connection connection, String query, Row row) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                row.of(rows);
            }
        }
    }

    /** Returns the first column of each row, as text. */
    static List<String> texts(Connection connection, String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        each(connection, query, row -> texts.add(row.getString(1)));
        return texts;
    }

    /** Returns the number that a query answers; 0 for a null. */
    static long number(Connection connection, String query) throws SQLException {
        long[] number = {0};
        each(connection, query, row -> number[0] = row.getLong(1));
        return number[0];
    }

    /** Runs a statement. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
