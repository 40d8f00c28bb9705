package dev.referent.jdbc;

import dev.referent.jdbc.delegate.DelegatingConnection;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.migration.MigrationCheck;
import dev.referent.jdbc.migration.MigrationViolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * A handle on the connection of a migration scope. It checks every commit before it is made; closing it leaves the connection
 * open.
 */
final class MigratingConnection extends DelegatingConnection {
    private static final String NOT_COMMITTED =
            "the migration's transaction is not committed, as it would break a foreign key (a rebuild of a table belongs"
                    + " into one transaction)";

    private final MigrationCheck check;
    private boolean closed;

    MigratingConnection(Connection delegate, MigrationCheck check) {
        super(delegate);
        this.check = check;
    }

    @Override
    public void commit() throws SQLException {
        if (!getAutoCommit()) {
            verify(delegate, check, NOT_COMMITTED);
        }
        delegate.commit();
    }

    /**
     * {@inheritDoc} A script may have switched enforcement on in its last line; a new transaction begins without enforcement.
     */
    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        if (autoCommit && !getAutoCommit()) {
            verify(delegate, check, NOT_COMMITTED);
        } else if (!autoCommit && getAutoCommit()) {
            Enforcement.execute(delegate.unwrap(SQLiteConnection.class), "PRAGMA foreign_keys=OFF");
        }
        delegate.setAutoCommit(autoCommit);
    }

    /** Does nothing: SQLite's driver has no warnings, and an enforced connection would treat the call as a check-in. */
    @Override
    public void clearWarnings() {}

    /** {@inheritDoc} Rolls back what is not committed. */
    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            rollBack(delegate);
        }
    }

    /**
     * Throws if the migration has violated a foreign key.
     *
     * @param connection the connection, which enforces outside of the scope
     */
    static void verify(Connection connection, MigrationCheck check, String why) throws SQLException {
        Optional<MigrationViolation> violation = check.violation(why);
        if (violation.isPresent()) {
            boolean hidesValues = connection.unwrap(EnforcedConnection.class).engine().hidesValues;
            throw new ForeignKeyViolationSQLException(violation.get(), "", hidesValues);
        }
    }

    /** Rolls back an open transaction, also one that a SQL string began, and leaves autoCommit on. */
    static void rollBack(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        if (connection.getAutoCommit()) {
            Enforcement.endTransaction(connection.unwrap(SQLiteConnection.class));
        } else {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed || delegate.isClosed();
    }
}
