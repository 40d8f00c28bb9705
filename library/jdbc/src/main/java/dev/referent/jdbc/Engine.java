package dev.referent.jdbc;

import dev.referent.jdbc.driver.Execution;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the engines behind a connection: what is done around an execution, and how a failure becomes the typed
 * exception. One for each connection. What a transaction does after a violation is the same on all of them.
 */
abstract class Engine {
    final Transaction transaction = new Transaction();
    final boolean allOrNothing;
    final boolean hidesValues;

    /** Creates one for a connection that is verified. */
    Engine(Options options) {
        this.allOrNothing = options.allOrNothing();
        this.hidesValues = options.hidesValues();
    }

    /** Executes what the statement holds, and gives a failure its typed form. */
    abstract <T extends @Nullable Object> T execute(EnforcedStatement<?> statement, Execution<T> execution)
            throws SQLException;

    /** Executes the statement's batch, and gives a failure its typed form. */
    abstract <T> T executeBatch(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException;

    /** Returns the typed form of the failure of a COMMIT, or of what is one. */
    abstract SQLException failedCommit(SQLException failure) throws SQLException;

    /** Tells whether a prepared statement remembers what is bound to it. */
    boolean remembersBindings() {
        return false;
    }

    /** Prepares a statement. */
    <T> T prepare(StatementKind kind, @Nullable String sql, Execution<T> preparation) throws SQLException {
        return preparation.run();
    }

    /** Notes that the rows of a statement are read to their end, or given up. */
    void rowsEnded(EnforcedStatement<?> statement) {}

    /** Goes on to the next result of a statement. */
    boolean more(EnforcedStatement<?> statement, Execution<Boolean> execution) throws SQLException {
        return execution.run();
    }

    /** Goes on to the next row that a statement has written and returns. */
    boolean next(EnforcedStatement<?> statement, ResultSet rows) throws SQLException {
        return rows.next();
    }

    /**
     * Gives up the rows of a statement that writes, which are not read to their end.
     *
     * @param end what gives them up
     * @throws ForeignKeyViolationSQLException if the write fails; the rows are given up all the same
     */
    <T extends @Nullable Object> T finish(EnforcedStatement<?> statement, Execution<T> end) throws SQLException {
        return end.run();
    }

    /** Does something as a whole, for the threads that share the connection. */
    <T extends @Nullable Object> T inside(Execution<T> execution) throws SQLException {
        return execution.run();
    }

    /** Ends what the connection is doing. */
    void cancel(Execution<?> interrupt) throws SQLException {
        interrupt.run();
    }

    /** Notes that the application has unwrapped a driver object, through which it reaches the driver's connection. */
    void share() {
        transaction.share();
    }

    void commit(Connection connection) throws SQLException {
        inside(() -> {
            rejectIncomplete(connection);
            return committed(connection::commit);
        });
    }

    /** Commits, and gives a failure its typed form. */
    private boolean committed(Call commit) throws SQLException {
        try {
            commit.run();
        } catch (SQLException e) {
            throw failedCommit(e);
        }
        transaction.end();
        return true;
    }

    /** Does something that answers nothing. */
    @FunctionalInterface
    interface Call {
        /** Does it. */
        void run() throws SQLException;
    }

    void rollback(Connection connection) throws SQLException {
        inside(() -> {
            connection.rollback();
            transaction.end();
            return true;
        });
    }

    /** Rolls back instead of committing what is left of a transaction that a foreign key violation has left incomplete. */
    final void rejectIncomplete(Connection connection) throws SQLException {
        if (allOrNothing && transaction.violation().isPresent() && !connection.getAutoCommit()) {
            ForeignKeyViolationSQLException violation = transaction.violation().orElseThrow();
            rollback(connection);
            throw incomplete(violation);
        }
    }

    static ForeignKeyViolationSQLException incomplete(ForeignKeyViolationSQLException violation) {
        return new ForeignKeyViolationSQLException(
                "the transaction is rolled back, because a statement in it violated a foreign key: ", violation);
    }

    void setAutoCommit(Connection connection, boolean autoCommit) throws SQLException {
        inside(() -> {
            if (connection.getAutoCommit() == autoCommit) {
                connection.setAutoCommit(autoCommit);
                return true;
            }
            if (autoCommit) {
                rejectIncomplete(connection);
            }
            return switchAutoCommit(connection, autoCommit);
        });
    }

    boolean switchAutoCommit(Connection connection, boolean autoCommit) throws SQLException {
        return committed(() -> connection.setAutoCommit(autoCommit));
    }

    Savepoint set(Connection connection, Execution<Savepoint> setting) throws SQLException {
        return inside(() -> {
            Savepoint savepoint = setting.run();
            transaction.set(savepoint);
            return savepoint;
        });
    }

    void rollback(Connection connection, Savepoint savepoint) throws SQLException {
        inside(() -> {
            connection.rollback(savepoint);
            transaction.wentBackTo(savepoint);
            return true;
        });
    }

    void release(Connection connection, Savepoint savepoint) throws SQLException {
        connection.releaseSavepoint(savepoint);
    }

    /** Repairs what the borrower has switched, as a pool calls {@code clearWarnings()} when a connection comes back. */
    void checkIn() throws SQLException {}

    /** Ends what no pool knows of, before the connection is closed. */
    void close(Connection connection) throws SQLException {}
}
