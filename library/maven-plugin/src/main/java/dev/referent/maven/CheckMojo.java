package dev.referent.maven;

import dev.referent.orphans.Finding;
import dev.referent.orphans.Report;
import dev.referent.orphans.ReportFormat;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal that runs a check, shows its report, and fails the build if the report has errors. */
abstract class CheckMojo extends AbstractMojo {
    private static final String SQLITE = "jdbc:sqlite:";

    /** The form of the report: terminal, json, github or sarif. */
    @Parameter(property = "referent.format", defaultValue = "terminal")
    String format = "terminal";

    /** The file that the report is written to, in the given form; the log shows it for a person then. */
    @Parameter(property = "referent.reportFile")
    @Nullable File reportFile;

    /** The folder that a relative path begins at, as in Maven's own parameters: the project's, else the one that Maven runs in. */
    @Parameter(defaultValue = "${basedir}", readonly = true)
    File basedir = new File("");

    /** Whether nothing is checked. */
    @Parameter(property = "referent.skip", defaultValue = "false")
    boolean skip;

    /**
     * Runs the check. It only reads.
     *
     * @throws SQLException if a database cannot be read
     * @throws IOException if a file cannot be read
     * @throws MojoExecutionException if a parameter is wrong
     */
    abstract Report check() throws SQLException, IOException, MojoExecutionException;

    /** Throws if there is no such folder of SQL files. */
    static void verify(File folder) throws MojoExecutionException {
        if (!folder.isDirectory()) {
            throw new MojoExecutionException("there is no folder " + folder
                    + "; set <folder> in the plugin's configuration, or -Dreferent.folder=FOLDER");
        }
    }

    /** Returns whether a name is the URL of another engine. */
    static boolean isServer(String database) {
        return database.startsWith("jdbc:") && !database.startsWith(SQLITE);
    }

    /** Returns the SQLite file that a path or a URL names; the URL's parameters are the application's. */
    final Path sqliteFile(String database) {
        String path = database.startsWith(SQLITE)
                ? database.substring(SQLITE.length()).replaceFirst("(?s)\\?.*", "")
                : database;
        return basedir.toPath().resolve(path);
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("skipped");
            return;
        }
        ReportFormat form = form();
        Report report;
        try {
            report = check();
            show(report, form);
        } catch (SQLException | IOException e) {
            throw new MojoExecutionException(String.valueOf(e.getMessage()), e);
        }
        if (report.hasErrors()) {
            throw new MojoFailureException(report.subject() + ": " + errors(report) + "; the log above has them");
        }
    }

    private static String errors(Report report) {
        long errors = report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .count();
        return errors == 1 ? "1 error" : errors + " errors";
    }

    private ReportFormat form() throws MojoExecutionException {
        return Arrays.stream(ReportFormat.values())
                .filter(each -> each.toString().equals(format.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new MojoExecutionException(
                        "format " + format + " is none of " + Arrays.toString(ReportFormat.values())));
    }

    private void show(Report report, ReportFormat form) throws IOException {
        if (reportFile != null) {
            Path file = reportFile.toPath().toAbsolutePath();
            Files.createDirectories(file.getParent());
            Files.writeString(file, form.show(report));
        }
        if (reportFile != null || form == ReportFormat.TERMINAL) {
            ReportFormat.TERMINAL.show(report).lines().forEach(line -> log(report, line));
        } else {
            // without the log's prefix, which the readers of these forms do not expect
            System.out.print(form.show(report));
        }
    }

    private void log(Report report, String line) {
        if (report.hasErrors()) {
            getLog().error(line);
        } else if (report.findings().isEmpty()) {
            getLog().info(line);
        } else {
            getLog().warn(line);
        }
    }
}
