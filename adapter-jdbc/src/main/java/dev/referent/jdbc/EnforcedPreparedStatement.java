package dev.referent.jdbc;

import dev.referent.jdbc.delegate.BindingStatement;
import dev.referent.jdbc.driver.DriverState;
import dev.referent.jdbc.migration.NaiveRebuild;
import dev.referent.jdbc.sql.SqlStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/**
 * A prepared statement whose refusals are explained. What is bound is known to the driver, so nothing is done when it is
 * bound, and nothing at an execution but to note once in a transaction that the statement took part in it.
 */
final class EnforcedPreparedStatement extends EnforcedStatement<PreparedStatement> implements BindingStatement {
    private final String sql;
    private final boolean writes;
    private final boolean takesTime;
    private final boolean drops;
    private final boolean controls;
    private int notedIn = -1;
    private int rows;
    private @Nullable List<@Nullable Object> returning;

    EnforcedPreparedStatement(EnforcedConnection connection, PreparedStatement delegate, String sql) {
        super(connection, delegate);
        this.sql = sql;
        this.writes = SqlStatement.of(sql).isWrite();
        this.drops = writes && NaiveRebuild.drops(sql);
        this.controls = !writes && CommitTexts.controls(sql);
        this.takesTime = writes && !isInsertOfValues(sql);
    }

    /** An INSERT of given values takes no time worth measuring, and measuring it would. */
    private static boolean isInsertOfValues(String sql) {
        String text = sql.stripLeading().toUpperCase(Locale.ROOT);
        return text.startsWith("INSERT") && !text.contains("SELECT");
    }

    @Override
    public PreparedStatement bound() {
        return delegate;
    }

    /** Returns when the execution began, where that matters. */
    private long begin() throws SQLException {
        if (writes) {
            if (drops) {
                connection.refuseNaiveRebuild(sql);
            }
            if (notedIn != connection.transaction().number()) {
                notedIn = connection.transaction().number();
                connection.transaction().remember(sql);
            }
            settle(() -> {});
        } else if (controls) {
            connection.refuseHalf(sql, false);
        }
        return takesTime ? System.nanoTime() : 0;
    }

    @Override
    public boolean execute() throws SQLException {
        long start = begin();
        try {
            boolean hasRows = delegate.execute();
            if (hasRows && writes) {
                returns();
            }
            return hasRows;
        } catch (SQLException e) {
            throw refused(e, start);
        }
    }

    @Override
    public int executeUpdate() throws SQLException {
        long start = begin();
        try {
            return delegate.executeUpdate();
        } catch (SQLException e) {
            throw refused(e, start);
        }
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        long start = begin();
        try {
            return delegate.executeLargeUpdate();
        } catch (SQLException e) {
            throw refused(e, start);
        }
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        long start = begin();
        try {
            ResultSet result = delegate.executeQuery();
            return writes ? returned(result) : result;
        } catch (SQLException e) {
            throw refused(e, start);
        }
    }

    @Override
    public @Nullable ResultSet getResultSet() throws SQLException {
        ResultSet result = delegate.getResultSet();
        return writes && result != null ? returned(result) : result;
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
    public int[] executeBatch() throws SQLException {
        return batch(delegate::executeBatch);
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        return batch(delegate::executeLargeBatch);
    }

    private <T> T batch(Execution<T> execution) throws SQLException {
        begin();
        int size = rows;
        rows = 0;
        Optional<List<@Nullable Object>> values = DriverState.boundValues(delegate);
        long changes = connection.changes();
        try {
            return execution.run();
        } catch (SQLException e) {
            throw connection.refusals().ofBatch(e, sql, values, size, connection.changes() - changes, this::stepAgain);
        }
    }

    /** {@inheritDoc} The values may be bound anew, or forgotten, before it comes out that the write is refused. */
    @Override
    void returns() {
        returning = DriverState.boundValues(delegate).orElse(null);
        super.returns();
    }

    @Override
    SQLException refused(SQLException failure) {
        return connection.refusals().ofStatement(failure, sql, Optional.ofNullable(returning), 0, this::runAgain);
    }

    private SQLException refused(SQLException failure, long start) {
        long nanoseconds = start == 0 ? 0 : System.nanoTime() - start;
        return connection
                .refusals()
                .ofStatement(failure, sql, DriverState.boundValues(delegate), nanoseconds, this::runAgain);
    }

    /** Runs the row that stopped a batch: SQLite has its values still, when the driver has forgotten them. */
    private void stepAgain() throws SQLException {
        SafeStmtPtr pointer = delegate.unwrap(CoreStatement.class).pointer;
        int code = pointer.safeRunInt(DB::step);
        pointer.safeRunInt(DB::reset);
        if (code != Codes.SQLITE_DONE && code != Codes.SQLITE_ROW) {
            throw DB.newSQLException(code, "run again");
        }
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
