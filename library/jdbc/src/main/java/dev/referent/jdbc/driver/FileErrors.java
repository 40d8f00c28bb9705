package dev.referent.jdbc.driver;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Explains errors of a database file that cannot be read or written: what is wrong and what to do. */
public final class FileErrors {
    private static final int PRIMARY_CODE = 0xFF;

    /** Waiting does not help here: the transaction has read an older state (sqlite.org/rescode.html). */
    private static final String STALE =
            "has been written by another connection since this transaction started reading; roll it"
                    + " back and run it again, or begin it with transaction_mode=IMMEDIATE";

    /** How SQLite says that the connection's own statement is in the way. */
    private static final String IN_PROGRESS = "statements in progress";

    private static final Pattern OTHER_FILE = Pattern.compile("\\b(attach|vacuum)\\b", Pattern.CASE_INSENSITIVE);

    private FileErrors() {}

    /**
     * Returns the failure with an explanation in front of the driver's message; it has the driver's type and codes, and the
     * failure as its cause. A failure that has nothing to do with the file is returned unchanged.
     *
     * @param url the URL of the database
     */
    public static SQLException explain(String url, SQLException failure) {
        String advice = advice(url, failure);
        return advice.isEmpty() ? failure : explained(failure, Secrets.hidden(url) + " " + advice);
    }

    private static SQLException explained(SQLException failure, String explanation) {
        SQLException explained = new SQLiteException(
                explanation + ": " + failure.getMessage(), ((SQLiteException) failure).getResultCode());
        explained.initCause(failure);
        return explained;
    }

    /**
     * Returns the failure of a statement with such an explanation.
     *
     * @param sql the statement; an ATTACH or a VACUUM INTO may name the file that is wrong
     */
    public static SQLException explain(SQLiteConnection connection, SQLException failure, String sql) {
        String advice = advice(connection.getUrl(), failure);
        if (advice.isEmpty() || OTHER_FILE.matcher(sql).find()) {
            return failure;
        }
        String subject = Secrets.hidden(connection.getUrl());
        return explained(
                failure,
                (hasAttached(connection) ? subject + " or a database attached to it " : subject + " ") + advice);
    }

    private static boolean hasAttached(SQLiteConnection connection) {
        try {
            return Query.rows(connection, "PRAGMA database_list").stream()
                    .anyMatch(database -> !"main".equals(database.get(1)) && !"temp".equals(database.get(1)));
        } catch (SQLException e) {
            return true;
        }
    }

    private static String advice(String url, SQLException failure) {
        if (!(failure instanceof SQLiteException sqlite)
                || String.valueOf(failure.getMessage()).contains(IN_PROGRESS)) {
            return "";
        }
        return switch (sqlite.getResultCode()) {
            case SQLITE_BUSY_SNAPSHOT -> STALE;
            case SQLITE_CORRUPT_VTAB -> ""; // a virtual table is damaged, not the file
            default -> advice(url, SQLiteErrorCode.getErrorCode(failure.getErrorCode() & PRIMARY_CODE));
        };
    }

    private static String advice(String url, SQLiteErrorCode primary) {
        return switch (primary) {
            case SQLITE_NOTADB -> "is a file but not an SQLite database (or an encrypted one); name another file";
            case SQLITE_CORRUPT ->
                "is a damaged SQLite database; restore it from a backup, or try the sqlite3 shell's .recover";
            case SQLITE_BUSY ->
                "is locked by another connection, of this program or another; end its transaction, or wait longer"
                        + " with the parameter busy_timeout";
            case SQLITE_READONLY ->
                "is read-only; make the file and its directory writable, or leave out what makes it so"
                        + " (mode=ro, immutable, open_mode=1, a read-only transaction, PRAGMA query_only)";
            case SQLITE_FULL -> "cannot grow: the disk is full, or max_page_count is reached; make room";
            case SQLITE_IOERR -> "cannot be read or written; check its disk, which may be full";
            case SQLITE_CANTOPEN -> cannotOpen(url);
            default -> "";
        };
    }

    private static String cannotOpen(String url) {
        String name = url.substring(url.indexOf(':', "jdbc:".length()) + 1).replaceFirst("^file:", "");
        try {
            Path file = Path.of(name.replaceFirst("\\?.*$", "")).toAbsolutePath();
            Path folder = file.getParent();
            if (Files.isDirectory(file)) {
                return "is a directory; name a file in it";
            }
            if (folder != null && !Files.isDirectory(folder)) {
                return "cannot be opened: there is no directory " + folder + "; make it first";
            }
            if (Files.notExists(file) && !name.contains("%")) {
                return "cannot be opened: there is no file " + file
                        + "; make it first, make its directory writable, or let mode or open_mode create it";
            }
        } catch (InvalidPathException e) {
            return "is not a file path: " + e.getReason();
        }
        return "cannot be opened; check that you may read and write the file and its directory";
    }
}
