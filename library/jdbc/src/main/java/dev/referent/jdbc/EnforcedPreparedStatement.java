package dev.referent.jdbc;

import dev.referent.jdbc.delegate.BindingStatement;
import dev.referent.jdbc.driver.DriverState;
import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.server.Bindings;
import dev.referent.jdbc.sql.StatementKind;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/**
 * A prepared statement whose failures are explained. SQLite's driver keeps the bound values, so Referent does nothing when
 * they are bound; for a server it remembers them.
 */
final class EnforcedPreparedStatement extends EnforcedStatement<PreparedStatement> implements BindingStatement {
    private final @Nullable Bindings bindings;
    private int rememberedIn = -1;
    private int rows;
    private @Nullable List<@Nullable Object> returning;

    EnforcedPreparedStatement(
            EnforcedConnection connection, PreparedStatement delegate, @Nullable String sql, StatementKind kind) {
        super(connection, delegate, sql, kind);
        this.bindings = connection.engine().remembersBindings() ? new Bindings() : null;
    }

    @Override
    public PreparedStatement bound() {
        return delegate;
    }

    @Override
    public PreparedStatement bound(int index) {
        if (bindings != null) {
            bindings.forget(index);
        }
        return delegate;
    }

    @Override
    boolean isRememberedIn(int transaction) {
        boolean remembered = rememberedIn == transaction;
        rememberedIn = transaction;
        return remembered;
    }

    /** {@inheritDoc} The application may bind other values, or clear them, before the write of returned rows fails. */
    @Override
    Optional<List<@Nullable Object>> values() {
        return returning == null ? DriverState.boundValues(delegate) : Optional.of(returning);
    }

    @Override
    void noteUnreadRows() {
        super.noteUnreadRows();
        returning = DriverState.boundValues(delegate).orElse(null);
    }

    @Override
    Bindings bindings() {
        return bindings == null ? Bindings.none() : bindings;
    }

    @Override
    public boolean execute() throws SQLException {
        begin();
        return connection.engine().execute(this, delegate::execute);
    }

    @Override
    public int executeUpdate() throws SQLException {
        begin();
        return connection.engine().execute(this, delegate::executeUpdate);
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        begin();
        return connection.engine().execute(this, delegate::executeLargeUpdate);
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        begin();
        return rows().of(connection.engine().execute(this, delegate::executeQuery));
    }

    /** {@inheritDoc} The driver rejects the string, which changes neither what was prepared nor its unread rows. */
    @Override
    <T extends @Nullable Object> T execute(@Nullable String string, Execution<T> execution) throws SQLException {
        return execution.run();
    }

    @Override
    long update(String string, Update update) throws SQLException {
        return update.of(string);
    }

    private void begin() throws SQLException {
        finishRows();
        returning = null;
    }

    @Override
    public void addBatch() throws SQLException {
        delegate.addBatch();
        rows++;
    }

    @Override
    public void clearBatch() throws SQLException {
        rows = 0;
        super.clearBatch();
    }

    @Override
    StatementBatch takeBatch() throws SQLException {
        int size = rows;
        rows = 0;
        Optional<List<@Nullable Object>> values = DriverState.boundValues(delegate);
        if (size > 0 && values.isPresent()) {
            // the driver doubles its array when it is full, so that there is room after the last row
            int bound = size * delegate.getParameterMetaData().getParameterCount();
            values = Optional.of(
                    values.get().subList(0, Math.min(bound, values.get().size())));
        }
        return StatementBatch.ofRows(this, values, size);
    }

    /** {@inheritDoc} SQLite still has the values when the driver has cleared them. */
    @Override
    void stepAgain() throws SQLException {
        SafeStmtPtr pointer = delegate.unwrap(CoreStatement.class).pointer;
        int code = pointer.safeRunInt(DB::step);
        pointer.safeRunInt(DB::reset);
        if (code != Codes.SQLITE_DONE && code != Codes.SQLITE_ROW) {
            throw DB.newSQLException(code, "executed again");
        }
    }

    @Override
    void executeAgain() throws SQLException {
        if (delegate.isCloseOnCompletion()) {
            throw new SQLException("a statement that closes on completion is not executed again");
        }
        if (delegate.execute()) {
            delegate.getResultSet().close();
        }
    }

    @Override
    public void clearParameters() throws SQLException {
        delegate.clearParameters();
        if (bindings != null) {
            bindings.clear();
        }
    }

    private void remember(int index, @Nullable Object value) {
        if (bindings != null) {
            bindings.remember(index, value);
        }
    }

    @Override
    public void setNull(int index, int type) throws SQLException {
        delegate.setNull(index, type);
        remember(index, null);
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        delegate.setShort(index, value);
        if (bindings != null) {
            bindings.remember(index, value);
        }
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        delegate.setInt(index, value);
        if (bindings != null) {
            bindings.remember(index, value);
        }
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        delegate.setLong(index, value);
        if (bindings != null) {
            bindings.remember(index, value);
        }
    }

    @Override
    public void setBigDecimal(int index, BigDecimal value) throws SQLException {
        delegate.setBigDecimal(index, value);
        remember(index, value);
    }

    @Override
    public void setString(int index, String value) throws SQLException {
        delegate.setString(index, value);
        remember(index, value);
    }

    @Override
    public void setObject(int index, Object value) throws SQLException {
        delegate.setObject(index, value);
        remember(index, value);
    }
}
