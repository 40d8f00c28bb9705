package dev.referent.jdbc;

import dev.referent.jdbc.driver.Cancellation;
import dev.referent.jdbc.driver.DriverLocks;
import dev.referent.jdbc.driver.DriverState;
import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.ForeignKeyErrors;
import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.driver.RollbackListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * Follows the beginning and the end of an SQLite connection's transaction, whether JDBC, a SQL string or a failure begins or ends it,
 * so that {@link Transaction} remembers this transaction only.
 */
final class SqliteTransaction {
    private final SQLiteConnection connection;
    private final Transaction memory;
    private final Cancellation cancellation;
    private final BooleanSupplier reachedByOthers;
    private final SqlTransactionTracker tracker;
    private boolean begunBySql;
    private boolean mayHaveEnded;
    private volatile boolean mayBeLeft;
    /** SQLite's count of changes through the connection when this handle paused. */
    private long leftAt;

    /** Follows a connection; {@code reachedByOthers} tells whether anything else than this handle may begin transactions on it. */
    SqliteTransaction(
            SQLiteConnection connection,
            Transaction memory,
            Cancellation cancellation,
            BooleanSupplier reachedByOthers) {
        this.connection = connection;
        this.memory = memory;
        this.cancellation = cancellation;
        this.reachedByOthers = reachedByOthers;
        this.tracker = new SqlTransactionTracker(connection, memory);
    }

    /**
     * Begins to follow a connection, whose open transaction an earlier handle may have written in; a BEGIN IMMEDIATE of the driver
     * looks the same.
     */
    void begin() throws SQLException {
        paused();
        boolean deferred = connection.getConnectionConfig().getTransactionMode() == TransactionMode.DEFERRED;
        if (deferred && !connection.getAutoCommit() && !OpenTransaction.isEmpty(connection)) {
            memory.writes().forget();
        }
    }

    /** Forgets what was written if anything else than this handle has written since it paused. */
    void continues() {
        if (hasBeenWrittenByOthers()) {
            leftAt = totalChanges();
            memory.writes().forget();
        }
    }

    /** Notes that this handle has finished an execution and its explanation. */
    void paused() {
        endLeftover();
        leftAt = totalChanges();
    }

    /** Returns whether anything else than this handle has written since it paused. */
    boolean hasBeenWrittenByOthers() {
        return leftAt != totalChanges();
    }

    private long totalChanges() {
        try {
            return connection.getDatabase().total_changes();
        } catch (SQLException e) {
            return -1; // the connection is closed
        }
    }

    /** Returns whether a transaction that this connection began may be open; SQLite is not asked. */
    boolean mayBeOpen() {
        return !connection.getConnectionConfig().isAutoCommit() || tracker.mayHaveBegun();
    }

    /** Returns whether a transaction is open; if a lock prevents SQLite from answering, whether one may be. */
    boolean isOpen() {
        try {
            return OpenTransaction.in(connection);
        } catch (SQLException e) {
            return mayBeOpen();
        }
    }

    /** Returns whether the next SQL string that controls transactions can begin one. */
    boolean mayBeginBySql() {
        return !begunBySql && !isOpen();
    }

    /** Notes that a SQL string may have begun a transaction. */
    void begunBySql() {
        begunBySql = true;
    }

    void controlled(String sql) {
        tracker.executed(sql);
        afterControl();
    }

    void controlFailed() {
        tracker.failed();
        afterControl();
    }

    private void afterControl() {
        mayHaveEnded = true;
        begunBySql = begunBySql && tracker.mayHaveBegun();
    }

    boolean beforeControl(String sql) throws SQLException {
        return tracker.before(sql);
    }

    /** Forgets a transaction that a failure has ended: OR ROLLBACK, a full disk, an interrupt. */
    void forgetIfEnded() {
        mayHaveEnded = true;
        try {
            if (memory.isEmpty()) {
                tracker.doubt();
            } else if (!connection.isClosed() && !OpenTransaction.in(connection)) {
                forget();
            }
        } catch (SQLException | StackOverflowError e) {
            memory.share(); // the remembered writes may be incomplete or stale
        }
    }

    /** Notes that a query failed, which may have ended the transaction. */
    void queryFailed(SQLException failure) {
        mayHaveEnded = true;
        tracker.doubt();
        endLeftover(failure);
    }

    /** Ends the transaction that the driver may have left open with this failure. */
    void endLeftover(SQLException failure) {
        if (!mayBeOpen()
                && (meetsCommit(failure) || (failure.getCause() instanceof SQLException e && meetsCommit(e)))) {
            mayBeLeft = true;
            endLeftover();
        }
    }

    private static boolean meetsCommit(SQLException failure) {
        return failure.getErrorCode() == SQLiteErrorCode.SQLITE_INTERRUPT.code
                || String.valueOf(failure.getMessage()).contains("SQL statements in progress");
    }

    /**
     * Ends the transaction that the driver leaves open if the COMMIT fails with which it ends each statement in autocommit mode, as
     * that is interrupted, or another statement has unread rows that it wrote. Every later write would be in it, and lost with it. As
     * long as an interrupt or unread rows prevent that, it is tried again after whatever may write. A transaction that anything else
     * than this handle may have begun stays open.
     */
    void endLeftover() {
        if (!mayBeLeft) {
            return;
        }
        try {
            DriverLocks.hold(connection, () -> {
                if (!mayBeOpen()
                        && !reachedByOthers.getAsBoolean()
                        && !connection.isClosed()
                        && OpenTransaction.in(connection)) {
                    Enforcement.execute(connection, "COMMIT");
                }
                mayBeLeft = false;
                return true;
            });
        } catch (SQLException e) {
            // it may be left still
        }
    }

    void rollBack() throws SQLException {
        if (connection.getAutoCommit()) {
            Enforcement.endTransaction(connection);
        } else {
            connection.rollback();
        }
        forget();
    }

    /**
     * Rolls back by a pool's connection, which may return without executing the rollback; then the transaction continues and stays
     * remembered.
     */
    void rollBack(Connection pooled) throws SQLException {
        if (pooled == connection || memory.isEmpty()) {
            pooled.rollback();
            forget();
        } else if (RollbackListener.rollsBack(connection, pooled) || !OpenTransaction.in(connection)) {
            forget();
        }
    }

    /**
     * Notes that switching autoCommit failed. If the commit fails when autoCommit is switched on, the driver reports autoCommit
     * as on while the transaction is still open, and every later write would be lost with it. Leaves autoCommit off after such a
     * failure, and rolls back the work that violates a foreign key. If there was no transaction to commit, because a failure or a
     * SQL string has ended it, autoCommit is on.
     */
    void notSwitched(boolean autoCommit, SQLException failure) throws SQLException {
        if (!autoCommit || connection.isClosed()) {
            return;
        }
        if (!isStillOpen()) {
            forget();
            return;
        }
        connection.getConnectionConfig().setAutoCommit(false);
        if (ForeignKeyErrors.isViolation(failure)) {
            connection.rollback();
            forget();
        }
    }

    private boolean isStillOpen() {
        try {
            return OpenTransaction.in(connection);
        } catch (SQLException e) {
            return true; // a COMMIT that was not executed leaves its transaction open
        }
    }

    void forget() {
        memory.end();
        tracker.ended();
    }

    /**
     * Prepares a pool's connection for being closed, once nobody executes anything on it: no cancel may reach the next borrower, or
     * what the pool executes for it. Rolls back a transaction that a SQL string began, of which no pool knows; the driver's close()
     * would end it. With autoCommit off, begins a transaction if a failure or a SQL string has ended it: else the pool's rollback
     * fails, the driver begins none, and each write of the next borrower is stored at once.
     */
    void close(Connection pooled) throws SQLException {
        endLeftover();
        if (pooled == connection) {
            return;
        }
        DriverLocks.hold(connection, () -> {
            if (connection.isClosed()) {
                return false; // a pool has closed it, perhaps on another thread while this one waited for the locks
            }
            cancellation.end();
            if (!connection.getAutoCommit() && mayHaveEnded) {
                beginAgain();
            } else if (connection.getAutoCommit() && begunBySql) {
                endBegunBySql();
            }
            return true;
        });
    }

    private void beginAgain() throws SQLException {
        DriverState.endRows(connection); // SQLite interrupts everything after a cancel as long as there are any
        if (!isOpen()) {
            Enforcement.execute(connection, "BEGIN");
        }
    }

    private void endBegunBySql() throws SQLException {
        try {
            Enforcement.endTransaction(connection);
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_INTERRUPT.code) {
                throw e;
            }
        }
    }
}
