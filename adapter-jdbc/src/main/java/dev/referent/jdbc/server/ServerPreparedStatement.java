package dev.referent.jdbc.server;

import dev.referent.jdbc.delegate.BindingStatement;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A prepared statement on a server; it remembers what is bound to it, and nothing else. */
final class ServerPreparedStatement extends ServerStatement<PreparedStatement> implements BindingStatement {
    private final String sql;
    private final boolean readsOnly;
    private final Bindings bindings = new Bindings();

    ServerPreparedStatement(ServerConnection connection, PreparedStatement delegate, String sql) {
        super(connection, delegate);
        this.sql = sql;
        this.readsOnly = ServerConnection.readsOnly(sql);
    }

    private <T> T run(Execution<T> execution) throws SQLException {
        try {
            T answer = execution.run();
            connection.ran(readsOnly);
            return answer;
        } catch (SQLException e) {
            throw connection.refused(e, sql, bindings);
        }
    }

    @Override
    public boolean execute() throws SQLException {
        return run(delegate::execute);
    }

    @Override
    public int executeUpdate() throws SQLException {
        return run(delegate::executeUpdate);
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return run(delegate::executeLargeUpdate);
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return run(delegate::executeQuery);
    }

    @Override
    public void addBatch() throws SQLException {
        delegate.addBatch();
    }

    @Override
    public PreparedStatement bound() {
        return delegate;
    }

    /** {@inheritDoc} What is bound by a method that is not below is not known. */
    @Override
    public PreparedStatement bound(int index) {
        bindings.forget(index);
        return delegate;
    }

    @Override
    public void clearParameters() throws SQLException {
        bindings.clear();
        delegate.clearParameters();
    }

    @Override
    public void setNull(int index, int type) throws SQLException {
        delegate.setNull(index, type);
        bindings.remember(index, null);
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        delegate.setShort(index, value);
        bindings.remember(index, value);
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        delegate.setInt(index, value);
        bindings.remember(index, value);
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        delegate.setLong(index, value);
        bindings.remember(index, value);
    }

    @Override
    public void setBigDecimal(int index, BigDecimal value) throws SQLException {
        delegate.setBigDecimal(index, value);
        bindings.remember(index, value);
    }

    @Override
    public void setString(int index, String value) throws SQLException {
        delegate.setString(index, value);
        bindings.remember(index, value);
    }

    @Override
    public void setObject(int index, Object value) throws SQLException {
        delegate.setObject(index, value);
        bindings.remember(index, value);
    }
}
