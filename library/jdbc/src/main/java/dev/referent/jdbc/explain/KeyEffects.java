package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.explain.TransactionWrites.Outcome;
import dev.referent.jdbc.explain.TransactionWrites.Write;
import dev.referent.jdbc.schema.Affinity;
import dev.referent.jdbc.schema.Column;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.sql.SimpleChange;
import dev.referent.jdbc.sql.SimpleInsert;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlStatement.Target;
import dev.referent.jdbc.sql.SqlTokens.Token;
import dev.referent.jdbc.sql.SqlValue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a transaction's remembered executions on one foreign key, read from their SQL: which child keys they
 * inserted, which parent keys they deleted or updated, and whether they may have done more.
 */
final class KeyEffects {
    private final Investigation investigation;
    private final SchemaKey key;
    private final Set<KeyValues> inserted = new HashSet<>();
    private final Set<KeyValues> goneParents = new HashSet<>();
    private final Set<KeyValues> newParents = new HashSet<>();
    private boolean otherNewParents;
    private boolean otherGoneParents;
    private boolean goneChildren;
    private boolean changedChildren;

    private KeyEffects(Investigation investigation, SchemaKey key) {
        this.investigation = investigation;
        this.key = key;
    }

    /** The origin of a child key that has no parent row now. */
    enum Origin {
        /** The transaction inserted it, and it had no parent row before either. */
        MISSING_PARENT,
        /** The transaction deleted or updated its parent row. */
        STILL_REFERENCED,
        /** It had no parent row before the transaction, and no new child row has it. */
        OLDER,
        /** Its origin is unknown. */
        UNKNOWN
    }

    /** Reads the executions of the transaction; empty if their effects on the key are unknown. */
    static Optional<KeyEffects> of(Investigation investigation, SchemaKey key, List<Write> writes) throws SQLException {
        KeyEffects effects = new KeyEffects(investigation, key);
        for (Write write : writes) {
            if (!effects.add(write)) {
                return Optional.empty();
            }
        }
        return Optional.of(effects);
    }

    /** Returns where a child key without a parent row comes from. */
    Origin origin(KeyValues orphan) {
        boolean parentGone = goneParents.contains(orphan);
        if (parentGone && key.comparesEqually() && !otherNewParents && !newParents.contains(orphan)) {
            return Origin.STILL_REFERENCED;
        }
        boolean parentsKnown = !otherGoneParents && !parentGone && (goneParents.isEmpty() || key.comparesEqually());
        if (!parentsKnown || changedChildren) {
            return Origin.UNKNOWN;
        }
        if (!inserted.contains(orphan)) {
            return Origin.OLDER;
        }
        // the deleted rows may have included others of this key
        return goneChildren ? Origin.UNKNOWN : Origin.MISSING_PARENT;
    }

    /** Adds the effects of an execution; returns false if they are not known. */
    private boolean add(Write write) throws SQLException {
        if (write.outcome() != Outcome.SUCCEEDED) {
            return CommitProof.leavesNothing(investigation, write);
        }
        SqlStatement statement = withoutResolution(write);
        if (isIndex(statement.tokens()) || altersElsewhere(statement.tokens())) {
            return true;
        }
        Optional<SimpleChange> change = statement.plainChange();
        Optional<SimpleInsert> insert = statement.plainInsert();
        Optional<Target> target = statement.plainTarget();
        Optional<DatabaseSchema> schema = target.isEmpty()
                ? Optional.empty()
                : investigation.schemaOf(target.get().schema(), target.get().table());
        Optional<TableFacts> table = schema.isEmpty()
                ? Optional.empty()
                : schema.get().table(investigation.connection(), target.get().table());
        if (table.isPresent() && isWithoutEffect(write, change, schema.get(), target.get())) {
            return true;
        }
        WrittenTables written = investigation.written(statement);
        if (!written.names().isEmpty() && !key.isIn(written)) {
            return true;
        }
        if (table.isEmpty()) {
            return false;
        }
        return insert.isPresent()
                ? addInsert(statement, insert.get(), schema.get().name(), write)
                : addChange(statement, change.orElseThrow(), schema.get(), table.get(), write);
    }

    /** An INSERT that has added all its rows met no conflict, so its conflict resolution does not matter. */
    private static SqlStatement withoutResolution(Write write) {
        SqlStatement statement = SqlStatement.of(write.sql());
        List<Token> tokens = statement.tokens();
        boolean resolves = tokens.size() > 3
                && tokens.get(0).is("INSERT")
                && tokens.get(1).is("OR")
                && !tokens.get(2).is("REPLACE");
        if (!resolves) {
            return statement;
        }
        SqlStatement plain =
                SqlStatement.of("INSERT " + write.sql().substring(tokens.get(3).start()));
        boolean all = plain.plainInsert()
                .filter(insert -> insert.rows().size() == write.changes())
                .isPresent();
        return all ? plain : statement;
    }

    /** An index changes no row. */
    private static boolean isIndex(List<Token> tokens) {
        return tokens.size() > 2
                && tokens.get(0).is("CREATE")
                && (tokens.get(1).is("INDEX") || tokens.get(1).is("UNIQUE"));
    }

    /** Returns whether it alters a table of another database, named in the SQL. */
    private boolean altersElsewhere(List<Token> tokens) {
        return tokens.size() > 4
                && tokens.get(0).is("ALTER")
                && tokens.get(3).is(".")
                && !SqlNames.same(tokens.get(2).text(), key.schema());
    }

    /** Returns whether it changed no row, or wrote only another database, which only a trigger can connect to this one. */
    private boolean isWithoutEffect(Write write, Optional<SimpleChange> change, DatabaseSchema schema, Target target)
            throws SQLException {
        boolean metNothing =
                change.isPresent() && write.changes() == 0 && !change.get().resolves();
        return (metNothing || !SqlNames.same(schema.name(), key.schema()))
                && !investigation.hasTrigger(schema, target.table(), target.event());
    }

    private boolean addInsert(SqlStatement statement, SimpleInsert insert, String schema, Write write)
            throws SQLException {
        Optional<InsertProof> proof = InsertProof.of(investigation, statement);
        if (proof.isEmpty()) {
            return false;
        }
        if (key.isChild(schema, insert.table())) {
            Optional<Set<KeyValues>> children =
                    proof.get().stored(key.foreignKey().childColumns(), write.bound());
            if (children.isEmpty()) {
                return false;
            }
            inserted.addAll(children.get());
        }
        if (key.isParent(schema, insert.table())) {
            Optional<Set<KeyValues>> parents =
                    proof.get().stored(key.foreignKey().parentColumns(), write.bound());
            parents.ifPresent(newParents::addAll);
            otherNewParents |= parents.isEmpty();
        }
        return true;
    }

    private boolean addChange(
            SqlStatement statement, SimpleChange change, DatabaseSchema schema, TableFacts table, Write write)
            throws SQLException {
        Optional<ChangeProof> proof = ChangeProof.of(investigation, statement);
        if (proof.isEmpty() || proof.get().changesChildren()) {
            return false;
        }
        if (key.isChild(schema.name(), change.table())) {
            goneChildren |= change.deletes();
            changedChildren |= table.mayChange(change, key.foreignKey().childColumns());
        }
        List<String> parents = key.foreignKey().parentColumns();
        if (key.isParent(schema.name(), change.table()) && (change.deletes() || table.mayChange(change, parents))) {
            Optional<KeyValues> gone =
                    write.changes() == 1 ? values(parents, change.equated(write.bound()), table) : Optional.empty();
            gone.ifPresent(goneParents::add);
            otherGoneParents |= gone.isEmpty();
            if (!change.deletes()) {
                Optional<KeyValues> added = values(parents, assigned(change, write.bound()), table);
                added.ifPresent(newParents::add);
                otherNewParents |= added.isEmpty();
            }
        }
        return true;
    }

    private static Map<String, Object> assigned(SimpleChange change, List<@Nullable Object> bound) {
        Map<String, Object> assigned = new TreeMap<>(SqlNames.ORDER);
        change.assigned().forEach((column, value) -> {
            Optional<SqlValue.Known> known = value.value(bound);
            if (known.isPresent() && known.get().value() != null) {
                assigned.put(column, known.get().value());
            }
        });
        return assigned;
    }

    /** Returns the key of a row with those values; empty if SQLite may consider other values equal. */
    private static Optional<KeyValues> values(List<String> columns, Map<String, Object> known, TableFacts table) {
        List<Object> values = new ArrayList<>();
        for (String name : columns) {
            Object value = known.get(name);
            Optional<Column> column = table.column(name);
            Optional<Object> stored = value == null || column.isEmpty()
                    ? Optional.empty()
                    : column.get().affinity().stored(value);
            boolean exact = stored.isPresent()
                    && (stored.get() instanceof Long
                            ? column.get().affinity() == Affinity.INTEGER
                                    || column.get().affinity() == Affinity.NUMERIC
                            : stored.get() instanceof String && column.get().affinity() == Affinity.TEXT);
            if (!exact) {
                return Optional.empty();
            }
            values.add(stored.get());
        }
        return Optional.of(KeyValues.of(values));
    }
}
