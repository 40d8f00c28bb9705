package dev.referent.jdbc.group;

import dev.referent.jdbc.delegate.Reflection;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.ResultSet;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Rows whose statement is the one that the application holds. They are closed at the end of the transaction. */
record GroupedRows(GroupedStatement owner, @Nullable Object turn, Statement statement, ResultSet delegate)
        implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "getStatement" -> statement;
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "rows of a group commit";
            default -> {
                Object own = Reflection.ofOwnType(proxy, method, arguments);
                yield own != null ? own : owner.ofRows(this, method, arguments);
            }
        };
    }
}
