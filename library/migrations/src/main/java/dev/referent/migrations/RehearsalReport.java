package dev.referent.migrations;

import dev.referent.orphans.Finding;
import dev.referent.orphans.Report;
import dev.referent.orphans.Rule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What migrations did to a copy of a database.
 *
 * @param database the file that was copied, or that the database was seeded
 * @param inMigrationScope whether the migrations ran in a migration scope
 * @param migrations each migration that was run, in order
 * @param findings what was lost, in the order of the migrations
 */
public record RehearsalReport(
        String database, boolean inMigrationScope, List<Migration> migrations, List<Finding> findings)
        implements Report {
    /** Copies the lists. */
    public RehearsalReport {
        migrations = List.copyOf(migrations);
        findings = List.copyOf(findings);
    }

    /**
     * What one migration did.
     *
     * @param name its name
     * @param failure why it failed; empty if it did not
     * @param tables the tables that existed before it and of which something was lost
     * @param newOrphanRows the keys that have more orphan rows than before, with how many more
     * @param lostKeys the keys that are no longer declared, although their tables and columns exist
     * @param lostIndexes the indexes and triggers that table rebuilds dropped
     */
    public record Migration(
            String name,
            Optional<String> failure,
            List<Table> tables,
            Map<String, Long> newOrphanRows,
            List<String> lostKeys,
            List<String> lostIndexes) {
        /** Copies the lists and the map. */
        public Migration {
            tables = List.copyOf(tables);
            newOrphanRows = copy(newOrphanRows);
            lostKeys = List.copyOf(lostKeys);
            lostIndexes = List.copyOf(lostIndexes);
        }
    }

    /**
     * What one migration did to the rows of one table.
     *
     * @param name the table, by its name before the migration
     * @param rows how many rows it had before
     * @param lost how many of them no longer exist: by their primary key; by their rowid, if they have none; by their number,
     *     if the table was rebuilt without a primary key
     * @param lostByKey the foreign keys whose ON DELETE CASCADE explains lost rows, with how many; a row may be lost by several
     * @param nulled the foreign keys whose ON DELETE SET NULL explains rows set to null, and the columns of which values were set to null for
     *     another reason, with how many rows
     * @param defaulted the foreign keys whose ON DELETE SET DEFAULT explains changed rows, with how many
     */
    public record Table(
            String name,
            long rows,
            long lost,
            Map<String, Long> lostByKey,
            Map<String, Long> nulled,
            Map<String, Long> defaulted) {
        /** Copies the maps. */
        public Table {
            lostByKey = copy(lostByKey);
            nulled = copy(nulled);
            defaulted = copy(defaulted);
        }

        /** Returns whether nothing of it is lost. */
        boolean isWhole() {
            return lost == 0 && nulled.isEmpty() && defaulted.isEmpty();
        }
    }

    private static Map<String, Long> copy(Map<String, Long> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Returns how many rows all migrations lost. */
    public long rowsLost() {
        return migrations.stream()
                .flatMap(migration -> migration.tables().stream())
                .mapToLong(Table::lost)
                .sum();
    }

    /** {@inheritDoc} It is the database. */
    @Override
    public String subject() {
        return database;
    }

    @Override
    public String summary() {
        return database + ": " + migrations.size() + (migrations.size() == 1 ? " migration" : " migrations")
                + " rehearsed on a copy " + (inMigrationScope ? "in a migration scope" : "without Referent") + ", "
                + rowsLost() + (rowsLost() == 1 ? " row" : " rows") + " lost";
    }

    @Override
    public List<Rule> rules() {
        return List.of(RehearsalRule.values());
    }

    @Override
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("database", database);
        values.put("inMigrationScope", inMigrationScope);
        values.put("rowsLost", rowsLost());
        values.put(
                "migrations", migrations.stream().map(RehearsalReport::values).toList());
        return values;
    }

    private static Map<String, Object> values(Migration migration) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", migration.name());
        values.put("failure", migration.failure());
        values.put(
                "tables",
                migration.tables().stream().map(RehearsalReport::values).toList());
        values.put("newOrphanRows", migration.newOrphanRows());
        values.put("lostKeys", migration.lostKeys());
        values.put("lostIndexes", migration.lostIndexes());
        return values;
    }

    private static Map<String, Object> values(Table table) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", table.name());
        values.put("rows", table.rows());
        values.put("lost", table.lost());
        values.put("lostByKey", table.lostByKey());
        values.put("nulled", table.nulled());
        values.put("defaulted", table.defaulted());
        return values;
    }
}
