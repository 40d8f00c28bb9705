package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.Column;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SimpleInsert;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlValue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Proves the violations of an INSERT of values into a table without INSERT triggers: the values of its foreign key columns are
 * known, so the parent rows can be looked up.
 */
record InsertProof(
        Investigation investigation,
        SimpleInsert insert,
        DatabaseSchema schema,
        TableFacts table,
        List<SchemaKey> keys,
        List<String> allColumns) {
    /** How many keys are looked up in one query. */
    private static final int AT_ONCE = 500;

    /** It begins the names of the columns of a query's rows. */
    private static final String ROW = "referent_c";

    /** A column, and the index of its value in each row; negative if the statement gives none. */
    private record Target(Column column, int index) {}

    /** Reads the statement; empty if it is of another kind. */
    static Optional<InsertProof> of(Investigation investigation, SqlStatement statement) throws SQLException {
        return of(investigation, statement.plainInsert().orElseThrow());
    }

    /** Reads an INSERT of values, or of the rows of a query; empty if more than that may happen. */
    static Optional<InsertProof> of(Investigation investigation, SimpleInsert insert) throws SQLException {
        Optional<DatabaseSchema> schema = investigation.schemaOf(insert.schema(), insert.table());
        if (schema.isEmpty()) {
            return Optional.empty();
        }
        Optional<TableFacts> table = schema.get().table(investigation.connection(), insert.table());
        boolean plain = table.isPresent()
                && !table.get().resolves()
                && !investigation.hasTrigger(schema.get(), insert.table(), "INSERT");
        if (!plain) {
            return Optional.empty();
        }
        List<SchemaKey> keys = schema.get().keysFrom(investigation.connection(), insert.table());
        InsertProof proof = new InsertProof(
                investigation,
                insert,
                schema.get(),
                table.get(),
                keys,
                table.get().insertedColumns());
        return proof.givesTwoRowIds() ? Optional.empty() : Optional.of(proof);
    }

    /** Returns whether the statement gives the rowid by its column and by another name as well: SQLite stores the last one. */
    private boolean givesTwoRowIds() {
        return namesRowId()
                && table.columns().stream().anyMatch(column -> table.isRowId(column) && gives(column.name()));
    }

    boolean gives(String column) {
        return insert.indexOf(column, allColumns) >= 0;
    }

    /** Returns whether the statement gives the rowid by a name of its own, not by a column. */
    boolean namesRowId() {
        return SqlNames.ROW_ID_NAMES.stream()
                .anyMatch(name -> gives(name) && table.column(name).isEmpty());
    }

    int rows() {
        return insert.rows().size();
    }

    /** Returns whether a row may fail for a reason other than a foreign key. */
    boolean mayFailOtherwise(List<@Nullable Object> bound) throws SQLException {
        if (namesRowId() || schema.mayReject(investigation.connection(), table)) {
            return true;
        }
        for (Column column : table.columns()) {
            if (table.isRowId(column) ? gives(column.name()) : column.notNull() && !isGivenValue(column, bound)) {
                return true;
            }
        }
        return false;
    }

    private boolean isGivenValue(Column column, List<@Nullable Object> bound) throws SQLException {
        Target target = target(column.name());
        investigation.deadline().check();
        return insert.rows().stream().allMatch(row -> value(row, bound, target)
                .filter(known -> known.value() != null)
                .isPresent());
    }

    private Target target(String name) {
        return new Target(table.column(name).orElseThrow(), insert.indexOf(name, allColumns));
    }

    private List<Target> targets(List<String> names) {
        return names.stream().map(this::target).toList();
    }

    /**
     * Returns whether SQLite may accept it although a parent row is missing: if it adds the parent row that an existing orphan row
     * lacks, the one makes up for the other, except for an immediate key and a single row.
     */
    boolean mayBeAccepted() throws SQLException {
        return schema.keysTo(investigation.connection(), table.name()).stream()
                .anyMatch(key -> key.foreignKey().deferred() || insert.rows().size() > 1);
    }

    /** Returns whether no row that it adds can be the parent of another one. */
    boolean isIndependent() {
        return keys.stream().noneMatch(SchemaKey::isWithinOneTable);
    }

    /** Adds the violations; returns false if what it writes is not known. */
    boolean addTo(Violations violations, List<@Nullable Object> bound) throws SQLException {
        Optional<Map<SchemaKey, Set<KeyValues>>> written = written(violations, bound);
        if (written.isEmpty()) {
            return false;
        }
        for (Map.Entry<SchemaKey, Set<KeyValues>> ofKey : written.get().entrySet()) {
            for (KeyValues values : withoutParent(investigation, ofKey.getKey(), ofKey.getValue())) {
                violations.addMissingParent(ofKey.getKey(), values, new Tally(1, Map.of()));
            }
        }
        return true;
    }

    /**
     * Adds a few violations of the rows that a query gives, as SQLite comes to them: of those whose values are stored as they are, and
     * whose parent row is in another table, which the statement does not change.
     */
    void addFew(Violations violations, String query) throws SQLException {
        List<String> columns = insert.columns().isEmpty() ? allColumns : insert.columns();
        String rows = "WITH referent_rows (" + each(columns.size(), i -> ROW + i, ", ") + ") AS (" + query + ") ";
        for (SchemaKey key : keys) {
            List<Target> targets = targets(key.foreignKey().childColumns());
            boolean given = targets.stream().allMatch(target -> target.index() >= 0);
            if (!given || key.isWithinOneTable() || !violations.isChecked(key, Kind.MISSING_PARENT)) {
                continue;
            }
            IntFunction<String> value = i -> "+" + ROW + targets.get(i).index();
            String found = "SELECT DISTINCT " + each(targets.size(), value, ", ") + " FROM referent_rows WHERE "
                    + each(
                            targets.size(),
                            i -> targets.get(i).column().affinity().keeps(value.apply(i)),
                            " AND ")
                    + " AND " + hasNoParent(key, value) + " LIMIT 10";
            Query.each(investigation.connection(), rows + found, row -> {
                violations.addMissingParent(key, KeyValues.of(row), new Tally(1, Map.of()));
                return true;
            });
        }
    }

    private static String each(int count, IntFunction<String> part, String separator) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(separator));
    }

    /** Returns the values that the statement writes into each checked foreign key; empty if they are not known. */
    Optional<Map<SchemaKey, Set<KeyValues>>> written(Violations checked, List<@Nullable Object> bound)
            throws SQLException {
        Map<SchemaKey, Set<KeyValues>> written = new LinkedHashMap<>();
        for (SchemaKey key : keys) {
            if (checked.isChecked(key, Kind.MISSING_PARENT)) {
                Optional<Set<KeyValues>> ofKey = childKeys(key, bound);
                if (ofKey.isEmpty()) {
                    return Optional.empty();
                }
                written.put(key, ofKey.get());
            }
        }
        return Optional.of(written);
    }

    /** Returns the values that the rows store in columns, without rows that have a null there; empty if unknown. */
    Optional<Set<KeyValues>> stored(List<String> columns, List<@Nullable Object> bound) throws SQLException {
        List<Target> targets = targets(columns);
        Set<KeyValues> stored = new LinkedHashSet<>();
        for (List<SqlValue> row : insert.rows()) {
            investigation.deadline().check();
            Optional<List<@Nullable Object>> values = rowValues(row, bound, targets);
            if (values.isEmpty()) {
                return Optional.empty();
            }
            if (!values.get().contains(null)) {
                stored.add(KeyValues.of(values.get()));
            }
        }
        return Optional.of(stored);
    }

    /** Returns the rows' values of a foreign key, except those that need no parent row; empty if unknown. */
    private Optional<Set<KeyValues>> childKeys(SchemaKey key, List<@Nullable Object> bound) throws SQLException {
        Optional<Set<KeyValues>> written = stored(key.foreignKey().childColumns(), bound);
        if (!key.isWithinOneTable() || written.isEmpty() || written.get().isEmpty()) {
            return written;
        }
        if (insert.rows().size() > 1) {
            return Optional.empty();
        }
        KeyValues child = written.get().iterator().next();
        return isItsOwnParent(key, insert.rows().get(0), bound, child).map(itself -> itself ? Set.of() : Set.of(child));
    }

    /** Returns a row's values of those columns, including nulls; if one is null, the others need not be known. */
    private Optional<List<@Nullable Object>> rowValues(
            List<SqlValue> row, List<@Nullable Object> bound, List<Target> targets) {
        List<@Nullable Object> values = new ArrayList<>();
        boolean known = true;
        for (Target target : targets) {
            Optional<SqlValue.Known> value = value(row, bound, target);
            known &= value.isPresent();
            if (value.isPresent() && value.get().value() == null) {
                List<@Nullable Object> none = new ArrayList<>();
                none.add(null);
                return Optional.of(none);
            }
            value.ifPresent(found -> values.add(found.value()));
        }
        return known ? Optional.of(values) : Optional.empty();
    }

    private Optional<SqlValue.Known> value(List<SqlValue> row, List<@Nullable Object> bound, Target target) {
        Column column = target.column();
        int index = target.index();
        boolean isChosen = index < 0 && (column.defaultValue().isPresent() || table.isRowId(column));
        if (column.generated() || index >= row.size() || isChosen) {
            return Optional.empty();
        }
        Optional<SqlValue.Known> given = index < 0
                ? Optional.of(new SqlValue.Known(null))
                : row.get(index).value(bound);
        if (given.isEmpty()) {
            return given;
        }
        Object value = given.get().value();
        if (value == null) {
            // SQLite chooses a rowid for a null
            return table.isRowId(column) ? Optional.empty() : given;
        }
        return column.affinity().stored(value).map(SqlValue.Known::new);
    }

    /** Returns whether the row's key is that of its own parent; empty where only SQLite can compare them. */
    private Optional<Boolean> isItsOwnParent(
            SchemaKey key, List<SqlValue> row, List<@Nullable Object> bound, KeyValues child) {
        Optional<List<@Nullable Object>> parent =
                rowValues(row, bound, targets(key.foreignKey().parentColumns()));
        if (parent.isEmpty() || parent.get().contains(null)) {
            return parent.map(values -> false);
        }
        KeyValues own = KeyValues.of(parent.get());
        if (own.equals(child)) {
            return Optional.of(true);
        }
        boolean comparable = key.comparesEqually()
                && IntStream.range(0, own.values().size()).allMatch(i -> own.values()
                        .get(i)
                        .getClass()
                        .equals(child.values().get(i).getClass()));
        return comparable ? Optional.of(false) : Optional.empty();
    }

    /** Returns those of the child rows' keys that have no parent row. */
    static Set<KeyValues> withoutParent(Investigation investigation, SchemaKey key, Set<KeyValues> children)
            throws SQLException {
        List<KeyValues> all = List.copyOf(children);
        Set<KeyValues> missing = new LinkedHashSet<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<KeyValues> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            investigation.deadline().check();
            Query.each(
                    investigation.connection(),
                    some.size() == 1 ? lookUp(key, some.get(0)) : lookUpAll(key, some),
                    row -> missing.add(some.get(row.get(0) instanceof Long index ? index.intValue() : 0)));
        }
        return missing;
    }

    private static String lookUp(SchemaKey key, KeyValues child) {
        return "SELECT 0 WHERE "
                + hasNoParent(key, column -> SqlLiteral.of(child.values().get(column)));
    }

    private static String lookUpAll(SchemaKey key, List<KeyValues> children) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < children.size(); i++) {
            rows.append(i == 0 ? "(" : ", (").append(i);
            children.get(i).values().forEach(value -> rows.append(", ").append(SqlLiteral.of(value)));
            rows.append(')');
        }
        return "SELECT k.column1 FROM (VALUES " + rows + ") k WHERE "
                + hasNoParent(key, column -> "+k.column" + (column + 2));
    }

    /** Returns the condition that no parent row has the values, which are compared as values without an affinity. */
    private static String hasNoParent(SchemaKey key, IntFunction<String> value) {
        String parent = SqlNames.quoted(key.schema(), key.foreignKey().parentTable());
        return "NOT EXISTS (SELECT 1 FROM " + parent + " p WHERE " + key.isParent(value) + ")";
    }
}
