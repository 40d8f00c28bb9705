package dev.referent.jdbc;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.DeletePreview.Effect;
import dev.referent.jdbc.DeletePreview.Outcome;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Follows a DELETE over the foreign keys of SQLite's {@code main} database. It reads the child rows of the rows that go, those that cascade
 * in turn, and afterwards decides about those that stay.
 */
final class DeleteSearch {
    /** How many rows are remembered. */
    static final int ROWS = 100_000;

    /** How many rows one query names. */
    private static final int CHUNK = 1_000;

    /** How deep cascades may be nested (sqlite.org/limits.html#max_trigger_depth). */
    private static final int LEVELS = 1_000;

    private final Connection connection;
    private final DatabaseSchema schema = new DatabaseSchema("main");
    private final DatabaseSchema temporary = new DatabaseSchema("temp");

    private final Map<String, Set<String>> deleted = new HashMap<>();
    private final Map<SchemaKey, Set<String>> children = new LinkedHashMap<>();
    private final Deque<RowsOfTable> rest = new ArrayDeque<>();
    private final Set<String> undetermined = new LinkedHashSet<>();
    private final List<Effect> effects = new ArrayList<>();
    private int remembered;

    DeleteSearch(Connection connection) {
        this.connection = connection;
    }

    /**
     * Some rows of a table.
     *
     * @param rows each by the SQL literals of the columns that identify it
     * @param level how many cascades have led to them
     */
    private record RowsOfTable(TableFacts table, List<String> rows, int level) {}

    /**
     * Previews the deletion of rows.
     *
     * @param keys the rows' primary keys, or rowids where the table has no primary key
     */
    DeletePreview preview(String table, List<? extends List<?>> keys) throws SQLException {
        TableFacts facts = schema.table(connection, table)
                .orElseThrow(() -> new SQLException("the database has no table " + table));
        // fails as the DELETE does where a key cannot be used
        Query.rows(connection, "EXPLAIN DELETE FROM " + quoted(facts));
        Set<String> named = named(facts, keys);
        delete(facts, named, 0);
        while (!rest.isEmpty() && remembered <= ROWS) {
            follow(rest.remove());
        }
        if (remembered > ROWS) {
            undetermined.add("more than " + ROWS + " rows are affected; the preview stops there");
        }
        for (Map.Entry<SchemaKey, Set<String>> entry : children.entrySet()) {
            decide(entry.getKey(), entry.getValue());
        }
        noteOrphans();
        long all = deleted.values().stream().mapToLong(Set::size).sum();
        return new DeletePreview(named.size(), all - named.size(), effects, List.copyOf(undetermined));
    }

    private Set<String> named(TableFacts table, List<? extends List<?>> keys) throws SQLException {
        List<String> columns = table.primaryKey().isEmpty() ? identity(table) : table.primaryKey();
        Set<String> rows = new LinkedHashSet<>();
        for (List<? extends List<?>> chunk : chunks(keys)) {
            List<String> some =
                    chunk.stream().map(key -> literals(key, columns)).toList();
            String query = "SELECT " + SqlNames.quoted("p.", identity(table), ", ") + " FROM " + quoted(table)
                    + " p WHERE " + among(table, columns, some);
            rows.addAll(identified(Query.rows(connection, query)));
        }
        return rows;
    }

    private static String literals(List<?> key, List<String> columns) {
        if (key.size() != columns.size()) {
            throw new IllegalArgumentException("a row is named by " + columns + ", not by " + key.size() + " values");
        }
        return literals(key);
    }

    private void delete(TableFacts table, Collection<String> rows, int level) throws SQLException {
        Set<String> known = deleted.computeIfAbsent(SqlNames.folded(table.name()), name -> new HashSet<>());
        List<String> added = rows.stream().filter(known::add).toList();
        remembered += added.size();
        chunks(added).forEach(chunk -> rest.add(new RowsOfTable(table, chunk, level)));
        if (level >= LEVELS && !added.isEmpty()) {
            undetermined.add("whether the cascades are nested too deep: SQLite follows at most " + LEVELS);
        }
        if (!added.isEmpty()) {
            noteTrigger(table, "DELETE");
        }
    }

    private void noteTrigger(TableFacts table, String event) throws SQLException {
        if (schema.hasTrigger(connection, table.name(), event)
                || temporary.hasTrigger(connection, table.name(), event)) {
            undetermined.add("a trigger may act on the " + event + " of rows of " + table.name());
        }
    }

    private void follow(RowsOfTable parents) throws SQLException {
        for (SchemaKey key : schema.keysTo(connection, parents.table.name())) {
            List<String> comparisons = OrphanQueries.comparisons(key);
            List<List<@Nullable Object>> pairs = pairs(key, parents, comparisons.get(0));
            for (String other : comparisons.subList(1, comparisons.size())) {
                if (!identified(pairs).equals(identified(pairs(key, parents, other)))) {
                    undetermined.add("which rows of " + key.child().name() + " SQLite finds for "
                            + key.foreignKey().name() + ": its columns have other types than those of "
                            + key.parent().name());
                }
            }
            int width = identity(key.child()).size();
            Set<String> found = new LinkedHashSet<>();
            pairs.forEach(pair -> found.add(literals(pair.subList(0, width))));
            if (!found.isEmpty()) {
                Set<String> known = children.computeIfAbsent(key, any -> new HashSet<>());
                known.addAll(found);
                if (key.foreignKey().onDelete() == ReferentialAction.CASCADE) {
                    delete(key.child(), found, parents.level + 1);
                } else {
                    remembered += found.size();
                }
            }
        }
    }

    /** Returns what identifies each child row, and then its parent row. */
    private List<List<@Nullable Object>> pairs(SchemaKey key, RowsOfTable parents, String comparison)
            throws SQLException {
        String query = "SELECT " + SqlNames.quoted("c.", identity(key.child()), ", ") + ", "
                + SqlNames.quoted("p.", identity(key.parent()), ", ") + " FROM " + quoted(key.parent()) + " p JOIN "
                + quoted(key.child()) + " c ON " + comparison
                + " WHERE " + among(parents.table, identity(parents.table), parents.rows) + " LIMIT " + (ROWS + 1);
        return Query.rows(connection, query);
    }

    /** Decides what happens to the child rows of a key, once it is known which rows are deleted. */
    private void decide(SchemaKey key, Set<String> rows) throws SQLException {
        noteSharedColumns(key, rows);
        ReferentialAction action = key.foreignKey().onDelete();
        if (action == ReferentialAction.CASCADE) {
            effects.add(new Effect(key.foreignKey(), Outcome.DELETED, rows.size()));
            return;
        }
        Set<String> gone = deleted.getOrDefault(SqlNames.folded(key.child().name()), Set.of());
        List<String> staying = rows.stream().filter(row -> !gone.contains(row)).toList();
        if (staying.size() < rows.size() && dependsOnOrder(key)) {
            undetermined.add("rows of " + key.child().name() + " are deleted and are checked by "
                    + key.foreignKey().name() + ": which comes first decides");
        }
        if (!staying.isEmpty()) {
            effects.add(new Effect(key.foreignKey(), outcome(key), staying.size()));
        }
        if (sets(key)) { // also rows that go, if their turn comes later
            noteTrigger(key.child(), "UPDATE");
            noteUpdatedOrphans(key.child(), List.copyOf(rows));
        }
    }

    /** SQLite only counts: an orphan row that goes makes up for a row that becomes one. */
    private void noteOrphans() throws SQLException {
        if (effects.stream().noneMatch(DeleteSearch::isCounted)) {
            return;
        }
        for (Map.Entry<String, Set<String>> table : deleted.entrySet()) {
            for (SchemaKey key : schema.keysFrom(connection, table.getKey())) {
                if (hasOrphans(key, List.copyOf(table.getValue()))) {
                    undetermined.add("rows of " + key.child().name() + " that have no parent row by "
                            + key.foreignKey().name() + " are deleted: SQLite may accept another one for each");
                }
            }
        }
    }

    /** SQLite checks a key within one table at each UPDATE of a child row, whatever it changes. */
    private void noteUpdatedOrphans(TableFacts table, List<String> rows) throws SQLException {
        for (SchemaKey key : schema.keysFrom(connection, table.name())) {
            if (key.isWithinOneTable() && hasOrphans(key, rows)) {
                undetermined.add("rows of " + table.name() + " that have no parent row by "
                        + key.foreignKey().name() + " are updated: SQLite may reject each");
            }
        }
    }

    private boolean hasOrphans(SchemaKey key, List<String> rows) throws SQLException {
        OrphanQueries queries = new OrphanQueries(connection.unwrap(SQLiteConnection.class));
        for (List<String> chunk : chunks(rows)) {
            String condition = among(key.child(), identity(key.child()), chunk);
            if (!queries.among(key, " FROM " + quoted(key.child()) + " p WHERE " + condition)
                    .isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCounted(Effect effect) {
        return effect.outcome() == Outcome.STOPS && effect.foreignKey().onDelete() == ReferentialAction.NO_ACTION;
    }

    /** Returns whether a child row can stop the DELETE before it is deleted itself. */
    private boolean dependsOnOrder(SchemaKey key) throws SQLException {
        return switch (key.foreignKey().onDelete()) {
            case RESTRICT -> true;
            case SET_NULL, SET_DEFAULT -> new SetAction(connection, schema, key, new HashSet<>()).mayBeRejected();
            case CASCADE, NO_ACTION -> false;
        };
    }

    private Outcome outcome(SchemaKey key) throws SQLException {
        ReferentialAction action = key.foreignKey().onDelete();
        if (action == ReferentialAction.RESTRICT || action == ReferentialAction.NO_ACTION) {
            return Outcome.STOPS;
        }
        return new SetAction(connection, schema, key, undetermined).outcome();
    }

    /** A null that one key sets may satisfy another one. */
    private void noteSharedColumns(SchemaKey key, Set<String> rows) {
        for (SchemaKey other : children.keySet()) {
            if (!other.equals(key)
                    && other.isChild(key.schema(), key.child().name())
                    && sets(other)
                    && !Collections.disjoint(rows, children.getOrDefault(other, Set.of()))
                    && SetAction.share(
                            other.foreignKey().childColumns(), key.foreignKey().childColumns())) {
                undetermined.add(other.foreignKey().name() + " and "
                        + key.foreignKey().name() + " have a column in common: which comes first decides");
            }
        }
    }

    private static boolean sets(SchemaKey key) {
        ReferentialAction action = key.foreignKey().onDelete();
        return action == ReferentialAction.SET_NULL || action == ReferentialAction.SET_DEFAULT;
    }

    private static List<String> identity(TableFacts table) throws SQLException {
        List<String> columns = table.identity();
        if (columns.isEmpty()) {
            throw new SQLException("no column identifies a row of " + table.name());
        }
        return columns;
    }

    private static <T> List<List<T>> chunks(List<T> list) {
        return IntStream.iterate(0, start -> start < list.size(), start -> start + CHUNK)
                .mapToObj(start -> list.subList(start, Math.min(start + CHUNK, list.size())))
                .toList();
    }

    private static Set<String> identified(List<List<@Nullable Object>> rows) {
        return rows.stream().map(DeleteSearch::literals).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String literals(List<? extends @Nullable Object> values) {
        return values.stream().map(SqlLiteral::of).collect(Collectors.joining(", "));
    }

    private static String quoted(TableFacts table) {
        return SqlNames.quoted("main", table.name());
    }

    /** Returns the condition that a row of the parent table is one of those. */
    private static String among(TableFacts table, List<String> columns, List<String> rows) {
        String terms = String.join(", ", table.terms("p.", columns));
        return columns.size() == 1
                ? terms + " IN (" + String.join(", ", rows) + ")"
                : "(" + terms + ") IN (VALUES (" + String.join("), (", rows) + "))";
    }
}
