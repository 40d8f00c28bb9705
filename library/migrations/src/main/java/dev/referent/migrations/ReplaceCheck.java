package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds a REPLACE into a parent table (sqlite.org/lang_conflict.html), also in the body of a trigger, and an INSERT into one that is
 * declared with ON CONFLICT REPLACE, unless the script itself creates that table.
 */
final class ReplaceCheck implements LintCheck {
    private final SchemaReplay replay;
    private final Set<String> created = new HashSet<>();

    ReplaceCheck(SchemaReplay replay) {
        this.replay = replay;
    }

    @Override
    public void statement(Step step, LintFindings findings) {
        ScriptStatement statement = step.statement();
        statement
                .createdTable()
                .filter(table -> !step.before().hasTable(table))
                .ifPresent(table -> created.add(SqlNames.folded(table)));
        boolean trigger = statement.begins("CREATE") && !statement.begins("CREATE", "TABLE");
        if (!trigger && (!step.enforced() || statement.begins("CREATE"))) {
            return;
        }
        for (int i = 0; i < statement.tokens().size(); i++) {
            if (statement.says(i, "REPLACE", "INTO")) {
                replaced(step, statement.name(i + 2), findings);
            } else if (statement.says(i, "UPDATE", "OR", "REPLACE")) {
                replaced(step, statement.name(i + 3), findings);
            }
        }
        int insert = statement.indexOf("INSERT");
        if (!trigger && insert >= 0 && statement.says(insert + 1, "INTO") && statement.indexOf("CONFLICT") < 0) {
            String table = statement.name(insert + 2);
            if (!created.contains(SqlNames.folded(table))
                    && !acting(step, table).isEmpty()
                    && replay.replaces(statement)) {
                replaced(step, table, "INSERT into " + table + ", declared with ON CONFLICT REPLACE,", findings);
            }
        }
    }

    private static List<DeclaredForeignKey> acting(Step step, String table) {
        return step.after().keysTo(table).stream().filter(Schema::acts).toList();
    }

    private static void replaced(Step step, String table, LintFindings findings) {
        replaced(step, table, "REPLACE into " + table, findings);
    }

    private static void replaced(Step step, String table, String what, LintFindings findings) {
        List<DeclaredForeignKey> acting = acting(step, table);
        if (!acting.isEmpty()) {
            findings.add(
                    LintRule.REPLACE_PARENT,
                    step.statement(),
                    table,
                    acting,
                    what
                            + " deletes a row that has the same key first, and the foreign keys act on its"
                            + " child rows: " + DropCheck.described(acting),
                    "INSERT … ON CONFLICT (…) DO UPDATE SET …, which keeps the row");
        }
    }
}
