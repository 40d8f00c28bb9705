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
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlStatement.Target;
import dev.referent.jdbc.sql.SqlTokens.Token;
import dev.referent.jdbc.sql.SqlValue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a transaction's remembered executions on one foreign key, read from their SQL: which child keys they
 * stored, which parent keys they deleted or updated, and whether they may have done more.
 */
final class KeyEffects {
    private final Investigation investigation;
    private final ReadWrites reads;
    private final SchemaKey key;

    /** The child keys that new rows have, or that rows got. */
    private final Set<KeyValues> stored = new LinkedHashSet<>();

    private final Set<KeyValues> goneParents = new LinkedHashSet<>();
    private final Set<KeyValues> newParents = new HashSet<>();
    private boolean otherNewParents;
    private boolean otherGoneParents;
    private boolean otherStored;

    /** Whether it deleted child rows, or gave them other keys. */
    private boolean goneChildren;

    private KeyEffects(ReadWrites reads, SchemaKey key) {
        this.investigation = reads.investigation();
        this.reads = reads;
        this.key = key;
    }

    /** The origin of a child key that has no parent row now. */
    enum Origin {
        /** The transaction stored it, and it had no parent row before either. */
        MISSING_PARENT,
        /** The same, but as it also deleted child rows or gave them other keys, the rows that have it may be older. */
        PERHAPS_MISSING_PARENT,
        /** The transaction deleted or updated its parent row. */
        STILL_REFERENCED,
        /** It had no parent row before the transaction, and no new child row has it. */
        OLDER,
        UNKNOWN
    }

    /** Reads the executions of the transaction; empty if their effects on the key are unknown. */
    static Optional<KeyEffects> of(ReadWrites reads, SchemaKey key, List<Write> writes) throws SQLException {
        KeyEffects effects = new KeyEffects(reads, key);
        for (Write write : writes) {
            if (!effects.add(write)) {
                return Optional.empty();
            }
        }
        return Optional.of(effects);
    }

    Origin origin(KeyValues orphan) {
        boolean parentGone = goneParents.contains(orphan);
        if (parentGone && key.comparesEqually() && !otherNewParents && !newParents.contains(orphan)) {
            return Origin.STILL_REFERENCED;
        }
        boolean parentsKnown = !otherGoneParents && !parentGone && (goneParents.isEmpty() || key.comparesEqually());
        if (!parentsKnown || otherStored) {
            return Origin.UNKNOWN;
        }
        if (!stored.contains(orphan)) {
            return Origin.OLDER;
        }
        return goneChildren ? Origin.PERHAPS_MISSING_PARENT : Origin.MISSING_PARENT;
    }

    /** Returns the child keys that may lack a parent row because of the transaction; empty if not all of them are known. */
    Optional<Set<KeyValues>> suspects() {
        Set<KeyValues> suspects = new LinkedHashSet<>(stored);
        suspects.addAll(goneParents);
        return otherStored || otherGoneParents ? Optional.empty() : Optional.of(suspects);
    }

    /** Adds the effects of an execution; returns false if they are not known. */
    private boolean add(Write write) throws SQLException {
        if (write.outcome() != Outcome.SUCCEEDED) {
            return leavesNothing(write);
        }
        ReadWrites.Read read = reads.of(write);
        if (read.insert().isPresent()) {
            return addInsert(read.insert().get(), write);
        }
        if (read.change().isPresent() && read.isWithoutActions(write)) {
            if (write.changes() != 0) {
                addChange(read.change().get(), write);
            }
            return true;
        }
        SqlStatement statement = read.statement();
        if (isIndex(statement.tokens()) || altersElsewhere(statement.tokens())) {
            return true;
        }
        Optional<Target> target = statement.plainTarget();
        Optional<DatabaseSchema> schema = target.isEmpty()
                ? Optional.empty()
                : investigation.schemaOf(target.get().schema(), target.get().table());
        if (schema.isPresent() && isWithoutEffect(write, statement.plainChange(), schema.get(), target.get())) {
            return true;
        }
        WrittenTables written = investigation.written(statement);
        return !written.names().isEmpty() && !key.isIn(written);
    }

    /** Returns whether a failed statement has left no row behind, because no clause makes it keep what it did before it failed. */
    private boolean leavesNothing(Write write) throws SQLException {
        SqlStatement statement = SqlStatement.of(write.sql());
        return !statement.says("FAIL")
                && !investigation
                        .catalogue(investigation.named(statement.tokens()))
                        .fails();
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

    private boolean addInsert(InsertProof proof, Write write) throws SQLException {
        String schema = proof.schema().name();
        if (key.isChild(schema, proof.insert().table())) {
            Optional<Set<KeyValues>> children = proof.stored(key.foreignKey().childColumns(), write.bound());
            if (children.isEmpty()) {
                return false;
            }
            stored.addAll(children.get());
        }
        if (key.isParent(schema, proof.insert().table())) {
            Optional<Set<KeyValues>> parents = proof.stored(key.foreignKey().parentColumns(), write.bound());
            parents.ifPresent(newParents::addAll);
            otherNewParents |= parents.isEmpty();
        }
        return true;
    }

    private void addChange(ChangeProof proof, Write write) {
        SimpleChange change = proof.change();
        String schema = proof.schema().name();
        TableFacts table = proof.table();
        List<String> children = key.foreignKey().childColumns();
        if (key.isChild(schema, table.name()) && (change.deletes() || table.mayChange(change, children))) {
            goneChildren = true;
            Optional<Set<KeyValues>> given =
                    change.deletes() ? Optional.of(Set.of()) : proof.stored(children, write.bound());
            given.ifPresent(stored::addAll);
            otherStored |= given.isEmpty();
        }
        List<String> parents = key.foreignKey().parentColumns();
        if (key.isParent(schema, table.name()) && (change.deletes() || table.mayChange(change, parents))) {
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
