package dev.referent.jdbc.schema;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.sql.SqlConditions;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Looks for child rows without a parent row.
 *
 * <p>The comparison is SQLite's own: the parent's column on the left gives affinity and collation, and the unary plus removes
 * those of the child's column. Any other form can miss an orphan row (5 and the text '05') or report a false one.
 *
 * @param other the name of the database on the connection, if it is not that of the keys
 */
public record OrphanQueries(SQLiteConnection connection, Optional<String> other) {
    /** How many distinct keys of one foreign key are distinguished. */
    static final int KEY_BOUND = 100_000;

    private static final String ROW_ID = "rowid";
    private static final String LIMIT = " LIMIT " + (KEY_BOUND + 1);

    /** Queries the databases of a connection by their own names. */
    public OrphanQueries(SQLiteConnection connection) {
        this(connection, Optional.empty());
    }

    /** Returns the keys of all child rows without a parent row. */
    public Map<KeyValues, Tally> all(SchemaKey key) throws SQLException {
        return grouped(key, isOrphan(key));
    }

    /** Returns the keys of child rows without a parent row, one more than the bound at most. */
    public Map<KeyValues, Tally> some(SchemaKey key) throws SQLException {
        return tallies(key, isOrphan(key));
    }

    /** Returns columns of the child rows without a parent row, of so many rows at most. */
    public List<List<@Nullable Object>> rows(SchemaKey key, List<String> columns, int most) throws SQLException {
        return Query.rows(
                connection,
                "SELECT " + SqlNames.quoted("c.", columns, ", ") + " FROM " + child(key) + " WHERE " + isOrphan(key)
                        + " LIMIT " + most);
    }

    /** Returns the keys of those child rows without a parent row that are among the rowids. */
    public Map<KeyValues, Tally> among(SchemaKey key, long[] rowIds) throws SQLException {
        String rows = RowIds.condition("c." + key.childRowId().orElseThrow(), rowIds);
        return grouped(key, rows + " AND " + isOrphan(key));
    }

    /** Returns the same for child rows whose FROM and WHERE are given; none if no column identifies a row. */
    public Map<KeyValues, Tally> among(SchemaKey key, String fromWhere) throws SQLException {
        List<String> identity = key.child().identity();
        String condition = identity.isEmpty()
                ? "0"
                : "(" + String.join(", ", key.child().terms("c.", identity)) + ") IN (SELECT "
                        + SqlNames.quoted("", identity, ", ") + fromWhere + ")";
        return grouped(key, condition + " AND " + isOrphan(key));
    }

    /**
     * Returns the keys of the child rows without a parent row that hold a parent row's key, of a foreign key whose columns compare
     * equally; 3.0 and 3 count as two even if the parent's column considers them equal.
     */
    public Map<KeyValues, Tally> without(SchemaKey key, KeyValues parentKey) throws SQLException {
        return grouped(key, references(key, parentKey) + " AND " + isOrphan(key));
    }

    /** Returns how many child rows reference a parent row's key, without those that have one of the rowids. */
    public long referencing(SchemaKey key, KeyValues parentKey, long[] except) throws SQLException {
        return Query.number(
                connection,
                "SELECT count(*) FROM " + child(key) + " WHERE " + references(key, parentKey)
                        + " AND NOT ("
                        + RowIds.condition("c." + key.childRowId().orElseThrow(), except) + ")");
    }

    private static String references(SchemaKey key, KeyValues parentKey) {
        return equal("c.", key.foreignKey().childColumns(), parentKey);
    }

    /** Returns the keys of the parent rows that child rows reference, with the number of child rows. */
    public Map<KeyValues, Tally> referenced(SchemaKey key) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        String columns = SqlNames.quoted("p.", foreignKey.parentColumns(), ", ");
        String query = "SELECT " + columns + ", count(*) FROM " + child(key) + " JOIN "
                + table(key.schema(), foreignKey.parentTable()) + " p ON " + matches(key)
                + grouping("p.", foreignKey.parentColumns()) + LIMIT;
        return counted(query);
    }

    /** Reads keys, without those that hold a null, and how many rows have each. */
    private Map<KeyValues, Tally> counted(String query) throws SQLException {
        Map<KeyValues, Tally> counted = new LinkedHashMap<>();
        Query.each(connection, query, row -> {
            List<?> values = row.subList(0, row.size() - 1);
            if (!values.contains(null)) {
                long rows = (Long) Objects.requireNonNull(row.get(row.size() - 1));
                counted.put(KeyValues.of(values), new Tally(rows, Map.of()));
            }
            return true;
        });
        return counted;
    }

    /** Returns whether a child row has no parent row. */
    public boolean hasOrphans(SchemaKey key) throws SQLException {
        return Query.hasRow(connection, "SELECT 1 FROM " + child(key) + " WHERE " + isOrphan(key));
    }

    /** Returns whether a foreign key's action may act on a child row when any parent row goes. */
    public boolean mayActOnChildren(SchemaKey key) throws SQLException {
        return mayActOnChildren(
                key, " FROM " + table(key.schema(), key.foreignKey().parentTable()));
    }

    /**
     * Returns whether a foreign key's action may act on a child row when parent rows go that a statement's condition selects; its
     * FROM and WHERE are given. An action compares without the affinity of the parent's column: one of 7 acts on the orphan row
     * '7' as well.
     */
    public boolean mayActOnChildren(SchemaKey key, String fromWhere) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        String rows = "SELECT 1 FROM (SELECT " + SqlNames.quoted("", foreignKey.parentColumns(), ", ") + fromWhere
                + ") p JOIN " + child(key) + " ON ";
        for (String comparison : comparisons(key)) { // one by one, so that SQLite can use an index for each
            if (Query.hasRow(connection, rows + comparison + " LIMIT 1")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the conditions by which SQLite finds child rows {@code c} of a parent row {@code p}: one for a key whose columns compare
     * equally, and otherwise that of a check of child rows, that of a check of parent rows, and that of an action.
     */
    public static List<String> comparisons(SchemaKey key) {
        String alike = matches(key.foreignKey(), "", "");
        return key.comparesEqually()
                ? List.of(alike)
                : List.of(matches(key), alike, matches(key.foreignKey(), "+", ""));
    }

    /** Returns the referenced keys of the parent rows with those rowids; without those that hold a null. */
    public List<KeyValues> parentKeys(SchemaKey key, long[] rowIds) throws SQLException {
        return parentKeys(
                key,
                " FROM " + table(key.schema(), key.foreignKey().parentTable()) + " WHERE "
                        + RowIds.condition(key.parentRowId().orElseThrow(), rowIds));
    }

    /** Returns the referenced keys, without those that hold a null, of parent rows, whose FROM and WHERE are given. */
    public List<KeyValues> parentKeys(SchemaKey key, String fromWhere) throws SQLException {
        String columns = SqlNames.quoted("", key.foreignKey().parentColumns(), ", ");
        return Query.rows(connection, "SELECT " + columns + fromWhere + LIMIT).stream()
                .filter(values -> !values.contains(null))
                .map(KeyValues::of)
                .toList();
    }

    /** Returns those of the rowids that the table has. */
    public long[] existing(String schema, String table, String rowIdName, long[] rowIds) throws SQLException {
        String query = "SELECT " + rowIdName + " FROM " + table(schema, table) + " WHERE "
                + RowIds.condition(rowIdName, rowIds);
        return Query.rows(connection, query).stream()
                .mapToLong(row -> (Long) Objects.requireNonNull(row.get(0)))
                .toArray();
    }

    /** Returns the key that the parent row of a child row's values has; empty if there is no such parent row. */
    public Optional<KeyValues> parent(SchemaKey key, KeyValues values) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        String query = "SELECT " + SqlNames.quoted("p.", foreignKey.parentColumns(), ", ") + " FROM "
                + table(key.schema(), foreignKey.parentTable()) + " p WHERE "
                + key.isParent(i -> SqlLiteral.of(values.values().get(i))) + " LIMIT 1";
        return Query.rows(connection, query).stream().map(KeyValues::of).findFirst();
    }

    /** Returns whether a parent row has that key. */
    public boolean parentExists(SchemaKey key, KeyValues values) throws SQLException {
        return parent(key, values).isPresent();
    }

    /** Returns the keys of the child rows of a foreign key whose parent table does not exist, so that none has a parent row. */
    public Map<KeyValues, Tally> withoutTable(String schema, DeclaredKey key) throws SQLException {
        String columns = SqlNames.quoted("c.", key.childColumns(), ", ");
        String query = "SELECT " + columns + ", count(*) FROM " + table(schema, key.child()) + " c WHERE "
                + notNull(key.childColumns()) + grouping("c.", key.childColumns()) + LIMIT;
        return bounded(key.name(), counted(query));
    }

    private Map<KeyValues, Tally> grouped(SchemaKey key, String condition) throws SQLException {
        return bounded(key.foreignKey().name(), tallies(key, condition));
    }

    private static Map<KeyValues, Tally> bounded(String key, Map<KeyValues, Tally> tallies) throws SQLException {
        if (tallies.size() > KEY_BOUND) {
            throw new SQLException("more than " + KEY_BOUND + " keys of " + key + " have no parent row");
        }
        return tallies;
    }

    /** Groups child rows by their exact keys: 5 and 5.0 are two, and so are 'a' and 'A', whatever the collation. */
    private Map<KeyValues, Tally> tallies(SchemaKey key, String condition) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        List<String> identity = key.childPrimaryKey();
        String identified = key.childRowId()
                .map(name -> "min(c." + name + ")")
                .orElseGet(() -> identity.isEmpty() ? "NULL" : SqlNames.quoted("c.", identity, ", "));
        String query = "SELECT " + SqlNames.quoted("c.", foreignKey.childColumns(), ", ") + ", count(*), " + identified
                + " FROM " + child(key) + " WHERE " + condition
                + grouping("c.", foreignKey.childColumns()) + LIMIT;
        int columns = foreignKey.childColumns().size();
        List<String> names = key.childRowId().isPresent() ? List.of(ROW_ID) : identity;
        Map<KeyValues, Tally> tallies = new LinkedHashMap<>();
        Query.each(connection, query, row -> {
            Map<String, Object> first = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                first.put(names.get(i), Objects.requireNonNull(row.get(columns + 1 + i)));
            }
            long rows = (Long) Objects.requireNonNull(row.get(columns));
            tallies.put(KeyValues.of(row.subList(0, columns)), new Tally(rows, first));
            return true;
        });
        return tallies;
    }

    /** Returns the GROUP BY clause that keeps exact keys apart. */
    public static String grouping(String prefix, List<String> columns) {
        return columns.stream()
                .map(column -> prefix + SqlNames.quoted(column))
                .map(column -> column + " COLLATE BINARY, typeof(" + column + ")")
                .collect(Collectors.joining(", ", " GROUP BY ", ""));
    }

    /** Returns the condition that the columns have the values. */
    public static String equal(String prefix, List<String> columns, KeyValues values) {
        return SqlConditions.all(
                columns.size(),
                i -> prefix + SqlNames.quoted(columns.get(i)) + " = "
                        + SqlLiteral.of(values.values().get(i)));
    }

    private String child(SchemaKey key) {
        return table(key.schema(), key.foreignKey().childTable()) + " c";
    }

    /** Returns the condition that the row {@code c} of the child table has no parent row. */
    String isOrphan(SchemaKey key) {
        ForeignKey foreignKey = key.foreignKey();
        return notNull(foreignKey.childColumns()) + " AND NOT EXISTS (SELECT 1 FROM "
                + table(key.schema(), foreignKey.parentTable()) + " p WHERE " + matches(key) + ")";
    }

    private static String notNull(List<String> columns) {
        return SqlConditions.all(columns.size(), i -> "c." + SqlNames.quoted(columns.get(i)) + " IS NOT NULL");
    }

    private static String matches(SchemaKey key) {
        return key.isParent(
                i -> "+c." + SqlNames.quoted(key.foreignKey().childColumns().get(i)));
    }

    /**
     * Returns the condition that a child row {@code c} has the key of a parent row {@code p}. Without a sign, SQLite can also use an index
     * of the child's columns, which is right for keys whose columns compare equally.
     */
    public static String matches(ForeignKey foreignKey, String parentSign, String childSign) {
        return SqlConditions.all(
                foreignKey.childColumns().size(),
                i -> parentSign + "p."
                        + SqlNames.quoted(foreignKey.parentColumns().get(i)) + " = " + childSign + "c."
                        + SqlNames.quoted(foreignKey.childColumns().get(i)));
    }

    private String table(String schema, String name) {
        return SqlNames.quoted(other.orElse(schema), name);
    }
}
