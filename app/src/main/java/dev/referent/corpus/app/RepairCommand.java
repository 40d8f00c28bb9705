package dev.referent.corpus.app;

import dev.referent.orphans.Repair;
import dev.referent.orphans.RepairPlan;
import dev.referent.orphans.RepairPolicy;
import dev.referent.orphans.ReportFormat;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes the orphan rows of an SQLite file, or shows what that would do. */
@Command(
        name = "repair",
        description = {
            "Shows what happens to the orphan rows of an SQLite file, and does it with --apply.",
            "By the schema: ON DELETE CASCADE deletes them, SET NULL sets them to null, all others go to the quarantine. Rows"
                    + " that depend on them follow. The quarantine keeps a copy of everything."
        },
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = 2)
final class RepairCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The SQLite file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String database;

    @Option(names = "--apply", description = "Applies the repair; without it, nothing is written.")
    private boolean apply;

    @Option(
            names = "--quarantine",
            paramLabel = "FILE",
            description = "Where rows are kept: a new file or the quarantine of an earlier repair of this file;"
                    + " FILE-quarantine.db unless given.")
    private @Nullable Path quarantine;

    @Option(
            names = "--key",
            paramLabel = "NAME=POLICY",
            description = "What happens to the orphan rows of a key: cascade, set-null, quarantine or ignore.")
    private Map<String, String> keys = new LinkedHashMap<>();

    @Option(names = "--no-backup", description = "Makes no backup of the file.")
    private boolean noBackup;

    @Option(names = "--fire-triggers", description = "Lets the triggers of the tables fire; without it, none does.")
    private boolean fireTriggers;

    @Override
    public Integer call() throws SQLException {
        Repair repair = Repair.of(SqliteFile.named(database))
                .reporting(new ErrProgress(spec.commandLine().getErr()));
        if (quarantine != null) {
            repair = repair.quarantine(quarantine);
        }
        if (noBackup) {
            repair = repair.withoutBackup();
        }
        if (fireTriggers) {
            repair = repair.firingTriggers();
        }
        for (Map.Entry<String, String> key : keys.entrySet()) {
            repair = repair.key(key.getKey(), policy(key.getValue()));
        }
        show(apply ? repair.apply() : repair.plan());
        return 0;
    }

    /** Rows are ignored if that is asked for; else because they have no rowid that could be named, and no primary key. */
    private boolean isAsked(RepairPlan.Key key) {
        return key.policy() != RepairPolicy.IGNORE || "ignore".equalsIgnoreCase(keys.get(key.name()));
    }

    private RepairPolicy policy(String name) {
        try {
            return RepairPolicy.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--key: " + name + " is not one of cascade, set-null, quarantine, ignore");
        }
    }

    private void show(RepairPlan plan) {
        plan.keys()
                .forEach(key -> line(key.childTable() + ", foreign key " + key.name() + ": " + key.orphanRows()
                        + " without a parent row, "
                        + key.policy().name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + (isAsked(key) ? "" : ", as nothing tells the rows of this table apart")));
        plan.tables()
                .forEach(table -> line(table.name() + ": " + table.quarantined() + " to the quarantine, "
                        + table.deleted() + " deleted, " + table.nulled() + " set to null"));
        plan.unusable()
                .forEach(name -> line("the rows of the foreign key " + name
                        + " are left unchanged: its parent table is missing or its parent columns are not unique"));
        if (!plan.triggers().isEmpty()) {
            line("triggers that do not fire: " + String.join(", ", plan.triggers()));
        }
        plan.backup().ifPresent(file -> line("backup: " + file));
        plan.quarantine().ifPresent(file -> line("quarantine: " + file));
        line(
                plan.isEmpty()
                        ? "nothing to repair"
                        : plan.applied() ? "repaired" : "nothing is written; apply it with --apply");
    }

    private void line(String text) {
        spec.commandLine().getOut().println(ReportFormat.visible(text));
        spec.commandLine().getOut().flush();
    }
}
