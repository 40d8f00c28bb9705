package dev.referent.jdbc.explain;

import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.SimpleChange;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The rows that a simple DELETE or UPDATE of one table changes, selected by its WHERE clause before it runs; none for any
 * other statement.
 */
final class TargetRows {
    private static final TargetRows NONE = new TargetRows(Optional.empty());

    /** The statement, the database of its table, and its FROM and WHERE. */
    private record Plain(Investigation investigation, SimpleChange change, String schema, String fromWhere) {}

    private final Optional<Plain> plain;

    private TargetRows(Optional<Plain> plain) {
        this.plain = plain;
    }

    static TargetRows none() {
        return NONE;
    }

    /** Reads the statement. */
    static TargetRows of(Investigation investigation, FailedStatement failed) throws SQLException {
        Optional<SimpleChange> change = failed.statement().plainChange();
        if (change.isEmpty() || failed.values().isEmpty()) {
            return NONE;
        }
        Optional<DatabaseSchema> schema =
                investigation.schemaOf(change.get().schema(), change.get().table());
        return new TargetRows(schema.map(found -> new Plain(
                investigation, change.get(), found.name(), change.get().fromWhere(found.name(), failed.bound()))));
    }

    /** Returns whether the statement deletes them. */
    boolean deletes() {
        return plain.filter(found -> found.change().deletes()).isPresent();
    }

    /** Returns whether the foreign key references their table. */
    boolean areParents(SchemaKey key) {
        return plain.filter(found -> key.isParent(found.schema(), found.change().table()))
                .isPresent();
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
