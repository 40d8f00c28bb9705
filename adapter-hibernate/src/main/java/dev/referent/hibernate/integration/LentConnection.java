package dev.referent.hibernate.integration;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose {@code close} gives it back to the provider that lent it, which may keep it for the next borrower:
 * once only, and from then on it is of no use to the last one. Reflection costs once for a statement, not for each of its
 * calls: its statements are the connection's own.
 */
final class LentConnection implements InvocationHandler {
    private final Connection connection;
    private final EnforcedConnections.Return own;
    private boolean givenBack;

    private LentConnection(Connection connection, EnforcedConnections.Return own) {
        this.connection = connection;
        this.own = own;
    }

    /**
     * Returns a connection around the provider's.
     *
     * @param own the provider's way to take it back
     */
    static Connection of(Connection connection, EnforcedConnections.Return own) {
        return (Connection) Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new LentConnection(connection, own));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "close" -> {
                giveBack();
                return null;
            }
            case "isClosed" -> {
                return givenBack || connection.isClosed();
            }
            default -> {
                return call(method, arguments);
            }
        }
    }

    private void giveBack() throws SQLException {
        if (!givenBack) {
            givenBack = true;
            own.take(connection);
        }
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        if (givenBack && method.getDeclaringClass() != Object.class) {
            throw new SQLException("the connection is closed");
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
