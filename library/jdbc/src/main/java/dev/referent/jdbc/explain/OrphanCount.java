package dev.referent.jdbc.explain;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The number of orphan rows in one state of a database, by foreign key and key. */
public final class OrphanCount {
    private final Map<SchemaKey, Map<KeyValues, Tally>> tallies = new LinkedHashMap<>();

    /** Finds parent rows of the state before a write. */
    @FunctionalInterface
    interface Parents {
        /** Returns the key that the parent row of a child row's values had; empty if there was no such parent row. */
        Optional<KeyValues> parent(SchemaKey key, KeyValues values) throws SQLException;
    }

    /** Sets the numbers for a foreign key's keys, replacing earlier ones. */
    public void put(SchemaKey key, Map<KeyValues, Tally> found) {
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

    /** Returns the number of keys. */
    int size() {
        return tallies.values().stream().mapToInt(Map::size).sum();
    }

    /** Returns the reason of an explanation that does not know whether SQLite counts these; empty if there are none. */
    Optional<Undetermined> gap() {
        return isEmpty()
                ? Optional.empty()
                : Optional.of(Reason.COUNTED_ONLY.because(listed(Explanation.VIOLATIONS_BOUND)));
    }

    /** Lists so many keys at most, each with the name of its foreign key. */
    String listed(int most) {
        return tallies.entrySet().stream()
                .flatMap(ofKey -> ofKey.getValue().keySet().stream()
                        .map(values -> ofKey.getKey().foreignKey().name() + " = " + values.values()))
                .limit(most)
                .collect(Collectors.joining(", "));
    }

    /** Returns the union of both; the others' numbers win. */
    OrphanCount and(OrphanCount others) {
        OrphanCount both = new OrphanCount();
        tallies.forEach(both::put);
        others.tallies.forEach(both::put);
        return both;
    }

    /** Returns the keys with more orphan rows than before, and the difference. */
    OrphanCount minus(OrphanCount before) {
        OrphanCount added = new OrphanCount();
        tallies.forEach((key, found) -> added.put(key, minus(found, before.of(key))));
        return added;
    }

    /** Returns the keys with more orphan rows than before, and the difference. */
    public static Map<KeyValues, Tally> minus(Map<KeyValues, Tally> now, Map<KeyValues, Tally> before) {
        Map<KeyValues, Tally> more = new LinkedHashMap<>();
        now.forEach((values, tally) -> {
            Tally old = before.get(values);
            long rows = tally.rows() - (old == null ? 0 : old.rows());
            if (rows > 0) {
                more.put(values, new Tally(rows, tally.row()));
            }
        });
        return more;
    }

    /**
     * Adds the violations, in the order of the schema's foreign keys. If the parent row of child rows existed before, the
     * violation is that it is still referenced; it is named by the parent row's key, which may be spelled differently in the
     * child rows.
     *
     * @param before queries the database in the state before the write
     */
    void addTo(Violations violations, Parents before) throws SQLException {
        for (Map.Entry<SchemaKey, Map<KeyValues, Tally>> found : tallies.entrySet()) {
            SchemaKey key = found.getKey();
            Map<KeyValues, Long> parents = new LinkedHashMap<>();
            for (Map.Entry<KeyValues, Tally> entry : found.getValue().entrySet()) {
                if (violations.isFullFor(key)) {
                    violations.addUnlisted(key);
                    continue;
                }
                Optional<KeyValues> parent = before.parent(key, entry.getKey());
                if (parent.isPresent()) {
                    parents.merge(parent.get(), entry.getValue().rows(), Long::sum);
                } else {
                    violations.addMissingParent(key, entry.getKey(), entry.getValue());
                }
            }
            parents.forEach((parent, rows) -> violations.addStillReferenced(key, parent, rows));
        }
    }
}
