package dev.referent.hibernate;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connections to SQLite of which nothing tells that the usual driver is inside, as another driver's are.
 *
 * @param database the file
 * @param asked what happens when a connection is asked what it wraps
 */
record AnotherDriver(Sqlite database, Asked asked) implements DataSource {
    /** What a driver does when it is asked what it wraps. */
    enum Asked {
        SAYS_NO,
        THROWS,
        IS_OLDER_THAN_JDBC_4
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = DriverManager.getConnection(database.url());
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("isWrapperFor")) {
                        return isWrapperFor(Connection.class);
                    }
                    if (method.getName().equals("unwrap")) {
                        return unwrap(Connection.class);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return switch (asked) {
            case SAYS_NO -> false;
            case THROWS -> throw new SQLException("not supported");
            case IS_OLDER_THAN_JDBC_4 -> throw new AbstractMethodError("isWrapperFor");
        };
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("it wraps nothing");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }
}
