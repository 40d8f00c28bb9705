package dev.referent.migrations;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqliteDriver;
import dev.referent.orphans.DatabaseCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder with the database on which migrations run, and its copy from before the last of them.
 *
 * @param folder the folder, which is removed at the end
 */
record WorkingCopy(Path folder) implements AutoCloseable {

    /** Copies a file, or creates an empty database. */
    static WorkingCopy of(Optional<Path> file) throws SQLException, IOException {
        WorkingCopy copy = new WorkingCopy(Files.createTempDirectory("referent-rehearsal"));
        try {
            if (file.isPresent()) {
                DatabaseCopy.of(file.get(), copy.file());
            } else {
                Files.createFile(copy.file());
            }
            return copy;
        } catch (SQLException | IOException | RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    /** Returns the database. */
    Path file() {
        return folder.resolve("rehearsal.db");
    }

    String url() {
        return "jdbc:sqlite:" + file();
    }

    /** Returns the copy from before the last migration. */
    Path kept() {
        return folder.resolve("before.db");
    }

    /** Copies the database, which nobody has open, to {@link #kept}. */
    void keep() throws SQLException, IOException {
        try (Connection connection = SqliteDriver.connect(url())) {
            // what a connection that was not closed has left in the WAL
            Sql.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        Files.copy(file(), kept(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path each : files) {
            Files.deleteIfExists(each);
        }
        Files.deleteIfExists(folder);
    }
}
