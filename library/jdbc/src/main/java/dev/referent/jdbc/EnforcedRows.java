package dev.referent.jdbc;

import dev.referent.jdbc.delegate.DelegatingResultSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The rows of a statement. If the statement writes and returns them, the write can fail as late as the last row is read or the
 * rows are closed. This class reports that failure, which the driver does not always do.
 */
final class EnforcedRows extends DelegatingResultSet {
    private final EnforcedStatement<?> statement;
    private final boolean own;

    /** Wraps the driver's rows: the statement's {@code own}, or its generated keys. */
    EnforcedRows(EnforcedStatement<?> statement, ResultSet delegate, boolean own) {
        super(delegate);
        this.statement = statement;
        this.own = own;
    }

    @Override
    public boolean next() throws SQLException {
        return own ? statement.rows().next(delegate) : delegate.next();
    }

    @Override
    public void close() throws SQLException {
        if (own) {
            statement.rows().close(delegate);
        } else {
            delegate.close();
        }
    }

    @Override
    public Statement getStatement() throws SQLException {
        delegate.getStatement();
        return statement;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return statement.connection.unwrapped(this, delegate, type);
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
