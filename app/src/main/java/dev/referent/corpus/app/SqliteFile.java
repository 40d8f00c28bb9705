package dev.referent.corpus.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;

/** The SQLite file that a command line names by a path or a JDBC URL. */
final class SqliteFile {
    private static final String JDBC = "jdbc:";

    private SqliteFile() {}

    /** Whether it is another engine's URL. */
    static boolean isServer(String name) {
        return name.regionMatches(true, 0, JDBC, 0, JDBC.length()) && !new DatabaseUrl(name).isSqlite();
    }

    /**
     * Returns the file.
     *
     * @throws SQLException if it is an in-memory or a server's database, or not a path
     */
    static Path named(String name) throws SQLException {
        DatabaseUrl url = new DatabaseUrl(name);
        try {
            if (url.isSqlite()) {
                return url.file().orElseThrow(() -> new SQLException(name + " names no file"));
            }
            if (isServer(name)) {
                throw new SQLException(name + " is not an SQLite file, which this command needs");
            }
            if (name.isEmpty()) {
                throw new SQLException("the name of the database file is empty");
            }
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new SQLException(name + " is not a file path: " + e.getReason(), e);
        }
    }
}
