package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.migrations.ScriptStatement.Renaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds a parent table that is renamed to make room for its successor. The child tables' keys follow the old table
 * (sqlite.org/lang_altertable.html#altertabrename), and reference nothing as soon as that is dropped.
 */
final class RenameCheck implements LintCheck {
    private final List<RenamedParent> away = new ArrayList<>();

    /** A table that was renamed, with the keys that followed it. */
    private record RenamedParent(ScriptStatement statement, Renaming renaming, List<DeclaredForeignKey> keys) {}

    @Override
    public void statement(Step step, LintFindings findings) {
        ScriptStatement statement = step.statement();
        Optional<Renaming> renaming = statement.renaming();
        Optional<String> taken = statement.createdTable().or(() -> renaming.map(Renaming::to));
        Optional<String> dropped = statement.droppedTable();
        away.removeIf(each -> {
            boolean returns = renaming.filter(back -> SqlNames.same(back.from(), each.renaming.to())
                            && SqlNames.same(back.to(), each.renaming.from()))
                    .isPresent();
            boolean succeeded = !returns
                    && (taken.filter(name -> SqlNames.same(name, each.renaming.from()))
                                    .isPresent()
                            || dropped.filter(name -> SqlNames.same(name, each.renaming.to()))
                                    .isPresent());
            if (succeeded) {
                report(each, findings);
            }
            return returns || succeeded;
        });
        renaming.ifPresent(each -> note(step, each));
    }

    private void note(Step step, Renaming renaming) {
        List<DeclaredForeignKey> followed = step.after().keysOfOthersTo(renaming.to());
        if (!followed.isEmpty() && step.before().hasTable(renaming.from())) {
            away.add(new RenamedParent(step.statement(), renaming, followed));
        }
    }

    private static void report(RenamedParent each, LintFindings findings) {
        String keys = each.keys.stream()
                .map(key -> key.name() + " of " + key.childTable())
                .collect(Collectors.joining(", "));
        findings.add(
                LintRule.RENAME_AWAY,
                each.statement,
                each.renaming.from(),
                each.keys,
                "the rename takes the foreign keys along that reference " + each.renaming.from() + ": " + keys
                        + (each.keys.size() == 1 ? " references " : " reference ") + each.renaming.to()
                        + " from now on, not the new " + each.renaming.from(),
                "create the new table under another name, copy the rows, drop the old table and rename the new one"
                        + " (sqlite.org/lang_altertable.html#otheralter), in Referent's MigrationScope");
    }
}
