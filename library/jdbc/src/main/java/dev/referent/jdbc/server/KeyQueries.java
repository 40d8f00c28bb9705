package dev.referent.jdbc.server;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.server.ServerKeys.LocatedKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Queries the committed rows of a foreign key's two tables, on a separate connection. */
final class KeyQueries {
    private final Connection connection;
    private final String quote;

    KeyQueries(Connection connection) throws SQLException {
        this.connection = connection;
        this.quote = connection.getMetaData().getIdentifierQuoteString();
    }

    /** Returns whether a parent row has that key. */
    boolean parentExists(LocatedKey key, List<Object> values) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        String query = "SELECT 1 FROM " + table(key.parentSchema(), foreignKey.parentTable()) + " WHERE "
                + equal(foreignKey.parentColumns()) + " LIMIT 1";
        return !select(query, values).isEmpty();
    }

    /** Returns how many child rows have that key, up to a limit. */
    long children(LocatedKey key, List<Object> values) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        String query = "SELECT count(*) FROM (SELECT 1 FROM " + table(key.childSchema(), foreignKey.childTable())
                + " WHERE " + equal(foreignKey.childColumns()) + " LIMIT " + ForeignKeyViolation.CHILD_ROWS_BOUND
                + ") counted";
        return ((Number) select(query, values).get(0)).longValue();
    }

    /**
     * Converts strings to values of columns, by PostgreSQL's own parsing of its output.
     *
     * @param table the table of the columns
     */
    List<Object> typed(String schema, String table, List<String> columns, List<String> texts) throws SQLException {
        List<String> types = new ArrayList<>();
        for (String column : columns) {
            types.add(String.valueOf(select(
                            "SELECT format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute"
                                    + " WHERE attrelid = ?::regclass AND attname = ?",
                            List.of(table(schema, table), column))
                    .get(0)));
        }
        String casts = types.stream().map(type -> "CAST(? AS " + type + ")").collect(Collectors.joining(", "));
        return select("SELECT " + casts, List.copyOf(texts));
    }

    /** Returns whether a trigger may change what is written to the table. */
    boolean hasTriggers(String schema, String table) throws SQLException {
        String query = "SELECT 1 FROM information_schema.triggers WHERE event_object_schema = ?"
                + " AND event_object_table = ? LIMIT 1";
        return !select(query, List.of(schema, table)).isEmpty();
    }

    /** Returns the first row; empty if there is none. */
    private List<Object> select(String query, List<Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<Object> row = new ArrayList<>();
                if (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        Object value = rows.getObject(i);
                        row.add(
                                value instanceof Integer || value instanceof Short
                                        ? (Object) ((Number) value).longValue()
                                        : value);
                    }
                }
                return row;
            }
        }
    }

    private String equal(List<String> columns) {
        return columns.stream().map(column -> quoted(column) + " = ?").collect(Collectors.joining(" AND "));
    }

    private String table(String schema, String name) {
        return quoted(schema) + "." + quoted(name);
    }

    private String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }
}
