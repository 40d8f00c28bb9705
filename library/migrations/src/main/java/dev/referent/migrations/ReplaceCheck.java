package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import java.util.List;

/** Finds a REPLACE into a parent table (sqlite.org/lang_conflict.html), also in the body of a trigger. */
final class ReplaceCheck implements LintCheck {
    @Override
    public void statement(Step step, LintFindings findings) {
        ScriptStatement statement = step.statement();
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
    }

    private static void replaced(Step step, String table, LintFindings findings) {
        List<DeclaredForeignKey> acting =
                step.after().keysTo(table).stream().filter(Schema::acts).toList();
        if (!acting.isEmpty()) {
            findings.add(
                    LintRule.REPLACE_PARENT,
                    step.statement(),
                    table,
                    acting,
                    "REPLACE into " + table
                            + " deletes a row that has the same key first, and the foreign keys act on its"
                            + " child rows: " + DropCheck.described(acting),
                    "INSERT … ON CONFLICT (…) DO UPDATE SET …, which keeps the row");
        }
    }
}
