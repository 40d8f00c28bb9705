package dev.referent.corpus.storage.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Counts the statements that are prepared on the connections of data sources. */
public final class StatementCount {
    private final AtomicLong statements = new AtomicLong();

    /** Returns a data source that counts statements, and runs an action before each connection. */
    public DataSource observed(DataSource source, Runnable beforeConnecting) {
        return observed(DataSource.class, source, beforeConnecting);
    }

    /** Returns how many statements are prepared while the work runs. */
    public long of(Runnable work) {
        long before = statements.get();
        work.run();
        return statements.get() - before;
    }

    private <T> T observed(Class<T> type, T target, Runnable beforeConnecting) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            switch (method.getName()) {
                case "getConnection" -> beforeConnecting.run();
                case "prepareStatement" -> statements.incrementAndGet();
                default -> {}
            }
            try {
                Object result = method.invoke(target, args);
                return result instanceof Connection connection
                        ? observed(Connection.class, connection, beforeConnecting)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
