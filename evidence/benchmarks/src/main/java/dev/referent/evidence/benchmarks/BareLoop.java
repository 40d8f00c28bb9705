package dev.referent.evidence.benchmarks;

import dev.referent.corpus.storage.CorpusSchema;
import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One thread on the plain driver that makes the same commits as the server, with the same durability: the upper bound. */
final class BareLoop {
    private static final String PARAMETERS = "?journal_mode=WAL&synchronous=FULL&foreign_keys=on";

    private BareLoop() {}

    /** Returns the utterances inserted per second, each in its own transaction. */
    static double insertsPerSecond(Path folder, Duration duration) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("bare.sqlite");
        CorpusSchema.migrate(EnforcedDataSource.open(url));
        try (Connection connection = DriverManager.getConnection(url + PARAMETERS)) {
            fill(connection);
            long count = 0;
            long start = System.nanoTime();
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO utterance (audio_id, transcription_id) VALUES (?, ?)")) {
                while (System.nanoTime() - start < duration.toNanos()) {
                    insert.setLong(1, 1 + count / ServerUnderLoad.PARENTS);
                    insert.setLong(2, 1 + count % ServerUnderLoad.PARENTS);
                    insert.executeUpdate();
                    count++;
                }
            }
            return count * 1e9 / (System.nanoTime() - start);
        }
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + ServerUnderLoad.PARENTS + ") ";
            statement.executeUpdate(numbers
                    + "INSERT INTO audio (name, stored_name, created_at) SELECT 'a.wav', i || '.wav', 0 FROM n");
            statement.executeUpdate(
                    numbers
                            + "INSERT INTO transcription (name, file_name, text, created_at) SELECT 't', 't.txt', 'a', 0 FROM n");
        }
    }
}
