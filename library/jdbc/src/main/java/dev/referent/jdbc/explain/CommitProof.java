package dev.referent.jdbc.explain;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.jdbc.explain.CommittedState.Drops;
import dev.referent.jdbc.explain.CommittedState.KeyBefore;
import dev.referent.jdbc.explain.KeyEffects.Origin;
import dev.referent.jdbc.explain.TransactionWrites.Outcome;
import dev.referent.jdbc.explain.TransactionWrites.Write;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves the violations of a COMMIT from the remembered writes of its transaction: if they are simple, their SQL tells which child keys
 * may lack a parent row because of them, and those are looked up.
 */
final class CommitProof {
    /** How many keys are counted by a scan of the child table; for more of them, a search is faster. */
    private static final int SCANS = 4;

    private final Investigation investigation;
    private final Violations violations;
    private final Violations found;
    private int scans;

    /** Creates a proof for the keys that the given violations check. */
    CommitProof(Investigation investigation, Violations violations) {
        this.investigation = investigation;
        this.violations = violations;
        this.found = violations.fresh();
    }

    /** Adds the violations; returns whether they are proved. If not, nothing is added. */
    boolean addTo(List<Write> writes) throws SQLException {
        ReadWrites reads = new ReadWrites(investigation);
        Optional<Set<SchemaKey>> keys = keys(reads, writes);
        if (keys.isEmpty()) {
            return false;
        }
        for (SchemaKey key : keys.get()) {
            Optional<KeyEffects> effects = KeyEffects.of(reads, key, writes);
            if (effects.isEmpty() || !look(key, effects.get())) {
                return false;
            }
        }
        violations.addAll(found);
        return found.size() > 0;
    }

    /** Returns the checked keys that the transaction may have violated; empty if a write is not simple. */
    private Optional<Set<SchemaKey>> keys(ReadWrites reads, List<Write> writes) throws SQLException {
        Set<SchemaKey> keys = new LinkedHashSet<>();
        for (Write write : writes) {
            if (write.outcome() == Outcome.SUCCEEDED) {
                Optional<List<SchemaKey>> ofWrite = reads.of(write).violable(write);
                if (ofWrite.isEmpty()) {
                    return Optional.empty();
                }
                keys.addAll(ofWrite.get());
            }
        }
        keys.removeIf(key ->
                !violations.isChecked(key, Kind.MISSING_PARENT) && !violations.isChecked(key, Kind.STILL_REFERENCED));
        return Optional.of(keys);
    }

    /** Looks up what may lack a parent row; returns false if that is not known. */
    private boolean look(SchemaKey key, KeyEffects effects) throws SQLException {
        Optional<Set<KeyValues>> suspects = effects.suspects();
        if (suspects.isEmpty()) {
            return false;
        }
        Set<KeyValues> perhaps = new LinkedHashSet<>();
        for (KeyValues orphan : InsertProof.withoutParent(investigation, key, suspects.get())) {
            Origin origin = effects.origin(orphan);
            if (origin != Origin.MISSING_PARENT && ++scans > SCANS && !investigation.hasChildIndex(key)) {
                return false;
            }
            switch (origin) {
                case MISSING_PARENT -> found.addMissingParent(key, orphan, new Tally(1, Map.of()));
                case PERHAPS_MISSING_PARENT -> perhaps.add(orphan);
                case STILL_REFERENCED -> {
                    long rows = rows(investigation.orphans(), key, orphan);
                    if (rows > 0) {
                        found.addStillReferenced(key, orphan, rows);
                    }
                }
                case OLDER, UNKNOWN -> {
                    return false;
                }
            }
        }
        return perhaps.isEmpty() || (key.comparesEqually() && compare(key, perhaps));
    }

    private static long rows(OrphanQueries orphans, SchemaKey key, KeyValues values) throws SQLException {
        return orphans.without(key, values).values().stream()
                .mapToLong(Tally::rows)
                .sum();
    }

    /** Adds those that more rows have now than before the transaction; returns false if that is not known. */
    private boolean compare(SchemaKey key, Set<KeyValues> perhaps) throws SQLException {
        Optional<String> file = investigation.databases().stream()
                .filter(database -> SqlNames.same(database.name(), key.schema()))
                .map(Database::file)
                .filter(name -> !name.isEmpty())
                .findFirst();
        if (file.isEmpty()) {
            return false;
        }
        try (CommittedState committed =
                CommittedState.of(investigation.connection(), file.get(), Drops.of(Optional.of(Set.of())))) {
            committed.until(investigation.deadline());
            Optional<SchemaKey> before = committed.hasSchemaOf(key.schema())
                    ? committed.before(key).flatMap(KeyBefore::child)
                    : Optional.empty();
            if (before.isEmpty()) {
                return false;
            }
            for (KeyValues orphan : perhaps) {
                if (rows(investigation.orphans(), key, orphan) > rows(committed.orphans(), before.get(), orphan)) {
                    found.addMissingParent(key, orphan, new Tally(1, Map.of()));
                }
            }
            return true;
        } catch (SQLException e) {
            if (investigation.deadline().isOver()) {
                throw e;
            }
            return false;
        }
    }
}
