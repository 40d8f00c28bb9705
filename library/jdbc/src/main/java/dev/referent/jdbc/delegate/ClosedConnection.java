package dev.referent.jdbc.delegate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A closed connection, for a source whose own connections stay open when they are closed. */
public final class ClosedConnection implements InvocationHandler {
    private static final String MESSAGE = "the connection is closed";

    private ClosedConnection() {}

    /** Returns one. */
    public static Connection create() {
        return Reflection.proxy(Connection.class, new ClosedConnection());
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws SQLException {
        return switch (method.getName()) {
            case "close", "abort" -> null;
            case "isClosed" -> true;
            case "isValid", "isWrapperFor" -> false;
            case "setClientInfo" -> throw new SQLClientInfoException(MESSAGE, Map.of());
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            case "toString" -> "closed connection";
            default -> throw new SQLException(MESSAGE);
        };
    }
}
