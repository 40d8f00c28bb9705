package dev.referent.migrations;

import dev.referent.jdbc.sql.SqlTokens;

/** Finds a check of the foreign keys whose result is returned to a tool that does not read it. */
final class CheckUnread implements LintCheck {
    @Override
    public void statement(Step step, LintFindings findings) {
        ScriptStatement statement = step.statement();
        boolean asked = statement
                .pragma()
                .filter(pragma -> pragma.name().equals("foreign_key_check"))
                .isPresent();
        boolean selected = statement.begins("SELECT") && SqlTokens.says(statement.tokens(), "pragma_foreign_key_check");
        if (asked || selected) {
            findings.add(
                    LintRule.CHECK_UNREAD,
                    statement,
                    "the check returns the orphan rows as its result, which no migration tool reads; nothing fails if there"
                            + " are any",
                    "CREATE TEMP TABLE no_orphans (orphans INTEGER CHECK (orphans = 0)); INSERT INTO no_orphans SELECT"
                            + " count(*) FROM pragma_foreign_key_check; DROP TABLE no_orphans; or Referent's MigrationScope,"
                            + " which checks before each commit");
        }
    }
}
