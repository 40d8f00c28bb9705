package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a server left on disk, seen past the server.
 *
 * @param database the SQLite file
 * @param uploads the directory of uploaded files
 */
record Stored(Path database, Path uploads) {

    /** What a server stores in a folder unless it is told otherwise. */
    static Stored in(Path folder) {
        return new Stored(folder.resolve("referent.sqlite"), folder.resolve("referent.sqlite-uploads"));
    }

    /** Runs a statement past the server, without enforcement. */
    void execute(String sql) {
        rows().execute(sql);
    }

    /** Removes every row, so that ids begin at 1 again. */
    void empty() {
        for (String table : List.of("utterance", "audio", "transcription", "sqlite_sequence")) {
            execute("DELETE FROM " + table);
        }
    }

    /** Returns the first column of each row. */
    Set<String> column(String query) throws SQLException {
        return rows().column(query);
    }

    /** Returns the database, seen past the server. */
    Rows rows() {
        return new Rows("jdbc:sqlite:" + database + "?busy_timeout=5000");
    }

    /** Fails unless every key holds, the file is valid, and files and rows pair up. */
    void assertValid() throws SQLException {
        assertThat(column("PRAGMA foreign_key_check")).as("orphan rows").isEmpty();
        assertThat(column("PRAGMA integrity_check")).containsExactly("ok");
        assertThat(files()).as("files beside the rows").isEqualTo(column("SELECT stored_name FROM audio"));
    }

    /** Returns every uploaded file, seen from the directory of uploads; the lock and the token are none. */
    Set<String> files() {
        try (Stream<Path> found = Files.walk(uploads)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> uploads.relativize(file).toString())
                    .filter(name -> !name.startsWith("."))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
