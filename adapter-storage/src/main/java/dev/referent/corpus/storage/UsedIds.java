package dev.referent.corpus.storage;

import dev.referent.corpus.StorageFullException;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.usecase.GuardedCorpus;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Tells a table of an SQLite file that has no id left from a full disk: SQLite has the same error for both (sqlite.org/autoinc.html).
 *
 * @param reads the connections for reading
 */
public record UsedIds(DataSource reads) implements GuardedCorpus.Guard {
    private static final String FULL =
            """
            SELECT coalesce(group_concat(name, ' and '), '') FROM sqlite_sequence
            WHERE name IN ('audio', 'transcription', 'utterance') AND (seq = 9223372036854775807 OR 9223372036854775807 =
                CASE name WHEN 'audio' THEN (SELECT max(id) FROM audio)
                    WHEN 'transcription' THEN (SELECT max(id) FROM transcription) ELSE (SELECT max(id) FROM utterance) END)""";

    @Override
    public <R> R run(Supplier<R> write) {
        try {
            return write.get();
        } catch (StorageFullException e) {
            throw failure()
                    .<RuntimeException>map(reason -> StorageUnavailableException.untilRepaired(reason, e))
                    .orElse(e);
        }
    }

    private Optional<String> failure() {
        try (Connection connection = reads.getConnection();
                Statement statement = connection.createStatement()) {
            return failure(statement);
        } catch (SQLException e) {
            return Optional.empty(); // the disk may be full
        }
    }

    /** Returns which tables have no id left, in a sentence; empty if none. */
    static Optional<String> failure(Statement statement) throws SQLException {
        String tables = SqliteHealth.first(statement, FULL);
        return tables.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "no id is left for " + tables + ": the largest, 9223372036854775807, is used; give the last"
                                + " rows smaller ones, and lower the number in sqlite_sequence");
    }
}
