package dev.referent.jdbc.schema;

import static dev.referent.jdbc.sql.SqlNames.quoted;

import dev.referent.core.integrity.ForeignKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlite.SQLiteErrorCode;

/**
 * Looks for child rows without a parent row.
 *
 * <p>The comparison is SQLite's own: the parent's column on the left gives affinity and collation, and the unary plus
 * takes those of the child's column away. Written otherwise it hides an orphan (5 beside the text '05') or invents one.
 */
public final class OrphanQueries {
    /** How many distinct keys of one foreign key are told apart. */
    static final int KEY_BOUND = 100_000;

    private static final String ROW_ID = "rowid";

    private final Connection connection;
    private final Optional<String> other;

    /** Asks a connection about the databases that it has. */
    public OrphanQueries(Connection connection) {
        this(connection, Optional.empty());
    }

    private OrphanQueries(Connection connection, Optional<String> other) {
        this.connection = connection;
        this.other = other;
    }

    /**
     * Asks another connection to the file of one of the first one's databases; a table that it does not know yet has no rows.
     */
    public static OrphanQueries ofCommitted(Connection connection) {
        return new OrphanQueries(connection, Optional.of("main"));
    }

    /** Returns how many child rows have no parent row; a null in any column of the key exempts a row. */
    public long count(String schema, ForeignKey foreignKey) throws SQLException {
        String query = "SELECT count(*) FROM " + child(schema, foreignKey) + " WHERE " + isOrphan(schema, foreignKey);
        return (Long) select(query, List.of()).get(0).get(0);
    }

    /** Returns the keys of all child rows without a parent row. */
    public Map<KeyValues, Tally> all(SchemaKey key) throws SQLException {
        return grouped(key, isOrphan(key.schema(), key.foreignKey()), List.of());
    }

    /** Returns the keys of those child rows without a parent row that are among the rowids. */
    public Map<KeyValues, Tally> among(SchemaKey key, long[] rowIds) throws SQLException {
        RowIds rows = RowIds.of("c." + key.childRowId().orElseThrow(), rowIds);
        return grouped(key, rows.condition() + " AND " + isOrphan(key.schema(), key.foreignKey()), rows.parameters());
    }

    /**
     * Returns the keys of the child rows that point at a parent row's key; 3.0 and 3 are two where the parent's column
     * takes them for one.
     *
     * @param orphans whether only child rows without a parent row count
     */
    public Map<KeyValues, Tally> pointingAt(SchemaKey key, KeyValues parentKey, boolean orphans) throws SQLException {
        String matches = quoted("c.", key.foreignKey().childColumns(), " = ? AND ") + " = ?";
        String condition = orphans ? matches + " AND " + isOrphan(key.schema(), key.foreignKey()) : matches;
        return grouped(key, condition, parentKey.values());
    }

    /** Returns the keys that child rows point at and that have a parent row. */
    public Map<KeyValues, Tally> referenced(SchemaKey key) throws SQLException {
        return grouped(key, "EXISTS (" + parentOfChild(key.schema(), key.foreignKey()) + ")", List.of());
    }

    /** Tells whether a child row has a parent row. */
    public boolean isReferenced(SchemaKey key) throws SQLException {
        String query = "SELECT 1 FROM " + child(key.schema(), key.foreignKey()) + " WHERE EXISTS ("
                + parentOfChild(key.schema(), key.foreignKey()) + ") LIMIT 1";
        return !select(query, List.of()).isEmpty();
    }

    /** Returns the referenced keys of the parent rows with those rowids; without those that hold a null. */
    public List<KeyValues> parentKeys(SchemaKey key, long[] rowIds) throws SQLException {
        List<String> columns = key.foreignKey().parentColumns();
        RowIds rows = RowIds.of("p." + key.parentRowId().orElseThrow(), rowIds);
        return parentKeys(
                key,
                "SELECT " + quoted("p.", columns, ", ") + " FROM "
                        + table(key.schema(), key.foreignKey().parentTable()) + " p WHERE " + rows.condition(),
                rows.parameters());
    }

    /** Returns the keys, without those that hold a null, that a query answers. */
    public List<KeyValues> parentKeys(SchemaKey key, String query, List<?> parameters) throws SQLException {
        return select(query + " LIMIT " + (KEY_BOUND + 1), parameters).stream()
                .filter(values -> !values.contains(null))
                .map(KeyValues::new)
                .toList();
    }

    /** Returns those of the rowids that the table has. */
    public long[] existing(String schema, String table, String rowIdName, long[] rowIds) throws SQLException {
        RowIds rows = RowIds.of(rowIdName, rowIds);
        String query = "SELECT " + rowIdName + " FROM " + table(schema, table) + " WHERE " + rows.condition();
        return select(query, rows.parameters()).stream()
                .mapToLong(row -> (Long) row.get(0))
                .toArray();
    }

    /** Tells whether a parent row has that key. */
    public boolean parentExists(SchemaKey key, KeyValues values) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        String matches = quoted("p.", foreignKey.parentColumns(), " = ? AND ") + " = ?";
        String query = "SELECT 1 FROM " + table(key.schema(), foreignKey.parentTable()) + " p WHERE " + matches;
        return !select(query + " LIMIT 1", values.values()).isEmpty();
    }

    private Map<KeyValues, Tally> grouped(SchemaKey key, String condition, List<?> parameters) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        List<String> identity = key.childPrimaryKey();
        String identified = key.childRowId()
                .map(name -> "min(c." + name + ")")
                .orElseGet(() -> identity.isEmpty() ? "NULL" : quoted("c.", identity, ", "));
        String query =
                "SELECT " + quoted("c.", foreignKey.childColumns(), ", ") + ", count(*), " + identified + " FROM "
                        + child(key.schema(), foreignKey) + " WHERE " + condition + exactly(foreignKey) + " LIMIT "
                        + (KEY_BOUND + 1);
        int columns = foreignKey.childColumns().size();
        List<String> names = key.childRowId().isPresent() ? List.of(ROW_ID) : identity;
        Map<KeyValues, Tally> tallies = new LinkedHashMap<>();
        for (List<Object> row : select(query, parameters)) {
            Map<String, Object> first = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                first.put(names.get(i), row.get(columns + 1 + i));
            }
            tallies.put(new KeyValues(row.subList(0, columns)), new Tally((Long) row.get(columns), first));
        }
        if (tallies.size() > KEY_BOUND) {
            throw new SQLException("more than " + KEY_BOUND + " keys of " + foreignKey.name() + " point at nothing");
        }
        return tallies;
    }

    /** One row for each key to the letter: 5 and 5.0 are two, and so are 'a' and 'A' whatever the collation. */
    private static String exactly(ForeignKey foreignKey) {
        return foreignKey.childColumns().stream()
                .map(column -> "c." + quoted(column) + " COLLATE BINARY, typeof(c." + quoted(column) + ")")
                .collect(Collectors.joining(", ", " GROUP BY ", ""));
    }

    private String child(String schema, ForeignKey foreignKey) {
        return table(schema, foreignKey.childTable()) + " c";
    }

    private String isOrphan(String schema, ForeignKey foreignKey) {
        return quoted("c.", foreignKey.childColumns(), " IS NOT NULL AND ") + " IS NOT NULL AND NOT EXISTS ("
                + parentOfChild(schema, foreignKey) + ")";
    }

    private String parentOfChild(String schema, ForeignKey foreignKey) {
        String matches = IntStream.range(0, foreignKey.childColumns().size())
                .mapToObj(i -> "p." + quoted(foreignKey.parentColumns().get(i)) + " = +c."
                        + quoted(foreignKey.childColumns().get(i)))
                .collect(Collectors.joining(" AND "));
        return "SELECT 1 FROM " + table(schema, foreignKey.parentTable()) + " p WHERE " + matches;
    }

    private String table(String schema, String name) {
        return quoted(other.orElse(schema)) + "." + quoted(name);
    }

    private List<List<Object>> select(String query, List<?> parameters) throws SQLException {
        try {
            return selected(query, parameters);
        } catch (SQLException e) {
            if (other.isPresent() && e.getErrorCode() == SQLiteErrorCode.SQLITE_ERROR.code) {
                return List.of();
            }
            throw e;
        }
    }

    private List<List<Object>> selected(String query, List<?> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            int count =
                    Math.min(parameters.size(), statement.getParameterMetaData().getParameterCount());
            for (int i = 0; i < count; i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<List<Object>> result = new ArrayList<>();
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    Object[] row = new Object[columns];
                    for (int column = 1; column <= columns; column++) {
                        row[column - 1] = value(rows.getObject(column));
                    }
                    result.add(Arrays.asList(row));
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
