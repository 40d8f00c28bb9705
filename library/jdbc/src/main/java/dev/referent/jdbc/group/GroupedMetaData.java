package dev.referent.jdbc.group;

import dev.referent.jdbc.delegate.Reflection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The metadata of a borrower's connection, of which none leads to the connection that the group shares. */
record GroupedMetaData(GroupedConnection connection) implements InvocationHandler {
    /** Returns the metadata, after waiting for the turn if it must. */
    DatabaseMetaData metaData() throws SQLException {
        connection.current();
        return Reflection.proxy(DatabaseMetaData.class, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "getConnection" -> connection.connection();
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "metadata of a group commit";
            default -> connection.exclusively(() -> answer(proxy, method, arguments));
        };
    }

    private @Nullable Object answer(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Object own = Reflection.ofOwnType(proxy, method, arguments);
        if (own != null) {
            return own;
        }
        connection.rejectUnwrap(method);
        Object answer = Reflection.call(connection.current().getMetaData(), method, arguments);
        if (answer instanceof ResultSet rows) {
            connection.opened(rows);
        }
        return answer;
    }
}
