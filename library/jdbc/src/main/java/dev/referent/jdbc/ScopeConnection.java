package dev.referent.jdbc;

import dev.referent.jdbc.delegate.ClosedConnection;
import dev.referent.jdbc.delegate.DelegatingConnection;
import java.sql.Connection;
import java.sql.SQLException;

/** A handle on the connection of a scope without enforcement. Closing it leaves the connection open. */
final class ScopeConnection extends DelegatingConnection {
    private final UnenforcedScope scope;
    private boolean closed;

    ScopeConnection(Connection delegate, UnenforcedScope scope) {
        super(delegate);
        this.scope = scope;
    }

    UnenforcedScope scope() {
        return scope;
    }

    /** {@inheritDoc} Each handle has a setting of its own, as a connection would. */
    @Override
    public boolean getAutoCommit() throws SQLException {
        return closed ? delegate.getAutoCommit() : scope.isAutoCommit(this);
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        if (closed) {
            delegate.setAutoCommit(autoCommit);
        } else if (autoCommit != getAutoCommit()) {
            scope.setAutoCommit(this, autoCommit);
        }
    }

    /** Does nothing: SQLite's driver has no warnings, and an enforced connection would treat the call as a check-in. */
    @Override
    public void clearWarnings() {}

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            delegate = ClosedConnection.create();
            scope.closeHandle(this);
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed || delegate.isClosed();
    }
}
