package dev.referent.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A prepared statement whose refusals are explained; what was bound stays bound, so it can be run again as it is. */
final class EnforcedPreparedStatement extends BindingStatement {
    private final String sql;

    EnforcedPreparedStatement(EnforcedConnection connection, PreparedStatement delegate, String sql) {
        super(connection, delegate);
        this.sql = sql;
    }

    @Override
    public boolean execute() throws SQLException {
        try {
            return delegate.execute();
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    @Override
    public int executeUpdate() throws SQLException {
        try {
            return delegate.executeUpdate();
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        try {
            return delegate.executeLargeUpdate();
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        try {
            return delegate.executeQuery();
        } catch (SQLException e) {
            throw refused(e);
        }
    }

    private SQLException refused(SQLException failure) {
        return connection.refused(failure, new Rerun(sql, this::runAgain));
    }

    private void runAgain() throws SQLException {
        if (delegate.isCloseOnCompletion()) {
            throw new SQLException("a statement that closes on completion is not run again");
        }
        if (delegate.execute()) {
            delegate.getResultSet().close();
        }
    }
}
