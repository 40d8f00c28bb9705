package dev.referent.migrations;

import dev.referent.orphans.Finding;
import dev.referent.orphans.SourceLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what a migration lost. */
final class RehearsalFindings {
    private static final String SCOPE =
            "run the migrations in Referent's MigrationScope, where nothing cascades and each commit is checked";

    private static final String CHANGE = "change the migration; those after it were not run";
    private static final String NAME_THE_LAST =
            "; or, if the database has run it and no tool has recorded that, name the last"
                    + " file that has run: --after, or referent.after in Maven";

    private final RehearsalReport.Migration migration;
    private final Optional<SourceLine> source;
    private final String remedy;
    private final List<Finding> findings = new ArrayList<>();

    private RehearsalFindings(RehearsalReport.Migration migration, Optional<Path> file, boolean inScope) {
        this.migration = migration;
        this.source = file.map(path -> new SourceLine(path.toString(), 1));
        this.remedy = inScope ? "change the migration, or accept the loss of the table" : SCOPE;
    }

    static List<Finding> of(RehearsalReport.Migration migration, Optional<Path> file, boolean inScope) {
        return new RehearsalFindings(migration, file, inScope).all();
    }

    private List<Finding> all() {
        migration
                .failure()
                .ifPresent(why -> add(
                        RehearsalRule.MIGRATION_FAILED,
                        "",
                        "",
                        "fails: " + why,
                        source.isPresent() ? CHANGE + NAME_THE_LAST : CHANGE));
        migration.tables().forEach(this::table);
        migration
                .newOrphanRows()
                .forEach((key, rows) -> add(
                        RehearsalRule.NEW_ORPHAN_ROWS,
                        "",
                        key,
                        rows(rows) + " no longer " + (rows == 1 ? "has" : "have") + " a parent row",
                        remedy));
        migration
                .lostKeys()
                .forEach(key -> add(
                        RehearsalRule.KEY_LOST,
                        "",
                        key,
                        "the foreign key " + key + " is no longer declared, although its table and columns exist",
                        "declare it in the new table"));
        migration
                .lostIndexes()
                .forEach(index -> add(
                        RehearsalRule.INDEX_LOST,
                        "",
                        "",
                        index + " is gone: DROP TABLE drops the table's indexes and triggers",
                        "create it again after the rebuild"));
        return findings;
    }

    private void table(RehearsalReport.Table table) {
        long explained = 0;
        for (Map.Entry<String, Long> lost : table.lostByKey().entrySet()) {
            explained = Math.max(explained, lost.getValue());
            add(
                    RehearsalRule.ROWS_LOST,
                    table.name(),
                    lost.getKey(),
                    lost(lost.getValue(), table) + ", by ON DELETE CASCADE of the foreign key " + lost.getKey(),
                    remedy);
        }
        if (table.lost() > explained) {
            add(RehearsalRule.ROWS_LOST, table.name(), "", lost(table.lost() - explained, table), remedy);
        }
        table.nulled()
                .forEach((name, rows) -> add(
                        RehearsalRule.ROWS_NULLED,
                        table.name(),
                        "",
                        rows(rows) + " of " + table.name() + " " + (rows == 1 ? "is" : "are") + " set to null: " + name,
                        remedy));
        table.defaulted()
                .forEach((key, rows) -> add(
                        RehearsalRule.DEFAULTS_APPLIED,
                        table.name(),
                        key,
                        rows(rows) + " of " + table.name() + " " + (rows == 1 ? "is" : "are")
                                + " set to the default, by ON DELETE SET DEFAULT of the foreign key " + key,
                        remedy));
    }

    private static String lost(long rows, RehearsalReport.Table table) {
        return rows + " of " + rows(table.rows()) + " of " + table.name() + (rows == 1 ? " is lost" : " are lost");
    }

    private static String rows(long rows) {
        return rows + (rows == 1 ? " row" : " rows");
    }

    private void add(RehearsalRule rule, String table, String key, String message, String remedy) {
        findings.add(new Finding(
                rule,
                Optional.of(table).filter(name -> !name.isEmpty()),
                Optional.of(key).filter(name -> !name.isEmpty()),
                migration.name() + ": " + message,
                Optional.of(remedy),
                source));
    }
}
