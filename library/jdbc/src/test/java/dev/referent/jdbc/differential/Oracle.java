package dev.referent.jdbc.differential;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.jdbc.differential.Orphans.Orphan;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.sqlite.SQLiteConnection;

/**
 * Finds out which keys a rejected statement violates: those of the orphans that there are more of after it than before it,
 * when it is run on a copy with all foreign keys deferred.
 */
final class Oracle {
    private final Schema schema;
    private final Path folder;

    /**
     * Knows a schema.
     *
     * @param folder where its files may be; they are overwritten
     */
    Oracle(Schema schema, Path folder) {
        this.schema = schema;
        this.folder = folder;
    }

    /**
     * When the foreign keys are checked.
     *
     * @param inside whether a transaction is open, so that deferred keys are not checked yet
     * @param deferring whether {@code defer_foreign_keys} is on
     */
    record CheckTime(boolean inside, boolean deferring) {}

    /**
     * Returns what has to be said of a rejected COMMIT: the deferred keys, and all where all were deferred. An orphan of
     * another key that slipped through, as another orphan went with the same statement, may be named.
     *
     * @param changes those of the schema between begin and end
     */
    Expectation commit(Snapshot begin, List<String> changes, Snapshot end, CheckTime checkTime) throws SQLException {
        try (Copy before = new Copy(begin);
                Copy after = new Copy(end)) {
            for (String change : changes) {
                // an index or a trigger makes no difference to what is compared, and may be made and undone in between
                if (!change.matches("(?s)(CREATE|DROP) (UNIQUE )?(TEMP )?(INDEX|TRIGGER).*")) {
                    before.execute(change);
                }
            }
            Map<Orphan, Long> old = Orphans.of(before.connection, schema);
            Map<Orphan, Long> all = Orphans.of(after.connection, schema);
            Map<Claim, Long> claims = claims(before.connection, old, all);
            Map<Claim, Long> required = new HashMap<>(claims);
            required.keySet()
                    .removeIf(claim -> !checkTime.deferring() && !claim.key().deferred());
            return new Expectation(OptionalInt.empty(), required, claims::containsKey, false, true);
        }
    }

    /** Returns what has to be said of a rejected step, one expectation for each statement of a batch that is rejected. */
    List<Expectation> step(Step step, Snapshot before, CheckTime checkTime) throws SQLException, IOException {
        boolean batch = step.kind() == Step.Kind.PREPARED_BATCH || step.kind() == Step.Kind.STATEMENT_BATCH;
        List<Expectation> expectations = new ArrayList<>();
        try (Copy copy = Copy.onDisk(before, folder)) {
            begin(copy, checkTime);
            for (int i = 0; i < step.statements().size() && (batch || expectations.isEmpty()); i++) {
                Sql sql = step.statements().get(i);
                Snapshot reached = Snapshot.of(copy.connection, schema);
                Outcome outcome = copy.run(sql);
                if (outcome.isForeignKeys()) {
                    OptionalInt index = batch ? OptionalInt.of(i) : OptionalInt.empty();
                    expectations.add(statement(reached, sql, index, outcome.isRestrict(), checkTime.inside()));
                }
            }
        }
        return expectations;
    }

    /** Returns how many statements of a text or batch are run, the first rejected one included. */
    int tried(Step step, Snapshot before, CheckTime checkTime) throws SQLException {
        try (Copy copy = new Copy(before)) {
            begin(copy, checkTime);
            int accepted = 0;
            while (accepted < step.statements().size()
                    && copy.run(step.statements().get(accepted)).isAccepted()) {
                accepted++;
            }
            return accepted + 1;
        }
    }

    private static void begin(Copy copy, CheckTime checkTime) throws SQLException {
        if (checkTime.inside()) {
            copy.execute("BEGIN" + (checkTime.deferring() ? "; PRAGMA defer_foreign_keys=ON" : ""));
        }
    }

    private Expectation statement(Snapshot before, Sql sql, OptionalInt index, boolean restrict, boolean inside)
            throws SQLException {
        Restriction restriction = new Restriction(schema, before, sql);
        Rewriting rewriting = new Rewriting(schema, before, sql);
        Expectation.Proof proof = claim -> (restrict && restriction.rejects(claim))
                || (!(inside && claim.key().deferred()) && rewriting.explains(claim));
        try (Copy copy = new Copy(before)) {
            copy.execute("BEGIN; PRAGMA defer_foreign_keys=ON");
            Map<Orphan, Long> old = Orphans.of(copy.connection, schema);
            Outcome outcome = copy.run(sql);
            if (!outcome.isAccepted() && !leavesRows(outcome, sql)) {
                // deferred, it may fail for a mismatch that it did not reach before: a parent that is not there is
                // proof enough
                return new Expectation(
                        index,
                        Map.of(),
                        claim -> proof.holds(claim) || (!restrict && lacksParent(before, claim)),
                        restrict,
                        false);
            }
            Map<Orphan, Long> all = Orphans.of(copy.connection, schema);
            copy.execute("ROLLBACK");
            Map<Claim, Long> required = new HashMap<>();
            for (Map.Entry<Claim, Long> entry :
                    claims(copy.connection, old, all).entrySet()) {
                Claim claim = entry.getKey();
                if (!inside || !claim.key().deferred() || proof.holds(claim)) {
                    required.put(claim, entry.getValue());
                }
            }
            return new Expectation(index, required, proof, restrict, true);
        }
    }

    /** With FAIL, the rows before the one that fails stay, and SQLite checks their keys. */
    private static boolean leavesRows(Outcome outcome, Sql sql) {
        return sql.text().contains(" OR FAIL ") && outcome.says("constraint failed");
    }

    /** The child rows of one parent row are one claim, however their keys are spelt. */
    private Map<Claim, Long> claims(SQLiteConnection before, Map<Orphan, Long> old, Map<Orphan, Long> all)
            throws SQLException {
        Map<Claim, Long> counts = new HashMap<>();
        Set<Claim> violated = new HashSet<>();
        for (Map.Entry<Orphan, Long> entry : all.entrySet()) {
            Orphan orphan = entry.getKey();
            Claim claim = claim(before, orphan);
            counts.merge(claim, entry.getValue(), Long::sum);
            if (entry.getValue() > old.getOrDefault(orphan, 0L)) {
                violated.add(claim);
            }
        }
        Map<Claim, Long> claims = new HashMap<>();
        for (Claim claim : violated) {
            claims.put(
                    new Claim(schema.canonical(claim.key()), claim.kind(), claim.values()),
                    claim.kind() == Kind.STILL_REFERENCED ? counts.get(claim) : 0);
        }
        return claims;
    }

    private static Claim claim(SQLiteConnection before, Orphan orphan) throws SQLException {
        List<List<Value>> parents = parents(before, orphan);
        return parents.isEmpty()
                ? new Claim(orphan.key(), Kind.MISSING_PARENT, orphan.values())
                : new Claim(orphan.key(), Kind.STILL_REFERENCED, parents.get(0));
    }

    private static List<List<Value>> parents(SQLiteConnection connection, Orphan orphan) throws SQLException {
        Key key = orphan.key();
        String matches = String.join(
                " AND ",
                key.parentColumns().stream()
                        .map(column -> "p." + column.quoted() + " = ?")
                        .toList());
        String columns = String.join(
                ", ",
                key.parentColumns().stream()
                        .map(column -> "p." + column.quoted())
                        .toList());
        String query = "SELECT " + columns + " FROM " + key.parent().qualified() + " p WHERE " + matches;
        return Query.rows(connection, query, orphan.values().toArray(Value[]::new));
    }

    private static boolean lacksParent(Snapshot before, Claim claim) throws SQLException {
        try (Copy copy = new Copy(before)) {
            Orphan orphan = new Orphan(claim.key(), claim.values());
            return claim.kind() == Kind.MISSING_PARENT
                    && parents(copy.connection, orphan).isEmpty();
        }
    }
}
