package dev.referent.jdbc;

import dev.referent.jdbc.delegate.Reflection;
import dev.referent.jdbc.schema.ForeignKeyMetaData;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a connection, which returns that connection and no other. The 180 methods are called by reflection, which is
 * fast enough for metadata.
 *
 * @param connection which the application holds
 * @param delegate the driver's
 */
record EnforcedMetaData(EnforcedConnection connection, DatabaseMetaData delegate) implements InvocationHandler {
    DatabaseMetaData metaData() {
        return Reflection.proxy(DatabaseMetaData.class, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        return switch (method.getName()) {
            case "getConnection" -> checked();
            case "equals" -> arguments != null && proxy == arguments[0];
            case "unwrap" -> {
                connection.engine().share();
                yield Reflection.call(delegate, method, arguments);
            }
            case "getImportedKeys", "getExportedKeys", "getCrossReference" -> keys(method, arguments);
            default -> Reflection.call(delegate, method, arguments);
        };
    }

    private @Nullable Object keys(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
        Connection driver = delegate.getConnection();
        boolean readable = arguments != null && EnforcedDataSource.canEnforce(driver) && !driver.isClosed();
        Optional<ResultSet> keys = readable
                ? new ForeignKeyMetaData(delegate).keys(method.getName(), Arrays.asList(arguments))
                : Optional.empty();
        return keys.isPresent() ? keys.get() : Reflection.call(delegate, method, arguments);
    }

    private Connection checked() throws SQLException {
        delegate.getConnection();
        return connection;
    }
}
