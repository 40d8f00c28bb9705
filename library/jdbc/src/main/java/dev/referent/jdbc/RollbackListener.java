package dev.referent.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** Detects whether the rollback of a pool's connection reaches SQLite. */
final class RollbackListener implements SQLiteCommitListener {
    private boolean rolledBack;

    private RollbackListener() {}

    /** Rolls back, and returns whether SQLite did. */
    static boolean rollsBack(SQLiteConnection sqlite, Connection connection) throws SQLException {
        RollbackListener listener = new RollbackListener();
        sqlite.addCommitListener(listener);
        try {
            connection.rollback();
        } finally {
            sqlite.removeCommitListener(listener);
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
