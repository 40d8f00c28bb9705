package dev.referent.evidence.benchmarks;

import dev.referent.jdbc.BulkScope;
import dev.referent.jdbc.EnforcedDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A million rows with two foreign keys, in batches of 10,000 and one transaction: in a {@link BulkScope}, and on the plain driver
 * with enforcement off and one {@code PRAGMA foreign_key_check} before the COMMIT. Each round begins with an empty table.
 */
final class BulkWrite implements Measurement {
    private static final int ROWS = 1_000_000;
    private static final int PARENTS = 100_000;
    private static final int BATCH = 10_000;

    @Override
    public void run(Path folder, Duration time) throws Exception {
        String url =
                "jdbc:sqlite:" + folder.resolve("bulk.db") + "?journal_mode=WAL&synchronous=NORMAL&foreign_keys=off";
        try (Connection bare = DriverManager.getConnection(url)) {
            ParentChildDatabase.execute(bare, "CREATE TABLE audio (id INTEGER PRIMARY KEY, name TEXT)");
            ParentChildDatabase.execute(bare, "CREATE TABLE transcription (id INTEGER PRIMARY KEY, body TEXT)");
            ParentChildDatabase.execute(
                    bare,
                    "CREATE TABLE utterance (id INTEGER PRIMARY KEY, audio INTEGER NOT NULL REFERENCES audio,"
                            + " transcription INTEGER NOT NULL REFERENCES transcription)");
            for (String parent : new String[] {"audio", "transcription"}) {
                ParentChildDatabase.execute(
                        bare,
                        "INSERT INTO " + parent + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                + " WHERE i < " + PARENTS + ") SELECT i, 'row ' || i FROM n");
            }
            EnforcedDataSource source = EnforcedDataSource.open(url.replace("&foreign_keys=off", ""));
            measure("1,000,000 rows with two keys, checked before COMMIT", time, bare, source);
            // a gap: the check looks up the parent row of each child row
            ParentChildDatabase.execute(bare, "INSERT INTO audio (id) VALUES (" + 2 * PARENTS + ")");
            measure("the same, a parent table with a gap among its rowids", time, bare, source);
        }
    }

    private static void measure(String what, Duration time, Connection bare, EnforcedDataSource source)
            throws Exception {
        PairedRounds rounds = PairedRounds.run(1, time, () -> bare(bare), () -> referent(bare, source));
        System.out.println(rounds.line(what, "%.0f", "ms", ""));
    }

    private static double bare(Connection bare) throws SQLException {
        empty(bare);
        long start = System.nanoTime();
        bare.setAutoCommit(false);
        insert(bare);
        try (Statement statement = bare.createStatement();
                ResultSet violations = statement.executeQuery("PRAGMA foreign_key_check")) {
            if (violations.next()) {
                throw new SQLException("an orphan row of " + violations.getString(1));
            }
        }
        bare.commit();
        bare.setAutoCommit(true);
        return (System.nanoTime() - start) / 1e6;
    }

    private static double referent(Connection bare, EnforcedDataSource source) throws SQLException {
        empty(bare);
        try (Connection connection = source.getConnection()) {
            long start = System.nanoTime();
            BulkScope.run(connection, BulkWrite::insert);
            return (System.nanoTime() - start) / 1e6;
        }
    }

    private static void empty(Connection bare) throws SQLException {
        ParentChildDatabase.execute(bare, "DELETE FROM utterance");
        ParentChildDatabase.execute(bare, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static void insert(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO utterance VALUES (?, ?, ?)")) {
            for (int i = 1; i <= ROWS; i++) {
                insert.setInt(1, i);
                insert.setInt(2, 1 + i * 31 % PARENTS);
                insert.setInt(3, 1 + i * 17 % PARENTS);
                insert.addBatch();
                if (i % BATCH == 0) {
                    insert.executeBatch();
                }
            }
        }
    }
}
