package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.migrations.Schema.Attachment;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what a table rebuild forgets: DROP TABLE takes keys, indexes and triggers along. An index or a trigger that the script drops by its
 * name is not forgotten.
 */
final class RebuildCheck implements LintCheck {
    /** Each table that is dropped or renamed, with the statement that does it. */
    private final Map<String, ScriptStatement> dropped = new LinkedHashMap<>();

    /** The names of the indexes and triggers that the script drops itself. */
    private final Set<String> droppedByName = new HashSet<>();

    @Override
    public void statement(Step step, LintFindings findings) {
        ScriptStatement statement = step.statement();
        statement.droppedTable().ifPresent(table -> dropped.putIfAbsent(SqlNames.folded(table), statement));
        statement.droppedAttachment().map(SqlNames::folded).ifPresent(droppedByName::add);
        statement.renaming().ifPresent(renaming -> dropped.putIfAbsent(SqlNames.folded(renaming.from()), statement));
    }

    @Override
    public void end(Schema before, Schema after, boolean enforced, LintFindings findings) {
        dropped.forEach((table, statement) -> {
            if (before.hasTable(table) && after.hasTable(table)) {
                Losses.keys(before, after, table).forEach(key -> lostKey(statement, key, findings));
                Losses.attachments(before, after, table).stream()
                        .filter(lost -> !droppedByName.contains(SqlNames.folded(lost.name())))
                        .forEach(lost -> lost(statement, lost, findings));
            }
        });
    }

    private static void lostKey(ScriptStatement statement, DeclaredForeignKey key, LintFindings findings) {
        findings.add(
                LintRule.REBUILD_FORGETS,
                statement,
                key.childTable(),
                List.of(key),
                "the rebuild of " + key.childTable() + " loses the foreign key " + key.name() + ": "
                        + String.join(", ", key.childColumns()) + " references " + key.parentTable()
                        + " before it, and nothing after it",
                "declare the key in the new table, or say why it goes");
    }

    private static void lost(ScriptStatement statement, Attachment lost, LintFindings findings) {
        findings.add(
                LintRule.REBUILD_FORGETS,
                statement,
                lost.table(),
                List.of(),
                "the rebuild of " + lost.table() + " loses the " + lost.type() + " " + lost.name()
                        + ", which DROP TABLE drops",
                "create the " + lost.type() + " again, or say why it goes");
    }
}
