package dev.referent.evidence.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Fills a child table with 10,000 rows in one transaction and empties it again. */
final class Loader implements AutoCloseable {
    private static final int PARENTS = 1_000;
    private static final int ROWS = 10_000;
    private static final int BATCH = 1_000;

    private final Connection connection;
    private final PreparedStatement insert;
    private final Statement statement;
    private final Form form;

    /** How the rows are inserted. */
    enum Form {
        /** One by one, with a prepared statement. */
        INSERTS,
        /** In batches, with a prepared statement. */
        BATCHES,
        /** One by one, each as an SQL string. */
        SQL_STRINGS
    }

    /** Creates the tables. */
    Loader(Connection connection, Form form) throws SQLException {
        this.connection = connection;
        this.form = form;
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
            statement.executeUpdate("CREATE TABLE child (id INTEGER PRIMARY KEY,"
                    + " parent_id INTEGER NOT NULL REFERENCES parent (id), name TEXT)");
            statement.executeUpdate("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + PARENTS + ") INSERT INTO parent SELECT i FROM n");
        }
        this.insert = connection.prepareStatement("INSERT INTO child (parent_id, name) VALUES (?, ?)");
        this.statement = connection.createStatement();
        connection.setAutoCommit(false);
    }

    /** Fills the table and commits. */
    void load() throws SQLException {
        for (int row = 0; row < ROWS; row++) {
            int parent = 1 + row % PARENTS;
            if (form == Form.SQL_STRINGS) {
                statement.executeUpdate("INSERT INTO child (parent_id, name) VALUES (" + parent + ", 'child')");
            } else {
                insert.setLong(1, parent);
                insert.setString(2, "child");
                runPrepared(row);
            }
        }
        connection.commit();
    }

    private void runPrepared(int row) throws SQLException {
        if (form == Form.INSERTS) {
            insert.executeUpdate();
        } else {
            insert.addBatch();
            if ((row + 1) % BATCH == 0) {
                insert.executeBatch();
            }
        }
    }

    /** Empties the table and truncates the WAL, so that each round starts from the same state. */
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
