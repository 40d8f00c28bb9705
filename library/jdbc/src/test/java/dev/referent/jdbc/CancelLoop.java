package dev.referent.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/** A thread that cancels a statement again and again, each millisecond, until it is closed or the statement is. */
public final class CancelLoop implements AutoCloseable {
    private final Thread thread;

    private CancelLoop(Statement statement) {
        this.thread = new Thread(() -> cancel(statement));
    }

    /** Starts to cancel. */
    public static CancelLoop of(Statement statement) {
        CancelLoop started = new CancelLoop(statement);
        started.thread.start();
        return started;
    }

    private static void cancel(Statement statement) {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
            try {
                statement.cancel();
            } catch (SQLException e) {
                return;
            }
        }
    }

    /** Waits for the last cancellation, which would otherwise meet what the test executes next. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
