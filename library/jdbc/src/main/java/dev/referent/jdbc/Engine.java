package dev.referent.jdbc;

import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.sql.StatementKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the database engines of a connection: what Referent does around an execution, and how a failure becomes
 * the typed exception. There is one for each connection. What a transaction does after a violation is the same on all engines.
 */
abstract class Engine {
    final Transaction transaction = new Transaction();
    final Options options;

    Engine(Options options) {
        this.options = options;
    }

    /** Executes the statement, and throws a failure as its typed exception. */
    abstract <T extends @Nullable Object> T execute(EnforcedStatement<?> statement, Execution<T> execution)
            throws SQLException;

    /** Executes all statements of a SQL string, and returns how many rows they changed. A server gets the string as a whole. */
    long executeAll(EnforcedStatement<?> statement, String sql, EnforcedStatement.Update update) throws SQLException {
        return statement.execute(sql, sql, update);
    }

    abstract <T> T executeBatch(EnforcedStatement<?> statement, Execution<T> execution) throws SQLException;

    /** Returns the typed exception for the failure of a COMMIT, or of another statement that commits. */
    abstract SQLException failedCommit(SQLException failure) throws SQLException;

    /** Returns whether the driver's statement discards its batch when it executes SQL, or its batch, or adds to it. */
    boolean discardsBatch(EnforcedStatement<?> statement) throws SQLException {
        return false;
    }

    boolean remembersBindings() {
        return false;
    }

    <T> T prepare(StatementKind kind, @Nullable String sql, Execution<T> preparation) throws SQLException {
        return preparation.run();
    }

    /** Notes that the rows of a statement have been read to their end, or closed. */
    void rowsEnded(EnforcedStatement<?> statement) {}

    /** Goes on to the next result of a statement. */
    boolean more(EnforcedStatement<?> statement, Execution<Boolean> execution) throws SQLException {
        return execution.run();
    }

    /** Goes on to the next row of a statement that does not write while its rows are read. */
    boolean read(EnforcedStatement<?> statement, ResultSet rows) throws SQLException {
        return rows.next();
    }

    /** Goes on to the next row that a statement has written and returns. */
    boolean next(EnforcedStatement<?> statement, ResultSet rows) throws SQLException {
        return rows.next();
    }

    /**
     * Closes the unread rows of a statement that writes.
     *
     * @param end closes them
     * @throws ForeignKeyViolationSQLException if the write fails; the rows are closed nevertheless
     */
    <T extends @Nullable Object> T finish(EnforcedStatement<?> statement, Execution<T> end) throws SQLException {
        return end.run();
    }

    /** Runs something while no other thread uses the connection. */
    <T extends @Nullable Object> T inside(Execution<T> execution) throws SQLException {
        return execution.run();
    }

    void cancel(Execution<?> interrupt) throws SQLException {
        interrupt.run();
    }

    /** Notes that the application has unwrapped a driver object, through which it reaches the driver's connection. */
    void share() throws SQLException {
        transaction.share();
    }

    void commit(Connection connection) throws SQLException {
        inside(() -> {
            beforeCommit(connection);
            return committed(connection::commit);
        });
    }

    /** Commits, and throws a failure as its typed exception. */
    private boolean committed(Call commit) throws SQLException {
        try {
            commit.run();
        } catch (SQLException e) {
            throw failedCommit(e);
        }
        ended();
        return true;
    }

    /** Forgets a transaction that has been committed. */
    void ended() {
        transaction.end();
    }

    @FunctionalInterface
    private interface Call {
        void run() throws SQLException;
    }

    void rollback(Connection connection) throws SQLException {
        inside(() -> {
            connection.rollback();
            transaction.end();
            return true;
        });
    }

    /** Throws if the transaction must not be committed. */
    void beforeCommit(Connection connection) throws SQLException {
        rejectIncomplete(connection);
    }

    /** Rolls back and throws if a foreign key violation has left the transaction incomplete. */
    final void rejectIncomplete(Connection connection) throws SQLException {
        if (options.allOrNothing() && transaction.violation().isPresent() && !isAutoCommit(connection)) {
            ForeignKeyViolationSQLException violation = transaction.violation().orElseThrow();
            rollback(connection);
            throw incomplete(violation);
        }
    }

    static ForeignKeyViolationSQLException incomplete(ForeignKeyViolationSQLException violation) {
        return new ForeignKeyViolationSQLException(
                "the transaction is rolled back, because a statement in it violated a foreign key: "
                        + violation.getMessage(),
                new Report(violation.explanation(), violation.sql().orElse(""), false),
                violation);
    }

    void setAutoCommit(Connection connection, boolean autoCommit) throws SQLException {
        inside(() -> {
            if (isAutoCommit(connection) == autoCommit) {
                connection.setAutoCommit(autoCommit);
                return true;
            }
            if (autoCommit) {
                beforeCommit(connection);
            }
            return switchAutoCommit(connection, autoCommit);
        });
    }

    boolean isAutoCommit(Connection connection) throws SQLException {
        return connection.getAutoCommit();
    }

    boolean switchAutoCommit(Connection connection, boolean autoCommit) throws SQLException {
        return committed(() -> connection.setAutoCommit(autoCommit));
    }

    Savepoint set(Execution<Savepoint> setting) throws SQLException {
        return inside(() -> {
            Savepoint savepoint = setting.run();
            transaction.set(name(savepoint), false);
            return savepoint;
        });
    }

    void rollback(Connection connection, Savepoint savepoint) throws SQLException {
        inside(() -> {
            connection.rollback(savepoint);
            transaction.wentBackTo(name(savepoint));
            return true;
        });
    }

    void release(Connection connection, Savepoint savepoint) throws SQLException {
        connection.releaseSavepoint(savepoint);
        transaction.released(name(savepoint));
    }

    /** Returns the name by which the database knows a savepoint: the innermost of that name is meant, not the driver's object. */
    String name(Savepoint savepoint) {
        try {
            return savepoint.getSavepointName();
        } catch (SQLException e) {
            return savepoint.toString(); // it has a number instead
        }
    }

    /** Restores what the borrower has switched; called by {@code clearWarnings()}, which a pool calls at check-in. */
    void checkIn() throws SQLException {}

    /** Ends a transaction of which no pool knows, before the connection is closed. */
    void close(Connection connection) throws SQLException {}
}
