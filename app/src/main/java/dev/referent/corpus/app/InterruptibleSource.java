package dev.referent.corpus.app;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A source of one connection for the thread that creates it. If that thread is interrupted, the statement that runs on the
 * connection is cancelled: SQLite's own code does not notice an interrupt.
 */
final class InterruptibleSource implements DataSource, AutoCloseable {
    private static final long PAUSE = Duration.ofMillis(100).toNanos();

    private final Opening opening;
    private final Thread owner = Thread.currentThread();
    private volatile @Nullable Statement canceller;
    private volatile boolean closed;

    /** Opens a connection. */
    @FunctionalInterface
    interface Opening {
        /** Opens it. */
        Connection open() throws SQLException;
    }

    InterruptibleSource(Opening opening) {
        this.opening = opening;
        Thread watch = new Thread(this::watch, "interrupts");
        watch.setDaemon(true);
        watch.start();
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(PAUSE);
            Statement open = canceller;
            if (open != null && owner.isInterrupted()) {
                cancel(open);
            }
        }
    }

    /** Cancels what runs on the statement's connection, whichever statement it is (sqlite.org/c3ref/interrupt.html). */
    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            // it ended at the same moment
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = opening.open();
        canceller = connection.createStatement();
        return connection;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    /** Ends the watch over the thread; the connection is closed by its borrower. */
    @Override
    public void close() {
        closed = true;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // it logs nothing
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the source has no login timeout");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the source logs nothing");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("the source is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
