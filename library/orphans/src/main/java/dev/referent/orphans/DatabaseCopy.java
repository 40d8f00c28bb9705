package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** Copies an SQLite file by SQLite's online backup, with what its WAL holds. */
public final class DatabaseCopy {
    private DatabaseCopy() {}

    /**
     * Copies a file, which is only read: it, and what lies beside it, is the same afterwards.
     *
     * @param file the file, which must exist
     * @param copy the copy, which must not
     * @throws SQLException if the file cannot be read, or the copy not be written; there is no copy then
     */
    public static void of(Path file, Path copy) throws SQLException {
        check(copy, "copy");
        new DatabaseFile(file).read((connection, state) -> {
            remove(copy); // of an attempt during which the file was written
            keepSnapshot(connection);
            to(connection, copy, "copy");
            return copy;
        });
    }

    /**
     * Keeps the present state of a file in WAL mode readable: else a backup begins again whenever another connection has written, and
     * beside one that writes all the time it does not end. Without a WAL, writers would have to wait for the backup.
     */
    private static void keepSnapshot(Connection connection) throws SQLException {
        if (Sql.texts(connection, "PRAGMA journal_mode").contains("wal")) {
            Sql.execute(connection, "BEGIN");
            Sql.execute(connection, "SELECT count(*) FROM main.sqlite_schema");
        }
    }

    /**
     * Copies the database of a connection.
     *
     * @param what what the copy is, for messages
     */
    static void to(Connection connection, Path copy, String what) throws SQLException {
        check(copy, what);
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        check(part, what);
        String quote = part.toString().contains("'") ? "\"" : "'";
        try {
            Sql.execute(connection, "backup to " + quote + part + quote);
            Files.move(part, copy);
        } catch (IOException e) {
            throw new SQLException("the " + what + " " + copy + " cannot be written: " + e.getMessage(), e);
        } finally {
            remove(part);
        }
    }

    /** Checks that a copy can be made, as far as can be seen. */
    static void check(Path copy, String what) throws SQLException {
        DatabaseFile.requireDirectoryOf(copy, what);
        if (Files.exists(copy)) {
            throw new SQLException("the " + what + " " + copy + " exists already; name another file");
        }
    }

    private static void remove(Path file) throws SQLException {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new SQLException(file + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
