package dev.referent.corpus.storage;

import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.usecase.GuardedCorpus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The end of an SQLite file, or of its write-ahead log. If somebody cuts it off, SQLite goes on writing, and its next checkpoint fills the
 * gap with zeros. SQLite itself shortens a file only by VACUUM, and never below its pages, and a log only when all of it is in the file. As a
 * guard, this looks at the size of the file for each write, and lets SQLite check the database if it has become shorter: if it is damaged, no
 * write begins and none is acknowledged. The header is not read, because closing a file drops the locks that SQLite has on it
 * (sqlite.org/howtocorrupt.html, 2.2). Thread-safe.
 */
public final class FileEnd implements GuardedCorpus.Guard {
    private static final Logger LOG = LoggerFactory.getLogger(FileEnd.class);
    private static final String MISSING = "the database file became shorter and is damaged; restore it from a backup";
    private static final Set<Integer> DAMAGE =
            Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);
    private static final int PRIMARY_CODE = 0xFF;

    private final Path file;
    private final Callable<Connection> fresh;
    private long size;
    private boolean missing;

    /**
     * Creates the guard of a file that is whole now.
     *
     * @param file the database, or its log
     * @param fresh opens a new connection to the database, which does not trust what another one has cached
     */
    public FileEnd(Path file, Callable<Connection> fresh) {
        this.file = file.toAbsolutePath();
        this.fresh = fresh;
        isMissing();
    }

    /**
     * Runs a write.
     *
     * @throws StorageUnavailableException if the end of the file is missing: before the write, and nothing was changed; or meanwhile,
     *     and the outcome is in doubt
     */
    @Override
    public <R> R run(Supplier<R> write) {
        if (isMissing()) {
            throw StorageUnavailableException.untilRepaired(MISSING + " and restart the server", null);
        }
        R result = write.get();
        if (isMissing()) {
            throw StorageUnavailableException.inDoubt(
                    MISSING + ", without the changes of this request, and restart the server", null);
        }
        return result;
    }

    private synchronized boolean isMissing() {
        try {
            long now = Files.size(file);
            missing |= now < size && isDamaged();
            size = now;
        } catch (Exception e) {
            LOG.debug("the file is gone, or cannot be read just now; the next write looks again", e);
        }
        return missing;
    }

    private boolean isDamaged() throws Exception {
        try (Connection connection = fresh.call();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
            return !found.getString(1).equals("ok");
        } catch (SQLException e) {
            if (DAMAGE.contains(e.getErrorCode() & PRIMARY_CODE) || isShortRead(e)) {
                return true;
            }
            throw e;
        }
    }

    /** Returns whether a page that the index of the log names is not in the log. */
    private static boolean isShortRead(SQLException failure) {
        return failure instanceof SQLiteException ofDriver
                && ofDriver.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ;
    }
}
