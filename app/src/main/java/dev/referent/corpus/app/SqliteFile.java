package dev.referent.corpus.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** The SQLite file that a command line names by a path or a JDBC URL. */
final class SqliteFile {
    private static final Pattern PREFIX = Pattern.compile("(?i)^jdbc:sqlite:(file:(//)?)?");

    private SqliteFile() {}

    /** Whether it is another engine's URL. */
    static boolean isServer(String name) {
        return name.startsWith("jdbc:") && !PREFIX.matcher(name).find();
    }

    /**
     * Returns the file.
     *
     * @throws SQLException if it is an in-memory database, or not a path
     */
    static Path named(String name) throws SQLException {
        boolean isUrl = PREFIX.matcher(name).find();
        String path = isUrl ? PREFIX.matcher(name).replaceFirst("").replaceFirst("\\?.*$", "") : name;
        if (path.isEmpty() || (isUrl && path.equals(":memory:"))) {
            throw new SQLException(name + " names no file");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new SQLException(name + " is not a file path: " + e.getReason(), e);
        }
    }
}
