package dev.referent.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a statement that writes and returns what it wrote. A deferred key refuses such a write only when the rows have
 * been read, or are closed: then, and not at the execution, the refusal has to be told.
 *
 * <p>The only reflection on the way to the driver, and only for these rows: a hand-written delegation of ResultSet's 190
 * methods would be the longest file of all.
 */
final class ReturningRows implements InvocationHandler {
    private final EnforcedStatement<?> statement;
    private final ResultSet delegate;

    private ReturningRows(EnforcedStatement<?> statement, ResultSet delegate) {
        this.statement = statement;
        this.delegate = delegate;
    }

    /** Stands in front of the driver's rows. */
    static ResultSet of(EnforcedStatement<?> statement, ResultSet delegate) {
        return (ResultSet) Proxy.newProxyInstance(
                ReturningRows.class.getClassLoader(),
                new Class<?>[] {ResultSet.class},
                new ReturningRows(statement, delegate));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "next" -> next();
            case "close" -> {
                statement.settle(delegate::close);
                yield null;
            }
            case "getStatement" -> statement;
            case "equals" -> arguments != null && proxy == arguments[0];
            default -> forwarded(method, arguments);
        };
    }

    private boolean next() throws SQLException {
        try {
            boolean more = delegate.next();
            if (!more) {
                statement.settled();
            }
            return more;
        } catch (SQLException e) {
            statement.settled();
            throw statement.refused(e);
        }
    }

    private @Nullable Object forwarded(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
