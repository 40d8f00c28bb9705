package dev.referent.corpus.app;

import dev.referent.migrations.Lint;
import dev.referent.migrations.LintReport;
import dev.referent.orphans.ReportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows which migrations of a folder would lose rows or keys. It only reads. */
@Command(
        name = "lint",
        description = {
            "Shows which SQL files of a folder would lose rows or keys of an SQLite database. It only reads.",
            "Exit status: 0 nothing is wrong (warnings do not count), 1 something is, 2 the lint could not run."
        },
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = 2)
final class LintCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FOLDER",
            description =
                    "The folder of SQL files: Flyway's, Liquibase's formatted SQL, goose's, dbmate's, or any other.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Option(names = "--format", paramLabel = "FORMAT", description = "One of ${COMPLETION-CANDIDATES}.")
    private ReportFormat format = ReportFormat.TERMINAL;

    @Option(
            names = "--migration-scope",
            description =
                    "The files run in Referent's migration scope, where enforcement is off and each commit is checked.")
    private boolean migrationScope;

    @Option(
            names = "--no-transaction",
            description =
                    "The tool runs files outside of transactions; else only those that begin one, or are configured so.")
    private boolean noTransaction;

    @Override
    public Integer call() throws IOException, SQLException {
        Lint lint = Lint.of(folder);
        lint = migrationScope ? lint.inMigrationScope() : lint;
        LintReport report = (noTransaction ? lint.outsideOfTransactions() : lint).run();
        PrintWriter out = spec.commandLine().getOut();
        out.print(format.show(report));
        out.flush();
        return report.hasErrors() ? 1 : 0;
    }
}
