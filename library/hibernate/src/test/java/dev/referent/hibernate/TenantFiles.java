package dev.referent.hibernate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;

/** A file for each tenant, as an application may provide them: without enforcement. */
final class TenantFiles implements MultiTenantConnectionProvider<Object> {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, Sqlite> files;

    TenantFiles(Map<String, Sqlite> files) {
        this.files = files;
    }

    @Override
    public Connection getAnyConnection() throws SQLException {
        return DriverManager.getConnection(files.values().iterator().next().url());
    }

    @Override
    public void releaseAnyConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public Connection getConnection(Object tenant) throws SQLException {
        return DriverManager.getConnection(
                Objects.requireNonNull(files.get(tenant)).url());
    }

    @Override
    public void releaseConnection(Object tenant, Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return false;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException("nothing is inside");
    }
}
