package dev.referent.hibernate.integration;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose {@code close} gives it back to the provider that lent it, which may keep it for the next borrower.
 * Reflection costs once for a statement, not for each of its calls: its statements are the connection's own.
 *
 * @param connection the provider's
 * @param own the provider's way to take it back
 */
record LentConnection(Connection connection, EnforcedConnections.Return own) implements InvocationHandler {

    static Connection of(Connection connection, EnforcedConnections.Return own) {
        return (Connection) Proxy.newProxyInstance(
                LentConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new LentConnection(connection, own));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("close")) {
            giveBack();
            return null;
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private void giveBack() throws SQLException {
        own.take(connection);
    }
}
