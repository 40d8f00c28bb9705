package dev.referent.orphans;

import dev.referent.integrity.ReferentialAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an audit found in a database.
 *
 * @param database the file or the URL, without a password
 * @param engine the engine and its version
 * @param keys every declared foreign key, in the order of tables and declarations
 * @param findings what is wrong, in the order of the keys, then of the tables, then of the engine
 */
public record AuditReport(String database, String engine, List<Key> keys, List<Finding> findings) implements Report {
    /** Copies the lists. */
    public AuditReport {
        keys = List.copyOf(keys);
        findings = List.copyOf(findings);
    }

    /**
     * A foreign key and its orphan rows.
     *
     * @param name the declared name to the letter, else the derived one
     * @param childTable the child table
     * @param childColumns the child columns
     * @param parentTable the parent table
     * @param parentColumns the parent columns; empty where the parent table is missing and its primary key is meant
     * @param onDelete what a delete of the parent row does
     * @param orphanRows how many child rows have no parent row, among them every row that references a table that does not exist;
     *     empty where the database cannot use the key, so that no row has or lacks a parent row
     * @param samples the first of the orphan rows
     * @param orphanKeys the distinct keys of the orphan rows, as SQL literals, with the number of rows of each; empty unless
     *     {@link Audit#listingKeys()} asks for them, and where there are more than 10,000
     */
    public record Key(
            String name,
            String childTable,
            List<String> childColumns,
            String parentTable,
            List<String> parentColumns,
            ReferentialAction onDelete,
            OptionalLong orphanRows,
            List<OrphanRow> samples,
            Map<String, Long> orphanKeys) {
        /** Copies the lists and the map. */
        public Key {
            childColumns = List.copyOf(childColumns);
            parentColumns = List.copyOf(parentColumns);
            samples = List.copyOf(samples);
            orphanKeys = Collections.unmodifiableMap(new LinkedHashMap<>(orphanKeys));
        }

        private Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("name", name);
            values.put("childTable", childTable);
            values.put("childColumns", childColumns);
            values.put("parentTable", parentTable);
            values.put("parentColumns", parentColumns);
            values.put("onDelete", onDelete);
            values.put("orphanRows", orphanRows);
            values.put(
                    "samples",
                    samples.stream()
                            .map(row -> Map.of("row", row.identity(), "key", row.key()))
                            .toList());
            return values;
        }

        /** Returns a line for each of the first orphan rows, and one that tells how many more there are. */
        List<String> rows() {
            List<String> rows = new ArrayList<>();
            for (OrphanRow row : samples) {
                String identity = row.identity().isEmpty() ? "a row" : SqlText.of(row.identity());
                rows.add(identity + ": " + SqlText.of(row.key()));
            }
            long more = orphanRows.orElse(0) - samples.size();
            if (more > 0) {
                rows.add("and " + more + " more");
            }
            return rows;
        }
    }

    /** Returns the number of orphan rows of all keys; a row that breaks two keys counts twice. */
    public long orphanRows() {
        return keys.stream().mapToLong(key -> key.orphanRows().orElse(0)).sum();
    }

    /** {@inheritDoc} It is the database. */
    @Override
    public String subject() {
        return database;
    }

    @Override
    public String summary() {
        return database + " (" + engine + "): " + TerminalReport.count(keys.size(), "foreign key") + ", "
                + TerminalReport.count(orphanRows(), "orphan row");
    }

    @Override
    public List<Rule> rules() {
        return List.of(AuditRule.values());
    }

    @Override
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("database", database);
        values.put("engine", engine);
        values.put("orphanRows", orphanRows());
        values.put("foreignKeys", keys.stream().map(Key::values).toList());
        return values;
    }

    /** {@inheritDoc} They are the first orphan rows of a key. */
    @Override
    public List<String> details(Finding finding) {
        return finding.rule() != AuditRule.ORPHAN_ROWS
                ? List.of()
                : keys.stream()
                        .filter(key -> finding.foreignKey().equals(Optional.of(key.name))
                                && finding.table().equals(Optional.of(key.childTable)))
                        .flatMap(key -> key.rows().stream())
                        .toList();
    }
}
