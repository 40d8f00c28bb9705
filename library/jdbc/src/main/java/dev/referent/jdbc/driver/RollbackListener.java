package dev.referent.jdbc.driver;

import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** Detects whether the rollback of a pool's connection reaches SQLite. */
public final class RollbackListener implements SQLiteCommitListener {
    private boolean rolledBack;

    private RollbackListener() {}

    /**
     * Rolls back, and returns whether SQLite did, or the connection is closed, as a pool does after some failures: the driver would
     * crash the JVM if it is given a listener then. The caller holds the driver's locks, so that nobody closes it meanwhile.
     */
    public static boolean rollsBack(SQLiteConnection sqlite, Connection connection) throws SQLException {
        if (sqlite.isClosed()) {
            connection.rollback();
            return true;
        }
        RollbackListener listener = new RollbackListener();
        sqlite.addCommitListener(listener);
        try {
            connection.rollback();
        } finally {
            if (!sqlite.isClosed()) {
                sqlite.removeCommitListener(listener);
            }
        }
        return listener.rolledBack;
    }

    @Override
    public void onCommit() {}

    @Override
    public void onRollback() {
        rolledBack = true;
    }
}
