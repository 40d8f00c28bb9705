package dev.referent.migrations;

import java.sql.SQLException;
import java.util.List;

/** Follows one script on the replay, and lets each check look at its statements. */
final class ScriptLint {
    private final SchemaReplay replay;
    private final Declarations declarations;
    private final LintFindings findings;
    private final List<LintCheck> checks;

    ScriptLint(SchemaReplay replay, Declarations declarations, LintFindings findings, boolean enforcing) {
        this.replay = replay;
        this.declarations = declarations;
        this.findings = findings;
        this.checks = List.of(
                new PragmaCheck(enforcing),
                new DropCheck(),
                new RenameCheck(),
                new ReplaceCheck(replay),
                new CheckUnread(),
                new RebuildCheck());
    }

    void run(Script script) throws SQLException {
        replay.begin(script);
        Schema before = replay.schema();
        for (ScriptStatement statement : script.statements()) {
            follow(statement);
        }
        replay.end();
        boolean enforced = replay.enforces();
        checks.forEach(check -> check.end(before, replay.schema(), enforced, findings));
    }

    private void follow(ScriptStatement statement) throws SQLException {
        Step step;
        try {
            step = Step.run(replay, statement);
        } catch (SQLException e) {
            findings.add(
                    LintRule.STATEMENT_FAILED,
                    statement,
                    "SQLite says: " + e.getMessage(),
                    "the lint goes on without it; what depends on it is not checked");
            return;
        }
        declarations.note(step);
        checks.forEach(check -> check.statement(step, findings));
    }
}
