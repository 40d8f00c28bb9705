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

/** A data source without a pool, on the registered drivers. It uses its URLs in turn. */
final class DriverDataSource implements DataSource {
    private final List<String> urls;
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * Creates a data source.
     *
     * @param urls at least one JDBC URL
     */
    DriverDataSource(List<String> urls) {
        this.urls = urls;
    }

    private String next() {
        return urls.get(Math.floorMod(connections.getAndIncrement(), urls.size()));
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
        throw new SQLFeatureNotSupportedException("the drivers have their own loggers");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("this data source does not wrap " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
