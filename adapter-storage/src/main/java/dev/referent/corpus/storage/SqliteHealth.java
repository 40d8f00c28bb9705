package dev.referent.corpus.storage;

import dev.referent.corpus.port.StorageCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Checks the SQLite file of a corpus and its directory of uploaded files. What reads the whole file (SQLite's checks of indexes
 * and foreign keys) is done at most for a hundredth of the time, by one thread, while the others get the last findings: the check
 * can be asked for often. Thread-safe.
 */
public final class SqliteHealth implements StorageCheck {
    /** Below this, the next write may fail. */
    static final long LEAST_FREE_BYTES = 1 << 20;

    private static final int REST = 100;
    private static final long LEAST_REST = Duration.ofMillis(500).toNanos();

    private static final String TABLES =
            "SELECT count(*) FROM sqlite_schema WHERE name IN ('audio', 'transcription', 'utterance')";

    private static final String LOST_KEYS =
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'utterance'"
                    + " AND (SELECT count(DISTINCT \"table\") FROM pragma_foreign_key_list(name)) < 2";

    private final Callable<Connection> fresh;
    private final Path database;
    private final ServedFile opened;
    private final DatabaseQuota quota;
    private final UploadDirectory uploads;

    private final ReentrantLock reading = new ReentrantLock();
    private volatile Findings content = Findings.none();
    private volatile long nextReading = System.nanoTime();

    /**
     * Creates the check.
     *
     * @param fresh opens a new connection, which does not trust what another one has cached
     * @param quota the file, and its largest size
     * @param opened the same file, as the server's connections have opened it
     * @param uploads the directory of uploaded files
     */
    public SqliteHealth(Callable<Connection> fresh, DatabaseQuota quota, ServedFile opened, UploadDirectory uploads) {
        this.fresh = fresh;
        this.quota = quota;
        this.database = quota.database().toAbsolutePath();
        this.opened = opened;
        this.uploads = uploads;
    }

    @Override
    public Findings check() {
        List<String> failures = new ArrayList<>(uploads.failures());
        if (!opened.isIntact()) {
            failures.add(ServedFile.REPLACED);
            return new Findings(failures, List.of());
        }
        if (!Files.isWritable(database) || !Files.isWritable(database.resolveSibling("."))) {
            failures.add("the database is read-only; make its file and directory writable");
        } else if (isFull(database)) {
            failures.add(StorageErrors.FULL);
        }
        Findings read = content();
        failures.addAll(read.failures());
        return new Findings(failures, read.warnings());
    }

    /** Returns whether a file or directory is on a disk that has no room left. */
    static boolean isFull(Path file) {
        try {
            return Files.getFileStore(file).getUsableSpace() < LEAST_FREE_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns what the last reading has found; one caller at a time reads, and keeps no other waiting. */
    private Findings content() {
        if (System.nanoTime() - nextReading >= 0 && reading.tryLock()) {
            try {
                long start = System.nanoTime();
                content = read();
                long end = System.nanoTime();
                nextReading = end + Math.max(LEAST_REST, REST * (end - start));
            } finally {
                reading.unlock();
            }
        }
        return content;
    }

    private Findings read() {
        try (Connection connection = fresh.call();
                Statement statement = connection.createStatement()) {
            List<String> failures = new ArrayList<>();
            String integrity = first(statement, "PRAGMA integrity_check(1)");
            if (!integrity.equals("ok")) {
                failures.add("the database is damaged (" + integrity.replaceAll("\\s+", " ")
                        + "); stop the server, and REINDEX the database or restore it from a backup");
            }
            if (!first(statement, LOST_KEYS).equals("0")) {
                failures.add(
                        "the table utterance has lost a foreign key, and accepts pairs of records that do not exist;"
                                + " restore it from a backup");
            }
            quota.failure(statement).ifPresent(failures::add);
            long orphans = Long.parseLong(first(statement, "SELECT count(*) FROM pragma_foreign_key_check"));
            if (failures.isEmpty() && first(statement, TABLES).equals("3")) { // else a read says that one is missing
                TrialWrites.failure(connection).ifPresent(failures::add); // last, because it waits less than the checks
            }
            return new Findings(failures, warnings(orphans));
        } catch (Exception e) {
            return new Findings(List.of(sentence(e)), List.of());
        }
    }

    private static List<String> warnings(long orphans) {
        return orphans == 0
                ? List.of()
                : List.of(orphans == 1 ? "1 reference has no parent row" : orphans + " references have no parent row");
    }

    private static String sentence(Exception failure) {
        RuntimeException translated = StorageErrors.translate(new IllegalStateException(failure));
        return translated instanceof IllegalStateException
                ? "the database cannot be read"
                : String.valueOf(translated.getMessage());
    }

    /** Returns the first column of the first row; empty if there is none. */
    static String first(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getString(1) : "";
        }
    }
}
