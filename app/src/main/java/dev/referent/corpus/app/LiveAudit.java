package dev.referent.corpus.app;

import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.web.MountedFileJob;
import dev.referent.corpus.web.MountedJob;
import dev.referent.corpus.web.MountedPage;
import dev.referent.corpus.web.Mounts;
import dev.referent.corpus.web.PageContent;
import dev.referent.evidence.comparison.report.Json;
import dev.referent.orphans.Audit;
import dev.referent.orphans.AuditReport;
import dev.referent.orphans.ReportFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit on the web: of the server's database, and of a file that a visitor sends. */
final class LiveAudit {
    private static final Logger LOG = LoggerFactory.getLogger(LiveAudit.class);
    private static final String PAGE = "/audit";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MAX_MIB = 64;

    /** The first bytes of every SQLite file (sqlite.org/fileformat.html, 1.3.1). */
    private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** Where a header says whether the file is in WAL mode, and how (1.3.3). */
    private static final int READ_VERSION = 19;

    private static final int WAL = 2;

    private static final String WAL_IS_NOT_READ =
            "The file is in WAL mode: what is only in its -wal file is not in this report. Close the database in other programs and"
                    + " send it again, or use ./referent audit FILE, which reads both files.";

    /**
     * What SQLite may take for a file of a visitor (sqlite.org/limits.html), whose generated columns compute values of any size by
     * code of any length. Keys of honest files are short, and what is not read of a row is not limited. The limits hold for what SQLite
     * reads of the schema, too: for the length of each declaration, and for the number of tables.
     */
    private static final Map<String, String> OF_SENT =
            Map.of("limit_length", Integer.toString(1 << 17), "limit_vdbe_op", "100000");

    private static final int OUT_OF_MEMORY = 7;
    private static final int CORRUPT = 11;
    private static final int TOO_BIG = 18;
    private static final int NOT_A_DATABASE = 26;

    private LiveAudit() {}

    /**
     * Returns the page and the jobs.
     *
     * @param served the server's database
     * @param copies returns a new path for each copy of a visitor's file
     */
    static Mounts mounts(DataSource served, Supplier<Path> copies) {
        return new Mounts(
                List.of(new MountedPage(PAGE, "Audit", "What is broken already", LiveAudit::content)),
                List.of(new MountedJob(
                        PAGE + "/run",
                        "Audit the database of this server",
                        Map.of(),
                        LIMIT,
                        1,
                        members -> lines -> auditServed(served, lines))),
                List.of(new MountedFileJob(
                        PAGE + "/file",
                        "Audit an SQLite file: a copy, which is deleted afterwards",
                        (long) MAX_MIB << 20,
                        copies,
                        LIMIT,
                        LiveAudit::prepare)));
    }

    private static PageContent content() {
        return new PageContent(
                PageFiles.text("audit.html").replace("/*MIB*/", Integer.toString(MAX_MIB)),
                PageFiles.text("audit.css"),
                PageFiles.text("audit.js"));
    }

    private static MountedJob.Work prepare(Path file) {
        Optional<String> caution;
        try (InputStream content = Files.newInputStream(file)) {
            if (!Arrays.equals(content.readNBytes(HEADER.length), HEADER)) {
                throw new InvalidInputException("the file is not an SQLite database, or it is encrypted");
            }
            content.skipNBytes(READ_VERSION - HEADER.length);
            caution = content.read() == WAL ? Optional.of(WAL_IS_NOT_READ) : Optional.empty();
        } catch (EOFException e) {
            caution = Optional.empty(); // the audit says that it is damaged
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Optional<String> about = caution;
        // nobody else has the copy; a file in WAL mode cannot be opened for reading alone without its WAL
        String url = "jdbc:sqlite:" + file.toUri() + "?mode=ro&immutable=1";
        Properties limits = new Properties();
        limits.putAll(OF_SENT);
        return lines -> {
            try {
                audit(() -> DriverManager.getConnection(url, limits), about, lines);
            } catch (SQLException e) {
                // what is wrong with a file of a visitor is not the operator's
                LOG.debug("the audit of a file failed: {}", e.getMessage());
                lines.accept(message(words(e)));
            }
        };
    }

    private static void auditServed(DataSource served, Consumer<String> lines) throws InterruptedException {
        try {
            audit(served::getConnection, Optional.empty(), lines);
        } catch (SQLException e) {
            // one line, because a client may try again and again
            LOG.warn("the audit of the served database failed ({})", e.getMessage());
            LOG.debug("the failure", e);
            lines.accept(message("the database cannot be read; the server's log says why"));
        }
    }

    /**
     * Audits a database and sends the progress and the report, without the address of the database.
     *
     * @param caution what the report does not show
     */
    private static void audit(InterruptibleSource.Opening opening, Optional<String> caution, Consumer<String> lines)
            throws SQLException, InterruptedException {
        try (InterruptibleSource source = new InterruptibleSource(opening)) {
            AuditReport report =
                    Audit.of(source).reporting(new LineProgress(lines)).run();
            AuditReport nameless = new AuditReport("", report.engine(), report.keys(), report.findings());
            // a line end in a JSON text is white space between its tokens
            String json = ReportFormat.JSON.show(nameless).replace('\n', ' ');
            String member =
                    caution.map(words -> ",\"caution\":" + Json.compact(words)).orElse("");
            lines.accept("{\"message\":\"The audit has ended.\"" + member + ",\"report\":" + json + "}");
        } catch (SQLException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    private static String message(String words) {
        return Json.compact(Map.of("message", words));
    }

    /** Returns why a file cannot be read, without its address (sqlite.org/rescode.html). */
    private static String words(SQLException failure) {
        return switch (failure.getErrorCode() & 0xFF) {
            case CORRUPT -> "the database is damaged; restore it from a backup, or try the sqlite3 shell's .recover";
            case NOT_A_DATABASE -> "the file is not an SQLite database, or it is encrypted";
            case TOO_BIG ->
                "the file has values, or declarations of tables, views or triggers, larger than are read here;"
                        + " audit it with ./referent audit FILE";
            case OUT_OF_MEMORY ->
                "the file has generated columns larger than are read here, or too many tables;"
                        + " audit it with ./referent audit FILE";
            default ->
                "the database cannot be read (SQLite's result code " + failure.getErrorCode()
                        + "); ./referent audit FILE says why";
        };
    }
}
