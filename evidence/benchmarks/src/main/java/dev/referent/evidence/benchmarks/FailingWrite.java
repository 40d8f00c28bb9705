package dev.referent.evidence.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The failing writes that are measured, on the tables of {@link ParentChildDatabase}. */
enum FailingWrite {
    INSERT("insert", "INSERT INTO child (parent_id) VALUES (-1)"),
    DELETE("delete of a parent", "DELETE FROM parent WHERE id = 500"),
    UPDATE("update of a parent's key", "UPDATE parent SET id = -5 WHERE id = 500"),
    BATCH("batch of 1,000 rows, 3 bad", "INSERT INTO child (parent_id) VALUES (?)"),
    INSERT_SELECT("INSERT..SELECT of 100,000 rows, 10 bad", "INSERT INTO child (parent_id) SELECT id FROM source"),
    COMMIT("COMMIT of two rows, 1 bad", "INSERT INTO child (parent_id) VALUES (-1)");

    private static final int BATCH_SIZE = 1_000;

    private final String label;
    private final String sql;

    FailingWrite(String label, String sql) {
        this.label = label;
        this.sql = sql;
    }

    /** Returns the name for the table of results. */
    String label() {
        return label;
    }

    /** Returns the write on one connection. */
    Attempt on(Connection connection) throws SQLException {
        return new Attempt(this, connection, connection.prepareStatement(sql));
    }

    /** The write on one connection, which can be repeated. It uses the connection's current autocommit mode. */
    static final class Attempt {
        private final FailingWrite write;
        private final Connection connection;
        private final PreparedStatement statement;

        private Attempt(FailingWrite write, Connection connection, PreparedStatement statement) {
            this.write = write;
            this.connection = connection;
            this.statement = statement;
        }

        /** Does what is not measured: inserts a valid row that opens the transaction, and adds the rows of the batch. */
        void prepare() throws SQLException {
            if (!connection.getAutoCommit()) {
                ParentChildDatabase.execute(connection, "INSERT INTO child (parent_id) VALUES (1)");
            }
            if (write == BATCH) {
                for (int row = 1; row <= BATCH_SIZE; row++) {
                    statement.setLong(1, row % 250 == 0 && row < BATCH_SIZE ? -row : row);
                    statement.addBatch();
                }
            } else if (write == COMMIT) {
                statement.executeUpdate();
            }
        }

        /**
         * Runs the measured call.
         *
         * @throws SQLException the expected failure
         */
        void run() throws SQLException {
            switch (write) {
                case BATCH -> statement.executeBatch();
                case COMMIT -> connection.commit();
                default -> statement.executeUpdate();
            }
        }

        /** Undoes the write, including the accepted rows of a batch. */
        void undo(long children) throws SQLException {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            } else if (write == BATCH) {
                ParentChildDatabase.execute(connection, "DELETE FROM child WHERE id > " + children);
            }
        }

        void close() throws SQLException {
            statement.close();
        }
    }
}
