package dev.referent.jdbc.explain;

import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.explain.CommittedState.Drops;
import dev.referent.jdbc.explain.CommittedState.KeyBefore;
import dev.referent.jdbc.explain.KeyEffects.Origin;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the orphan rows that a transaction would have added, at its failed COMMIT. The transaction's rows can be read
 * directly, and another connection to the same file still sees the state before the transaction.
 *
 * @param all whether all keys are checked at COMMIT, instead of the deferred ones only
 * @param writes what the transaction has executed
 */
record CommitSearch(Investigation investigation, boolean all, TransactionWrites writes) {
    private static final int LISTED = 10;
    private static final Set<String> READS = Set.of("SELECT", "PRAGMA", "EXPLAIN", "ATTACH", "DETACH");

    Optional<Undetermined> addTo(Violations violations) throws SQLException {
        Optional<Undetermined> gap = Optional.empty();
        Set<String> written = writtenDatabases();
        for (Database database : investigation.databases()) {
            if (written.contains(database.name())) {
                Optional<Undetermined> missing = addTo(violations, database);
                gap = gap.or(() -> missing);
            }
        }
        return gap.isEmpty() && violations.size() == 0 ? Optional.of(nothingFound(written)) : gap;
    }

    /** Distinguishes a violation that SQLite only counts from one that a change of the schema hides. */
    private Undetermined nothingFound(Set<String> written) throws SQLException {
        String older = investigation.deadline().interrupting(() -> listedOlder(written));
        if (older.isEmpty() && dropsTable()) {
            return Reason.DROPPED_TABLE.because();
        }
        String listed = older.isEmpty() ? "none" : older;
        for (Database database : investigation.databases()) {
            if (written.contains(database.name()) && !hasSameSchema(database)) {
                return Reason.SCHEMA_CHANGED.because(listed);
            }
        }
        return Reason.COUNTED_ONLY.because(listed);
    }

    private boolean dropsTable() {
        return writes.statements().orElse(Set.of()).stream()
                .anyMatch(sql -> SqlStatement.of(sql).isDropTable());
    }

    /** The orphan rows of tables that the transaction names: one that it has written again is counted. */
    private String listedOlder(Set<String> written) throws SQLException {
        Optional<Set<String>> statements = writes.statements();
        Set<String> named = new HashSet<>();
        statements.orElse(Set.of()).forEach(sql -> SqlTokens.of(sql)
                .forEach(token -> named.add(SqlNames.folded(token.text()))));
        List<SchemaKey> keys = new ArrayList<>();
        for (Database database : investigation.databases()) {
            if (written.contains(database.name())) {
                keys.addAll(checked(database));
            }
        }
        keys.removeIf(key -> statements.isPresent()
                && !named.contains(SqlNames.folded(key.foreignKey().childTable())));
        return orphans(keys).listed(LISTED);
    }

    private List<SchemaKey> checked(Database database) throws SQLException {
        return investigation.schema(database).whole(investigation.connection()).keys().stream()
                .filter(key -> all || key.foreignKey().deferred())
                .toList();
    }

    /** Returns whether the schema is as before the transaction; assumed for an in-memory database. */
    private boolean hasSameSchema(Database database) throws SQLException {
        if (database.file().isEmpty()) {
            return true;
        }
        try (CommittedState committed = committed(database)) {
            return committed.hasSchemaOf(database.name());
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Returns the databases that the transaction may have written; others are not read, because that would lock them until the
     * transaction ends.
     */
    private Set<String> writtenDatabases() throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        investigation.inOrderOfSearch().forEach(database -> names.add(database.name()));
        Optional<Set<String>> statements = writes.statements();
        if (statements.isEmpty() || names.size() == 1) {
            return names;
        }
        Set<String> written = new HashSet<>();
        for (String sql : statements.get()) {
            List<Token> tokens = SqlTokens.of(sql);
            if (tokens.isEmpty() || !READS.contains(tokens.get(0).keyword())) {
                written.addAll(investigation.named(tokens));
            }
        }
        return written;
    }

    private Optional<Undetermined> addTo(Violations violations, Database database) throws SQLException {
        List<SchemaKey> keys = investigation.deadline().interrupting(() -> checked(database));
        Optional<Undetermined> withoutParentTable =
                investigation.deadline().interrupting(() -> withoutParentTable(database));
        OrphanCount now = investigation.deadline().interrupting(() -> orphans(keys));
        if (now.isEmpty()) {
            return withoutParentTable;
        }
        return addNew(violations, database, keys, now).or(() -> withoutParentTable);
    }

    /** Adds the new orphan rows; returns why they are not known. */
    private Optional<Undetermined> addNew(
            Violations violations, Database database, List<SchemaKey> keys, OrphanCount now) throws SQLException {
        if (database.file().isEmpty()) {
            OrphanCount unknown = investigation.deadline().interrupting(() -> addRemembered(violations, keys, now));
            return unknown.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Reason.STATE_BEFORE_UNKNOWN.because(
                            "the database " + database.name(),
                            "it is in memory, or temporary",
                            unknown.listed(LISTED)));
        }
        try (CommittedState committed = committed(database)) {
            committed.until(investigation.deadline());
            OrphanCount unknown = addSince(committed, violations, keys, now);
            return unknown.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Reason.SCHEMA_CHANGED.because(unknown.listed(LISTED)));
        } catch (SQLException e) {
            if (investigation.deadline().isOver()) {
                throw e;
            }
            return Optional.of(Reason.STATE_BEFORE_UNKNOWN.because(
                    database.file(), String.valueOf(e.getMessage()), now.listed(LISTED)));
        }
    }

    /** Adds the orphan rows that the committed state does not have; returns those of which that is unknown. */
    private OrphanCount addSince(CommittedState committed, Violations violations, List<SchemaKey> keys, OrphanCount now)
            throws SQLException {
        Map<SchemaKey, KeyBefore> older = new HashMap<>();
        OrphanCount before = new OrphanCount();
        OrphanCount unknown = new OrphanCount();
        for (SchemaKey key : keys) {
            if (now.of(key).isEmpty()) {
                continue;
            }
            Optional<KeyBefore> former = investigation.deadline().interrupting(() -> committed.before(key));
            if (former.isEmpty()) {
                unknown.put(key, now.of(key));
                continue;
            }
            older.put(key, former.get());
            before.put(key, investigation.deadline().interrupting(() -> committed.orphans(former.get())));
            if (committed.mayHaveLostParents(key, former.get())) {
                unknown.put(
                        key,
                        investigation.deadline().interrupting(() -> committed.withParent(former.get(), now.of(key))));
            }
        }
        now.minus(before.and(unknown))
                .addTo(violations, (key, values) -> committed.parent(Objects.requireNonNull(older.get(key)), values));
        return unknown;
    }

    /** Adds the orphan rows that the remembered writes of the transaction added; returns those whose origin is unknown. */
    private OrphanCount addRemembered(Violations violations, List<SchemaKey> keys, OrphanCount now)
            throws SQLException {
        OrphanCount unknown = new OrphanCount();
        for (SchemaKey key : keys) {
            Map<KeyValues, Tally> orphans = now.of(key);
            Optional<KeyEffects> effects = orphans.isEmpty() || writes.writes().isEmpty()
                    ? Optional.empty()
                    : KeyEffects.of(
                            new ReadWrites(investigation), key, writes.writes().get());
            orphans.forEach((values, tally) -> {
                switch (effects.map(known -> known.origin(values)).orElse(Origin.UNKNOWN)) {
                    case MISSING_PARENT -> violations.addMissingParent(key, values, tally);
                    case STILL_REFERENCED -> violations.addStillReferenced(key, values, tally.rows());
                    case PERHAPS_MISSING_PARENT, UNKNOWN -> unknown.put(key, Map.of(values, tally));
                    case OLDER -> {}
                }
            });
        }
        return unknown;
    }

    private CommittedState committed(Database database) throws SQLException {
        return CommittedState.of(investigation.connection(), database.file(), Drops.of(writes.statements()));
    }

    private OrphanCount orphans(List<SchemaKey> keys) throws SQLException {
        OrphanCount found = new OrphanCount();
        for (SchemaKey key : keys) {
            found.put(key, investigation.orphans().all(key));
        }
        return found;
    }

    /** Returns a key that is checked at COMMIT, and whose child rows have no parent table; empty if there is none. */
    private Optional<Undetermined> withoutParentTable(Database database) throws SQLException {
        DatabaseSchema schema = investigation.schema(database);
        return investigation.withoutParentTable(
                schema,
                schema.declaredKeys(investigation.connection()).stream()
                        .filter(key -> all || key.deferred())
                        .toList());
    }
}
