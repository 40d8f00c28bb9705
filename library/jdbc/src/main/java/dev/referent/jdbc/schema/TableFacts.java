package dev.referent.jdbc.schema;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.sql.SimpleChange;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a table that are needed to look its rows up, and to know the effects of a write.
 *
 * @param name its name, in the letter case of its declaration
 * @param rowId a name of its rowid; empty if it has none, or columns hide all three names
 * @param rowIdColumn the column that is an alias of its rowid; empty if there is none
 * @param collates whether its declaration names a collation
 * @param resolves whether one of its constraints has an {@code ON CONFLICT} clause
 * @param checks whether its constraints or types may reject a row for a reason other than a null or a rowid
 * @param keyCollations the collations of the primary key's index, by which SQLite tells rows apart and looks one up for a foreign key that
 *     names no columns; empty if they can only be those of the columns, or there is no index
 */
public record TableFacts(
        String name,
        String sql,
        Optional<String> rowId,
        boolean hasRowId,
        Optional<String> rowIdColumn,
        boolean collates,
        boolean resolves,
        boolean checks,
        List<Column> columns,
        List<String> keyCollations) {
    /** The place of an index's origin in the rows of {@code PRAGMA index_list}. */
    private static final int ORIGIN = 3;

    private static final List<String> CHECKS = List.of("UNIQUE", "CHECK");

    static TableFacts of(Connection connection, String schema, String name, String sql) throws SQLException {
        List<Token> tokens = SqlTokens.of(sql);
        boolean strict = endsWith(tokens, "STRICT", "");
        boolean hasRowId = !endsWith(tokens, "WITHOUT", "ROWID");
        List<Column> columns = columns(connection, schema, name, strict);
        Optional<String> rowId = SqlNames.ROW_ID_NAMES.stream()
                .filter(alias -> hasRowId && position(columns, alias) < 0)
                .findFirst();
        boolean mayAlias = hasRowId && (!SqlTokens.says(tokens, "DESC") || hasNoKeyIndex(connection, schema, name));
        Optional<String> rowIdColumn = mayAlias ? integerKey(columns) : Optional.empty();
        boolean collates = SqlTokens.says(tokens, "COLLATE");
        return new TableFacts(
                name,
                sql,
                rowId,
                hasRowId,
                rowIdColumn,
                collates,
                SqlTokens.says(tokens, "CONFLICT"),
                strict || !hasRowId || CHECKS.stream().anyMatch(word -> SqlTokens.says(tokens, word)),
                columns,
                collates ? keyCollations(connection, schema, name) : List.of());
    }

    private static List<String> keyCollations(Connection connection, String schema, String name) throws SQLException {
        String query = "SELECT x.coll FROM pragma_index_list(%1$s, %2$s) l JOIN pragma_index_xinfo(l.name, %2$s) x"
                + " WHERE l.origin = 'pk' AND x.key ORDER BY x.seqno";
        return Query.rows(connection, query.formatted(SqlLiteral.of(name), SqlLiteral.of(schema))).stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    /** Returns the only column of the primary key if it is declared INTEGER. */
    private static Optional<String> integerKey(List<Column> columns) {
        List<Column> key =
                columns.stream().filter(column -> column.primaryKey() > 0).toList();
        return key.size() == 1 && key.get(0).isInteger()
                ? Optional.of(key.get(0).name())
                : Optional.empty();
    }

    /**
     * Returns whether the primary key has no index. That of an {@code INTEGER PRIMARY KEY DESC} has one, and so is no alias of the rowid
     * and takes other values and nulls (sqlite.org/lang_createtable.html#rowid).
     */
    private static boolean hasNoKeyIndex(Connection connection, String schema, String table) throws SQLException {
        String pragma = "PRAGMA " + SqlNames.quoted(schema) + ".index_list(" + SqlNames.quoted(table) + ")";
        return Query.rows(connection, pragma).stream().noneMatch(index -> "pk".equals(index.get(ORIGIN)));
    }

    /** Returns whether the options after the table's body contain a word, followed by a second one if that is not empty. */
    private static boolean endsWith(List<Token> tokens, String first, String second) {
        for (int i = tokens.size() - 1; i >= 0 && !tokens.get(i).is(")"); i--) {
            boolean follows = second.isEmpty()
                    || (i + 1 < tokens.size() && tokens.get(i + 1).is(second));
            if (tokens.get(i).is(first) && follows) {
                return true;
            }
        }
        return false;
    }

    private static List<Column> columns(Connection connection, String schema, String table, boolean strict)
            throws SQLException {
        String pragma = "PRAGMA " + SqlNames.quoted(schema) + ".table_xinfo(" + SqlNames.quoted(table) + ")";
        List<Column> columns = new ArrayList<>();
        for (List<@Nullable Object> row : Query.rows(connection, pragma)) {
            columns.add(Column.of(row, strict));
        }
        return List.copyOf(columns);
    }

    private static int position(List<Column> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (SqlNames.same(columns.get(i).name(), name)) {
                return i;
            }
        }
        return -1;
    }

    int position(String name) {
        return position(columns, name);
    }

    /** Returns a column. */
    public Optional<Column> column(String name) {
        int position = position(name);
        return position < 0 ? Optional.empty() : Optional.of(columns.get(position));
    }

    /** Returns the names of the columns of an INSERT without a column list. */
    public List<String> insertedColumns() {
        return columns.stream()
                .filter(column -> !column.generated())
                .map(Column::name)
                .toList();
    }

    /** Returns the columns of the primary key, in its order; empty if it has none. */
    public List<String> primaryKey() {
        return columns.stream()
                .filter(column -> column.primaryKey() > 0)
                .sorted(Comparator.comparingInt(Column::primaryKey))
                .map(Column::name)
                .toList();
    }

    /** Returns the columns that identify a row: a name of its rowid, or else the primary key; empty if it has neither. */
    public List<String> identity() {
        return rowId.map(List::of).orElseGet(this::primaryKey);
    }

    /** Returns some columns, prefixed, to be compared as SQLite compares them to tell rows apart if they are the primary key. */
    public List<String> terms(String prefix, List<String> names) {
        boolean collated = !keyCollations.isEmpty() && names.equals(primaryKey());
        boolean whole = keyCollations.size() == names.size();
        return IntStream.range(0, names.size())
                .mapToObj(i -> prefix
                        + SqlNames.quoted(names.get(i))
                        // an index that names a column twice tells apart what differs at all
                        + (collated ? " COLLATE " + SqlNames.quoted(whole ? keyCollations.get(i) : "BINARY") : ""))
                .toList();
    }

    /** Returns whether an UPDATE writes one of the columns: it assigns to it, or to one from which SQLite generates it. */
    public boolean mayChange(SimpleChange change, List<String> names) {
        return dependOn(names, change.assigned().keySet());
    }

    /** Returns whether names include one of the changed columns, or a generated column that SQLite computes from one. */
    public boolean dependOn(Collection<String> names, Collection<String> changed) {
        Set<String> folded = changed.stream().map(SqlNames::folded).collect(Collectors.toSet());
        Set<String> seen = new HashSet<>();
        return names.stream().anyMatch(name -> dependsOn(SqlNames.folded(name), folded, seen));
    }

    private boolean dependsOn(String name, Set<String> changed, Set<String> seen) {
        Optional<Column> column = column(name);
        if (column.isEmpty() || !seen.add(name)) {
            return false;
        }
        return changed.contains(name)
                || (column.get().generated()
                        && computedFrom(name).stream().anyMatch(source -> dependsOn(source, changed, seen)));
    }

    /** Returns the names in a generated column's expression, among them all columns that SQLite computes it from. */
    private Set<String> computedFrom(String column) {
        List<Token> tokens = SqlTokens.of(sql);
        int definition = 1;
        while (definition < tokens.size() && !tokens.get(definition - 1).is("(")) {
            definition++;
        }
        while (definition < tokens.size()
                && !SqlNames.same(tokens.get(definition).text(), column)) {
            definition = SqlTokens.find(tokens, definition, Set.of(",")) + 1;
        }
        Set<String> names = new HashSet<>();
        int depth = 0;
        int next = SqlTokens.find(tokens, definition, Set.of("AS")) + 1;
        while (next < tokens.size() && (names.isEmpty() || depth > 0)) {
            Token token = tokens.get(next++);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            names.add(SqlNames.folded(token.text()));
        }
        return names;
    }

    /** Returns whether the SET clause assigns known values, to columns that the WHERE clause does not read. */
    public boolean setsWhatItDoesNotRead(SimpleChange change) {
        return change.setsWhatItDoesNotRead()
                && columns.stream()
                        .filter(Column::generated)
                        .noneMatch(column -> change.where().names().contains(column.name()));
    }

    /** Returns whether a column is an alias of the rowid, so that SQLite chooses its value if none is given. */
    public boolean isRowId(Column column) {
        return rowIdColumn.equals(Optional.of(column.name()));
    }
}
