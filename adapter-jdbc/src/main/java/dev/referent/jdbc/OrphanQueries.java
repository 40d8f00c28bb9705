package dev.referent.jdbc;

import static dev.referent.jdbc.SqlNames.quoted;

import dev.referent.core.integrity.ForeignKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Looks, on one database of a connection, for child rows without a parent row.
 *
 * <p>The comparison is SQLite's own: the parent's column on the left gives affinity and collation, and the unary plus
 * takes those of the child's column away. Written otherwise it hides an orphan (5 beside the text '05') or invents one.
 */
final class OrphanQueries {
    private final Connection connection;
    private final String schema;

    OrphanQueries(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** Returns how many child rows have no parent row; a null in any column of the key exempts a row. */
    long count(ForeignKey foreignKey) throws SQLException {
        List<List<Object>> counted = select("SELECT count(*)" + orphans(foreignKey), List.of());
        return (Long) counted.get(0).get(0);
    }

    /** Returns the distinct keys of the child rows without a parent row, at most as many as the bound. */
    List<List<Object>> keys(ForeignKey foreignKey, int bound) throws SQLException {
        String columns = quoted("c.", foreignKey.childColumns(), ", ");
        return select("SELECT " + columns + orphans(foreignKey) + exactly(foreignKey) + " LIMIT " + bound, List.of());
    }

    /** Returns the key of the child row with that rowid if the row has no parent row, else nothing. */
    List<List<Object>> keyOf(ForeignKey foreignKey, long rowId) throws SQLException {
        String columns = quoted("c.", foreignKey.childColumns(), ", ");
        return select("SELECT " + columns + orphans(foreignKey) + " AND c.rowid = ?", List.of(rowId));
    }

    /** Returns the referenced key of the parent row with that rowid; nothing if there is no such row or a value is null. */
    List<List<Object>> parentKeyOf(ForeignKey foreignKey, long rowId) throws SQLException {
        List<String> columns = foreignKey.parentColumns();
        return select(
                "SELECT " + quoted("p.", columns, ", ") + " FROM " + table(foreignKey.parentTable())
                        + " p WHERE p.rowid = ? AND " + quoted("p.", columns, " IS NOT NULL AND ") + " IS NOT NULL",
                List.of(rowId));
    }

    /** Returns the distinct keys, as child rows hold them, that equal a key as the parent row holds it. */
    List<List<Object>> childKeys(ForeignKey foreignKey, List<Object> parentKey) throws SQLException {
        String columns = quoted("c.", foreignKey.childColumns(), ", ");
        String matches = quoted("c.", foreignKey.childColumns(), " = ? AND ") + " = ?";
        return select(
                "SELECT " + columns + " FROM " + table(foreignKey.childTable()) + " c WHERE " + matches
                        + exactly(foreignKey),
                parentKey);
    }

    /** One row for each key to the letter: 5 and 5.0 are two, and so are 'a' and 'A' whatever the collation. */
    private static String exactly(ForeignKey foreignKey) {
        return foreignKey.childColumns().stream()
                .map(column -> "c." + quoted(column) + " COLLATE BINARY, typeof(c." + quoted(column) + ")")
                .collect(Collectors.joining(", ", " GROUP BY ", ""));
    }

    /** Tells whether the table has a row with that rowid. */
    boolean exists(String table, long rowId) throws SQLException {
        return !select("SELECT 1 FROM " + table(table) + " WHERE rowid = ?", List.of(rowId))
                .isEmpty();
    }

    /** Tells whether a parent row has that key. */
    boolean parentExists(ForeignKey foreignKey, List<Object> key) throws SQLException {
        String matches = quoted("p.", foreignKey.parentColumns(), " = ? AND ") + " = ?";
        String query = "SELECT 1 FROM " + table(foreignKey.parentTable()) + " p WHERE " + matches + " LIMIT 1";
        return !select(query, key).isEmpty();
    }

    /** Returns how many child rows have that key and no parent row. */
    long count(ForeignKey foreignKey, List<Object> key) throws SQLException {
        if (parentExists(foreignKey, key)) {
            return 0;
        }
        String matches = IntStream.range(0, key.size())
                .mapToObj(i -> "c.%1$s = ?%2$d AND c.%1$s = ?%2$d COLLATE BINARY AND typeof(c.%1$s) = typeof(?%2$d)"
                        .formatted(quoted(foreignKey.childColumns().get(i)), i + 1))
                .collect(Collectors.joining(" AND "));
        String query = "SELECT count(*) FROM " + table(foreignKey.childTable()) + " c WHERE " + matches;
        return (Long) select(query, key).get(0).get(0);
    }

    private String orphans(ForeignKey foreignKey) {
        String matches = IntStream.range(0, foreignKey.childColumns().size())
                .mapToObj(i -> "p." + quoted(foreignKey.parentColumns().get(i)) + " = +c."
                        + quoted(foreignKey.childColumns().get(i)))
                .collect(Collectors.joining(" AND "));
        return " FROM " + table(foreignKey.childTable()) + " c WHERE "
                + quoted("c.", foreignKey.childColumns(), " IS NOT NULL AND ")
                + " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
                + table(foreignKey.parentTable()) + " p WHERE " + matches + ")";
    }

    private String table(String name) {
        return quoted(schema) + "." + quoted(name);
    }

    private List<List<Object>> select(String query, List<Object> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<List<Object>> result = new ArrayList<>();
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int column = 1; column <= columns; column++) {
                        row.add(value(rows.getObject(column)));
                    }
                    result.add(row);
                }
                return result;
            }
        }
    }

    /** The driver gives an INTEGER as Integer or Long by its size; a key is the same type for every value. */
    private static Object value(Object value) {
        return value instanceof Integer integer ? (Object) integer.longValue() : value;
    }
}
