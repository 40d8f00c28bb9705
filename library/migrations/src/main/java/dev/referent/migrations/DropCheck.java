package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds a DROP TABLE of a parent table with enforcement on (sqlite.org/foreignkeys.html#fk_schemacommands). Tables whose rows the script
 * deletes as a whole beforehand are ignored.
 */
final class DropCheck implements LintCheck {
    private final Set<String> emptied = new HashSet<>();
    private @Nullable ScriptStatement deferring;

    @Override
    public void statement(Step step, LintFindings findings) {
        ScriptStatement statement = step.statement();
        statement
                .pragma()
                .filter(pragma -> pragma.sets("defer_foreign_keys"))
                .ifPresent(pragma -> deferring = pragma.on() ? statement : null);
        if (statement.begins("COMMIT") || statement.begins("END")) {
            deferring = null; // SQLite switches it off at each commit
        }
        emptied(statement);
        Optional<String> dropped = statement.droppedTable();
        if (dropped.isPresent() && step.enforced()) {
            drop(statement, dropped.get(), step.before(), findings);
        }
    }

    /** Notes a DELETE of all rows, and an UPDATE that sets a column of all rows to null. */
    private void emptied(ScriptStatement statement) {
        if (statement.indexOf("WHERE") >= 0) {
            return;
        }
        if (statement.begins("DELETE", "FROM")) {
            emptied.add(SqlNames.folded(statement.name(2)));
        }
        int set = statement.indexOf("SET");
        if (statement.begins("UPDATE") && set > 0 && statement.says(set + 2, "=", "NULL")) {
            emptied.add(SqlNames.folded(statement.name(1)));
        }
    }

    private void drop(ScriptStatement statement, String table, Schema schema, LintFindings findings) {
        List<DeclaredForeignKey> keys = schema.keysOfOthersTo(table).stream()
                .filter(key -> !emptied.contains(SqlNames.folded(key.childTable())))
                .toList();
        if (keys.isEmpty() || emptied.contains(SqlNames.folded(table))) {
            return;
        }
        List<DeclaredForeignKey> acting = keys.stream().filter(Schema::acts).toList();
        if (acting.isEmpty()) {
            findings.add(
                    LintRule.DROP_PARENT,
                    statement,
                    table,
                    keys,
                    "DROP TABLE " + table + " deletes its rows first, and fails as soon as a child row references one: "
                            + described(keys),
                    "run the migration in Referent's MigrationScope, or drop the child tables first");
            return;
        }
        findings.add(
                LintRule.DROP_PARENT,
                statement,
                table,
                acting,
                "DROP TABLE " + table + " deletes its rows first, and the foreign keys act on the child rows: "
                        + described(acting),
                "run the migration in Referent's MigrationScope, where nothing cascades and every commit is checked; or"
                        + " delete the child rows first, if that is intended");
        if (deferring != null) {
            findings.add(
                    LintRule.DEFER_AS_GUARD,
                    deferring,
                    table,
                    acting,
                    "PRAGMA defer_foreign_keys defers the check, not the actions: " + described(acting) + " happens at"
                            + " DROP TABLE " + table + " nevertheless",
                    "run the migration in Referent's MigrationScope");
            deferring = null;
        }
    }

    /** Returns what each key does at a delete. */
    static String described(List<DeclaredForeignKey> keys) {
        return keys.stream()
                .map(key -> "ON DELETE " + key.onDelete().name().replace('_', ' ') + " of " + key.childTable() + "."
                        + String.join(", ", key.childColumns()) + " (foreign key " + key.name() + ")")
                .collect(Collectors.joining("; "));
    }
}
