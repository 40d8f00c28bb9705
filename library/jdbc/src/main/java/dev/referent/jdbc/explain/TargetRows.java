package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SimpleChange;
import dev.referent.jdbc.sql.SqlConditions;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlValue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The rows that a simple DELETE or UPDATE of one table changes, selected by its WHERE clause before it runs; none for any
 * other statement.
 */
record TargetRows(Optional<Plain> plain) {
    static final TargetRows NONE = new TargetRows(Optional.empty());

    /** The statement, the database of its table, and its FROM and WHERE. */
    record Plain(
            Investigation investigation, SimpleChange change, String schema, String sql, List<@Nullable Object> bound) {
        String fromWhere() {
            return change.fromWhere(schema, bound);
        }

        String fromWhere(String also) {
            return change.fromWhere(schema, bound, also);
        }
    }

    static TargetRows of(Investigation investigation, FailedStatement failed) throws SQLException {
        Optional<SimpleChange> change = failed.statement().plainChange();
        if (change.isEmpty() || failed.values().isEmpty()) {
            return NONE;
        }
        Optional<DatabaseSchema> schema =
                investigation.schemaOf(change.get().schema(), change.get().table());
        return new TargetRows(
                schema.map(found -> new Plain(investigation, change.get(), found.name(), failed.sql(), failed.bound()))
                        .filter(plain -> Query.compiles(investigation.connection(), "SELECT 1" + plain.fromWhere())));
    }

    boolean deletes() {
        return plain.filter(found -> found.change().deletes()).isPresent();
    }

    /**
     * Returns when SQLite comes to the row with that key: its rowid, if SQLite reads the table in the order of its rowids.
     * Whether it collects the rows before it changes the first does not matter then.
     *
     * @return empty if that order is not certain, or the statement may not change this key
     */
    OptionalLong position(SchemaKey key, KeyValues parent) throws SQLException {
        Optional<String> changed = areParents(key) ? changed(key) : Optional.empty();
        if (changed.isEmpty() || key.parentRowId().isEmpty() || !isReadByRowId()) {
            return OptionalLong.empty();
        }
        List<String> conditions = new ArrayList<>(List.of("(" + changed.get() + ")"));
        for (int i = 0; i < parent.values().size(); i++) {
            conditions.add(SqlNames.quoted(key.foreignKey().parentColumns().get(i)) + " IS "
                    + SqlLiteral.of(parent.values().get(i)));
        }
        Plain found = plain.orElseThrow();
        List<List<@Nullable Object>> rows = Query.rows(
                found.investigation().connection(),
                "SELECT " + key.parentRowId().get() + found.fromWhere(SqlConditions.all(conditions)));
        return rows.size() == 1 && rows.get(0).get(0) instanceof Long rowId
                ? OptionalLong.of(rowId)
                : OptionalLong.empty();
    }

    /** Returns whether a trigger or a foreign key's action may change rows of their table as well. */
    boolean mayNotBeAll(Catalogue catalogue) {
        return plain.filter(found ->
                        catalogue.mayChange(found.schema(), found.change().table()))
                .isPresent();
    }

    /** The condition that the statement changes a row's key and that the foreign key forbids it; empty if that is not certain. */
    private Optional<String> changed(SchemaKey key) {
        Plain found = plain.orElseThrow();
        if (found.change().resolves() || !key.restricts(found.change().deletes())) {
            return Optional.empty();
        }
        List<String> differences = new ArrayList<>(found.change().deletes() ? List.of("true") : List.of());
        for (String column : key.foreignKey().parentColumns()) {
            SqlValue value = found.change().assigned().get(column);
            Optional<SqlValue.Known> known = value == null ? Optional.empty() : value.value(found.bound());
            if (known.isPresent()) {
                differences.add(SqlNames.quoted(column) + " IS NOT "
                        + SqlLiteral.of(known.get().value()));
            }
        }
        return differences.isEmpty() ? Optional.empty() : Optional.of(String.join(" OR ", differences));
    }

    /** Returns whether SQLite reads the table itself, not an index of it, from the lowest rowid to the highest. */
    private boolean isReadByRowId() throws SQLException {
        Plain found = plain.orElseThrow();
        SQLiteConnection connection = found.investigation().connection();
        boolean mayPlanForValues = !found.bound().isEmpty()
                && Query.hasRow(
                        connection,
                        "SELECT 1 FROM " + SqlNames.quoted(found.schema())
                                + ".sqlite_schema WHERE name = 'sqlite_stat4'");
        if (mayPlanForValues || Query.number(connection, "PRAGMA reverse_unordered_selects") != 0) {
            return false;
        }
        List<List<@Nullable Object>> plan = Query.rows(connection, "EXPLAIN QUERY PLAN " + found.sql());
        String first = plan.isEmpty() ? "" : String.valueOf(plan.get(0).get(3));
        String name = found.change().name();
        return first.equals("SCAN " + name) || first.startsWith("SEARCH " + name + " USING INTEGER PRIMARY KEY (");
    }

    /** Returns whether the foreign key references their table. */
    boolean areParents(SchemaKey key) {
        return plain.filter(found -> key.isParent(found.schema(), found.change().table()))
                .isPresent();
    }

    /** Returns the keys of those of them that are child rows without a parent row. */
    Map<KeyValues, Tally> orphans(SchemaKey key) throws SQLException {
        Optional<Plain> ofChild =
                plain.filter(found -> key.isChild(found.schema(), found.change().table()));
        return ofChild.isEmpty()
                ? Map.of()
                : ofChild.get()
                        .investigation()
                        .orphans()
                        .among(key, ofChild.get().fromWhere());
    }

    /** Returns the keys by which the foreign key references them; nothing if it references another table. */
    List<KeyValues> parentKeys(SchemaKey key) throws SQLException {
        return areParents(key)
                ? plain.orElseThrow()
                        .investigation()
                        .orphans()
                        .parentKeys(key, plain.orElseThrow().fromWhere())
                : List.of();
    }
}
