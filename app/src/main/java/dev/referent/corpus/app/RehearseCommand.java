package dev.referent.corpus.app;

import dev.referent.migrations.Migrations;
import dev.referent.migrations.Rehearsal;
import dev.referent.migrations.RehearsalReport;
import dev.referent.orphans.ReportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs migrations on a copy of an SQLite file, and shows what they lose. The file is only read. */
@Command(
        name = "rehearse",
        description = {
            "Runs SQL migrations on a copy of an SQLite file and shows what each loses: rows, values, keys and indexes. The file is"
                    + " only read. Those that Flyway or Liquibase has recorded in the file as run are left out.",
            "Exit status: 0 nothing is lost (warnings do not count), 1 something is, or a migration fails, 2 the rehearsal could"
                    + " not run."
        },
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = 2)
final class RehearseCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The SQLite file; unless given, an empty database, of which each table gets rows.")
    private @Nullable String database;

    @Option(names = "--migrations", required = true, paramLabel = "FOLDER", description = "The folder of SQL files.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Option(
            names = "--after",
            paramLabel = "NAME",
            description = "The last file that has run on FILE, where no tool has recorded it.")
    private @Nullable String last;

    @Option(
            names = "--migration-scope",
            description =
                    "Runs them in Referent's migration scope; else they run without Referent, with foreign_keys=on.")
    private boolean migrationScope;

    @Option(names = "--accept", paramLabel = "TABLE", description = "A table that may lose anything. Can be repeated.")
    private List<String> accepted = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "One of ${COMPLETION-CANDIDATES}.")
    private ReportFormat format = ReportFormat.TERMINAL;

    @Override
    public Integer call() throws IOException, SQLException {
        Rehearsal rehearsal = (database == null ? Rehearsal.seeded() : Rehearsal.of(SqliteFile.named(database)))
                .accepting(accepted.toArray(String[]::new))
                .reporting(new ErrProgress(spec.commandLine().getErr()));
        Migrations migrations = last == null ? Migrations.inFolder(folder) : Migrations.inFolderAfter(folder, last);
        RehearsalReport report = (migrationScope ? rehearsal.inMigrationScope() : rehearsal).run(migrations);
        PrintWriter out = spec.commandLine().getOut();
        out.print(format.show(report));
        out.flush();
        return report.hasErrors() ? 1 : 0;
    }
}
