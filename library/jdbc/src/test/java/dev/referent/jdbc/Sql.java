package dev.referent.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Runs SQL text in tests. */
public final class Sql {
    private Sql() {}

    /** Runs each text, which may hold several statements. */
    public static void run(Connection connection, String... texts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.executeUpdate(text);
            }
        }
    }

    /** Returns the first column of the first row, as text; null if there is no row. */
    public static @Nullable String read(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
