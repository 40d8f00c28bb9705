package dev.referent.corpus.app;

import dev.referent.orphans.ReportFormat;
import dev.referent.orphans.Restore;
import dev.referent.orphans.RestoreReport;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores the rows that a repair removed and whose parent rows exist again. */
@Command(
        name = "restore",
        description = "Puts rows of a quarantine back whose parent rows exist again.",
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = 2)
final class RestoreCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The SQLite file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String database;

    @Option(names = "--from", required = true, paramLabel = "QUARANTINE", description = "What the repair kept.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path quarantine;

    @Option(names = "--deleted", description = "Also puts back rows that ON DELETE CASCADE deleted.")
    private boolean deleted;

    @Option(names = "--dry-run", description = "Writes nothing, and shows what would be put back.")
    private boolean dryRun;

    @Override
    public Integer call() throws SQLException {
        Restore restore = Restore.of(SqliteFile.named(database), quarantine)
                .reporting(new ErrProgress(spec.commandLine().getErr()));
        if (deleted) {
            restore = restore.withDeletedRows();
        }
        RestoreReport report = dryRun ? restore.plan() : restore.apply();
        report.tables()
                .forEach(table -> line(table.name() + ": " + table.restored() + " put back, " + table.referencing()
                        + " references set again, " + table.waiting() + " still in the quarantine"));
        line(outcome(report));
        if (report.waiting() > 0 && !deleted) {
            line("rows that ON DELETE CASCADE deleted are put back with --deleted");
        }
        return 0;
    }

    private void line(String text) {
        spec.commandLine().getOut().println(ReportFormat.visible(text));
        spec.commandLine().getOut().flush();
    }

    private String outcome(RestoreReport report) {
        if (report.tables().isEmpty()) {
            return "the quarantine is empty";
        }
        if (dryRun) {
            return "nothing is written (--dry-run)";
        }
        boolean restored = report.tables().stream().anyMatch(table -> table.restored() + table.referencing() > 0);
        return restored ? "restored" : "nothing is restored: no parent row exists again, or the rows' keys are taken";
    }
}
