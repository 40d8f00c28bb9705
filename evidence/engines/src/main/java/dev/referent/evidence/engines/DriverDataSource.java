package dev.referent.evidence.engines;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Gives the connections that the registered drivers make of URLs in turn, one at each call and without a pool. */
final class DriverDataSource implements DataSource {
    private final List<String> urls;
    private final AtomicInteger given = new AtomicInteger();

    /** A source of connections to those URLs, of which there is at least one. */
    DriverDataSource(List<String> urls) {
        this.urls = urls;
    }

    private String next() {
        return urls.get(Math.floorMod(given.getAndIncrement(), urls.size()));
    }

    @Override
    public Connection getConnection() throws SQLException {
        return DriverManager.getConnection(next());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return DriverManager.getConnection(next(), user, password);
    }

    @Override
    public PrintWriter getLogWriter() {
        return DriverManager.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        DriverManager.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) {
        DriverManager.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() {
        return DriverManager.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the drivers log for themselves");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("no " + type.getName() + " here");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
