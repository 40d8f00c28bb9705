package dev.referent.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills a child table with 10,000 rows in one transaction, and empties it again. */
final class Loader implements AutoCloseable {
    private static final int PARENTS = 1_000;
    private static final int ROWS = 10_000;
    private static final int BATCH = 1_000;

    private final Connection connection;
    private final PreparedStatement insert;
    private final boolean batches;

    /**
     * Makes the tables.
     *
     * @param batches whether the rows are inserted in batches, else one by one
     */
    Loader(Connection connection, boolean batches) throws SQLException {
        this.connection = connection;
        this.batches = batches;
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
            statement.executeUpdate("CREATE TABLE child (id INTEGER PRIMARY KEY,"
                    + " parent_id INTEGER NOT NULL REFERENCES parent (id), name TEXT)");
            statement.executeUpdate("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + PARENTS + ") INSERT INTO parent SELECT i FROM n");
        }
        this.insert = connection.prepareStatement("INSERT INTO child (parent_id, name) VALUES (?, ?)");
        connection.setAutoCommit(false);
    }

    /** Fills the table and commits. */
    void load() throws SQLException {
        for (int row = 0; row < ROWS; row++) {
            insert.setLong(1, 1 + row % PARENTS);
            insert.setString(2, "child");
            if (!batches) {
                insert.executeUpdate();
            } else {
                insert.addBatch();
                if ((row + 1) % BATCH == 0) {
                    insert.executeBatch();
                }
            }
        }
        connection.commit();
    }

    /** Empties the table, and the log of the file, so that each round finds the same. */
    void empty() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM child");
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            connection.setAutoCommit(false);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
