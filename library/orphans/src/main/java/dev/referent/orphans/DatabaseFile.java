package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqliteDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** An SQLite file. It is only read, with what lies beside it, unless it is {@linkplain #openToWrite opened to write}. */
final class DatabaseFile {
    /** SQLite's own 2 MiB read the pages of a large parent table again and again. */
    private static final int CACHE_KIBIBYTES = 65_536;

    private static final int HEADER = 100;
    private static final int READ_VERSION = 19;
    private static final int WRITER = 96;

    /** Result codes (sqlite.org/rescode.html). */
    private static final int ERROR = 1;

    private static final int READONLY = 8;

    private static final int CORRUPT = 11;
    private static final int CANTOPEN = 14;
    private static final int NOTADB = 26;
    private static final int BUSY = 5;

    private final Path path;

    DatabaseFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /**
     * Checks what SQLite would say in fewer words.
     *
     * @throws SQLException if there is no such file, or it cannot be read
     */
    void check() throws SQLException {
        if (Files.notExists(path) || isInFile(path)) {
            throw new SQLException(path + " does not exist");
        }
        requireRegular(path);
        if (!Files.isReadable(path)) {
            throw new SQLException(path + " cannot be read; its permissions do not let this user");
        }
    }

    /**
     * Checks that there is a directory for a new file.
     *
     * @param what what the file is, for the message
     * @throws SQLException if there is none
     */
    static void requireDirectoryOf(Path file, String what) throws SQLException {
        if (lacksDirectory(file)) {
            throw new SQLException(
                    "there is no directory " + file.toAbsolutePath().getParent() + " for the " + what + "; create it");
        }
    }

    /** Returns whether there is no directory for a new file. */
    static boolean lacksDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory != null && (Files.notExists(directory) || isInFile(file));
    }

    /** Returns whether a path goes on after a file: Java does not say of such a path that it does not exist. */
    private static boolean isInFile(Path path) {
        return Stream.iterate(path.toAbsolutePath().getParent(), Objects::nonNull, Path::getParent)
                .anyMatch(Files::isRegularFile);
    }

    /**
     * Checks that there is nothing but a file, because reading a named pipe waits for ever.
     *
     * @throws SQLException if there is
     */
    static void requireRegular(Path path) throws SQLException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new SQLException(
                    path + (Files.isDirectory(path) ? " is a directory; name a file in it" : " is not a regular file"));
        }
    }

    /**
     * Opens the file for reading. In WAL mode SQLite would make two files beside one that nobody has open, and leave them
     * there; such a file is opened as immutable, and {@link #isAsBefore} tells afterwards whether it was.
     */
    Connection open(State state) throws SQLException {
        return open("jdbc:sqlite:" + addressToRead(state), "PRAGMA cache_size=-" + CACHE_KIBIBYTES);
    }

    /** Returns the file's URI for reading, as SQLite takes it. */
    String addressToRead(State state) {
        return path.toUri() + "?mode=ro" + (state.isAtRest() ? "&immutable=1" : "");
    }

    /**
     * Opens the file for writing, without enforcement, so that nothing is done but what is said.
     *
     * @throws SQLException if it cannot be opened; nothing is created
     */
    Connection openToWrite() throws SQLException {
        return open(
                "jdbc:sqlite:" + path.toUri() + "?mode=rw",
                "PRAGMA foreign_keys=OFF",
                "PRAGMA busy_timeout=10000",
                // as in the quarantine: what a restore drops there is on the disk here
                "PRAGMA main.synchronous=EXTRA",
                "PRAGMA cache_size=-" + CACHE_KIBIBYTES,
                "SELECT count(*) FROM main.sqlite_schema");
    }

    /** Opens the file and runs statements; if one fails, it is closed again. */
    private Connection open(String address, String... statements) throws SQLException {
        try {
            Connection connection = SqliteDriver.connect(address);
            try {
                for (String statement : statements) {
                    Sql.execute(connection, statement);
                }
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw explained(e);
        }
    }

    /** Reads from an open connection. */
    @FunctionalInterface
    interface FileRead<T> {
        /** Reads. */
        T of(Connection connection, State state) throws SQLException;
    }

    /**
     * Opens the file for reading, and reads it again if it was written meanwhile without that being noticed.
     *
     * @throws SQLException if there is no such file, it cannot be read, or it is written each time it is read
     */
    <T> T read(FileRead<T> reading) throws SQLException {
        check();
        for (int attempt = 1; ; attempt++) {
            State state = state();
            try (Connection connection = open(state)) {
                T result = reading.of(connection, state);
                if (isAsBefore(state)) {
                    return result;
                }
            } catch (SQLException e) {
                if (isAsBefore(state)) {
                    throw explained(e);
                }
            }
            if (attempt == 10) {
                throw new SQLException(path + " was written each time it was read; try again");
            }
        }
    }

    /** Returns the driver's failure with the file and what is wrong with it in its message. */
    SQLException explained(SQLException failure) {
        return explained(path, failure);
    }

    /** Returns the driver's failure with a file and what is wrong with it in its message. */
    static SQLException explained(Path path, SQLException failure) {
        if (failure.getErrorCode() == 0) {
            return failure; // not the driver's
        }
        String what =
                switch (failure.getErrorCode() & 0xFF) {
                    case NOTADB -> " is a file but not an SQLite database, or it is encrypted";
                    case CORRUPT -> " is damaged; restore it from a backup, or try the sqlite3 shell's .recover";
                    case CANTOPEN ->
                        " cannot be opened; check the permissions of the file, its folder, and the -wal and -shm files beside it";
                    case READONLY -> readOnly(failure);
                    case BUSY -> " is locked by another connection; end its transaction, or try again";
                    case ERROR -> unknownHere(String.valueOf(failure.getMessage()));
                    default -> "";
                };
        return new SQLException(path + what + ": " + failure.getMessage(), failure);
    }

    private static String readOnly(SQLException failure) {
        return isInterruption(failure)
                ? " was left in the middle of a transaction, which only a connection that may write can end; open it"
                        + " once with the application, or copy it with its -journal or -wal file"
                : " is read-only, or its folder is; make both writable";
    }

    /**
     * Returns whether a failure says that a transaction was left unfinished, which a connection that may write would roll back. The driver's
     * message begins with the name of the extended result code (sqlite.org/rescode.html).
     */
    static boolean isInterruption(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("SQLITE_READONLY_ROLLBACK") || message.contains("SQLITE_READONLY_RECOVERY");
    }

    private static String unknownHere(String message) {
        return message.contains("no such collation sequence") || message.contains("unknown function")
                ? " has a key that only the application can check, as it compares by a function or a collation of the application;"
                        + " audit it from there, with Audit.of(dataSource)"
                : "";
    }

    /**
     * What is known of the file from outside.
     *
     * @param wal whether it is in WAL mode
     * @param beside whether there is a file of the WAL beside it
     * @param size its size
     * @param modified when it was written
     * @param writer the version of SQLite that wrote it last; empty for an empty file
     */
    record State(boolean wal, boolean beside, long size, long modified, Optional<SqliteVersion> writer) {
        /** Whether nobody has the file open, as far as can be seen: SQLite removes the WAL with the last connection. */
        boolean isAtRest() {
            return wal && !beside;
        }
    }

    /** Looks at the file. */
    State state() throws SQLException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] header = Arrays.copyOf(in.readNBytes(HEADER), HEADER);
            int writer = ByteBuffer.wrap(header).getInt(WRITER);
            return new State(
                    header[READ_VERSION] == 2,
                    Files.exists(beside("-wal")) || Files.exists(beside("-shm")),
                    Files.size(path),
                    Files.getLastModifiedTime(path).toMillis(),
                    writer > 0 ? Optional.of(SqliteVersion.of(writer)) : Optional.empty());
        } catch (IOException e) {
            throw new SQLException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether a file that was opened as immutable was indeed left alone meanwhile. */
    boolean isAsBefore(State before) throws SQLException {
        return !before.isAtRest() || state().equals(before);
    }

    /** SQLite follows symbolic links, and so the WAL lies beside the file itself. */
    private Path beside(String suffix) throws IOException {
        Path file = path.toRealPath();
        return file.resolveSibling(file.getFileName() + suffix);
    }

    Path path() {
        return path;
    }
}
