package dev.referent.jdbc.explain;

import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Child rows without a parent row, by foreign key and key. */
final class Findings {
    private final Map<SchemaKey, Map<KeyValues, Tally>> tallies = new LinkedHashMap<>();

    /** Sets what there is of a foreign key's keys; a key that was there already counts as it is said now. */
    void put(SchemaKey key, Map<KeyValues, Tally> found) {
        if (!found.isEmpty()) {
            tallies.computeIfAbsent(key, unseen -> new LinkedHashMap<>()).putAll(found);
        }
    }

    Map<KeyValues, Tally> of(SchemaKey key) {
        return tallies.getOrDefault(key, Map.of());
    }

    boolean isEmpty() {
        return tallies.isEmpty();
    }

    /** Returns what there is of those foreign keys. */
    Findings onlyOf(Predicate<SchemaKey> keys) {
        Findings some = new Findings();
        tallies.forEach((key, found) -> {
            if (keys.test(key)) {
                some.put(key, found);
            }
        });
        return some;
    }

    /** Returns these and the others; a key of both counts as the others say. */
    Findings and(Findings others) {
        Findings both = new Findings();
        tallies.forEach(both::put);
        others.tallies.forEach(both::put);
        return both;
    }

    /** Returns the keys of which there are more rows here than there were before, with the number of rows more. */
    Findings beyond(Findings before) {
        Findings added = new Findings();
        tallies.forEach((key, found) -> {
            Map<KeyValues, Tally> older = before.of(key);
            Map<KeyValues, Tally> more = new LinkedHashMap<>();
            found.forEach((values, tally) -> {
                Tally old = older.get(values);
                long rows = tally.rows() - (old == null ? 0 : old.rows());
                if (rows > 0) {
                    more.put(values, new Tally(rows, tally.row()));
                }
            });
            added.put(key, more);
        });
        return added;
    }

    /**
     * Adds the violations, in the order of the schema's foreign keys.
     *
     * @param orphans asks the database in the state before the write: a parent that was there was taken away
     */
    void addTo(Violations violations, OrphanQueries orphans) throws SQLException {
        for (Map.Entry<SchemaKey, Map<KeyValues, Tally>> found : tallies.entrySet()) {
            SchemaKey key = found.getKey();
            for (Map.Entry<KeyValues, Tally> entry : found.getValue().entrySet()) {
                if (violations.isFullFor(key)) {
                    violations.addUnlisted(key);
                } else if (orphans.parentExists(key, entry.getKey())) {
                    violations.addStillReferenced(
                            key, entry.getKey(), entry.getValue().rows());
                } else {
                    violations.addMissingParent(key, entry.getKey(), entry.getValue());
                }
            }
        }
    }
}
