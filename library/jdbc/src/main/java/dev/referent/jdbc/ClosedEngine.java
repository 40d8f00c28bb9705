package dev.referent.jdbc;

import dev.referent.jdbc.driver.Execution;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a connection that the application has closed. It rejects every execution, because the driver's connection may
 * have another borrower by now.
 */
final class ClosedEngine extends Engine {
    private final boolean closed;

    /**
     * Creates the engine of a closed connection.
     *
     * @param closed whether the driver has closed its own connection, and so rejects every execution; a pool keeps it open,
     *     and the statements of some pools still reach it
     */
    ClosedEngine(boolean closed) {
        super(Options.USUAL);
        this.closed = closed;
    }

    @Override
    <T extends @Nullable Object> T execute(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        return run(execution);
    }

    @Override
    <T> T executeBatch(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException {
        return run(execution);
    }

    private <T extends @Nullable Object> T run(Execution<T> execution) throws SQLException {
        if (!closed) {
            throw new SQLException("the connection is closed");
        }
        return execution.run();
    }

    @Override
    SQLException failedCommit(SQLException failure) {
        return failure;
    }

    @Override
    void cancel(Execution<?> interrupt) throws SQLException {
        run(interrupt);
    }
}
