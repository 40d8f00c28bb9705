package dev.referent.corpus.app;

import dev.referent.orphans.Audit;
import dev.referent.orphans.AuditReport;
import dev.referent.orphans.Baseline;
import dev.referent.orphans.ReportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the existing orphan rows of a database. It only reads. */
@Command(
        name = "audit",
        description = {
            "Shows the orphan rows of each foreign key, broken keys, missing indexes and more. It only reads.",
            "Exit status: 0 nothing is broken (warnings do not count), 1 something is, 2 the audit could not run."
        },
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = 2)
final class AuditCommand implements Callable<Integer> {
    private static final int CLEAN = 0;
    private static final int FOUND = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|URL",
            description = "An SQLite file, or a JDBC URL of SQLite, PostgreSQL or MariaDB.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String database;

    @Option(names = "--format", paramLabel = "FORMAT", description = "One of ${COMPLETION-CANDIDATES}.")
    private ReportFormat format = ReportFormat.TERMINAL;

    @Option(names = "--samples", paramLabel = "N", description = "How many rows of each key are shown; 5 unless given.")
    private int samples = 5;

    @Option(names = "--baseline", paramLabel = "FILE", description = "Accepts the orphan rows that this file lists.")
    private @Nullable Path baseline;

    @Option(
            names = "--write-baseline",
            paramLabel = "FILE",
            description = "Writes the current orphan rows to this file, and accepts them.")
    private @Nullable Path written;

    @Override
    public Integer call() throws SQLException, IOException {
        if (samples < 0) {
            throw new ParameterException(spec.commandLine(), "--samples " + samples + " is negative");
        }
        Baseline accepted = baseline == null ? null : Baseline.read(baseline);
        Audit audit = audit().samples(samples)
                .reporting(new ErrProgress(spec.commandLine().getErr()));
        AuditReport report = (accepted == null && written == null ? audit : audit.listingKeys()).run();
        if (written != null) {
            accepted = Baseline.of(report);
            accepted.write(written);
        }
        if (accepted != null) {
            report = accepted.accept(report);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(format.show(report));
        out.flush();
        return report.hasErrors() ? FOUND : CLEAN;
    }

    private Audit audit() throws SQLException {
        return SqliteFile.isServer(database)
                ? Audit.of(Database.opened(new DatabaseUrl(database)))
                : Audit.of(SqliteFile.named(database));
    }
}
