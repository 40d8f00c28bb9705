package dev.referent.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.connections.spi.DatabaseConnectionInfo;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;

/**
 * Lends the connections of a provider that has some for each tenant, enforced.
 *
 * @param <T> what tells the tenants apart
 */
final class EnforcedTenantConnectionProvider<T> extends WrappedService<MultiTenantConnectionProvider<T>>
        implements MultiTenantConnectionProvider<T> {
    private static final long serialVersionUID = 1L;

    private final transient EnforcedConnections connections = new EnforcedConnections();

    private EnforcedTenantConnectionProvider(MultiTenantConnectionProvider<T> inside) {
        super(inside);
    }

    static <T> MultiTenantConnectionProvider<T> around(MultiTenantConnectionProvider<T> provider) {
        return new EnforcedTenantConnectionProvider<>(provider);
    }

    @Override
    public Connection getAnyConnection() throws SQLException {
        return connections.lend(inside.getAnyConnection(), inside::releaseAnyConnection);
    }

    @Override
    public void releaseAnyConnection(Connection connection) throws SQLException {
        connections.giveBack(connection, inside::releaseAnyConnection);
    }

    @Override
    public Connection getConnection(T tenant) throws SQLException {
        return connections.lend(inside.getConnection(tenant), own -> inside.releaseConnection(tenant, own));
    }

    @Override
    public void releaseConnection(T tenant, Connection connection) throws SQLException {
        connections.giveBack(connection, own -> inside.releaseConnection(tenant, own));
    }

    @Override
    public Connection getReadOnlyConnection(T tenant) throws SQLException {
        return connections.lend(
                inside.getReadOnlyConnection(tenant), own -> inside.releaseReadOnlyConnection(tenant, own));
    }

    @Override
    public void releaseReadOnlyConnection(T tenant, Connection connection) throws SQLException {
        connections.giveBack(connection, own -> inside.releaseReadOnlyConnection(tenant, own));
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return inside.supportsAggressiveRelease();
    }

    @Override
    public boolean handlesConnectionSchema() {
        return inside.handlesConnectionSchema();
    }

    @Override
    public boolean handlesConnectionReadOnly() {
        return inside.handlesConnectionReadOnly();
    }

    @Override
    public DatabaseConnectionInfo getDatabaseConnectionInfo(Dialect dialect) {
        return inside.getDatabaseConnectionInfo(dialect);
    }
}
