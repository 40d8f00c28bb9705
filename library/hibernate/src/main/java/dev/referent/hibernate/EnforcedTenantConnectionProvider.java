package dev.referent.hibernate;

import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;

/**
 * Wraps a multi-tenant connection provider and enforces foreign keys on its connections.
 *
 * @param <T> the type of the tenant identifier
 */
final class EnforcedTenantConnectionProvider<T> extends WrappedService<MultiTenantConnectionProvider<T>> {
    private static final long serialVersionUID = 1L;

    private final transient EnforcedConnections connections = new EnforcedConnections();

    private EnforcedTenantConnectionProvider(MultiTenantConnectionProvider<T> inside) {
        super(inside);
    }

    /**
     * Returns a provider around another one.
     *
     * @throws IllegalStateException if the tenant identifier is a string, as before 6.4
     */
    @SuppressWarnings({"unchecked", "rawtypes"}) // the class of a generic interface has none of its parameters
    static <T> MultiTenantConnectionProvider<T> around(MultiTenantConnectionProvider<T> provider) {
        if (!HibernateLine.HAS_TENANTS_OF_ANY_TYPE) {
            throw new IllegalStateException("tenants are strings before 6.4");
        }
        return new EnforcedTenantConnectionProvider<>(provider).as((Class) MultiTenantConnectionProvider.class);
    }

    public Connection getAnyConnection() throws SQLException {
        return connections.lend(inside.getAnyConnection(), inside::releaseAnyConnection);
    }

    public void releaseAnyConnection(Connection connection) throws SQLException {
        connections.giveBack(connection, inside::releaseAnyConnection);
    }

    public Connection getConnection(T tenant) throws SQLException {
        return connections.lend(inside.getConnection(tenant), own -> inside.releaseConnection(tenant, own));
    }

    public void releaseConnection(T tenant, Connection connection) throws SQLException {
        connections.giveBack(connection, own -> inside.releaseConnection(tenant, own));
    }

    public Connection getReadOnlyConnection(T tenant) throws SQLException {
        return connections.lend(
                inside.getReadOnlyConnection(tenant), own -> inside.releaseReadOnlyConnection(tenant, own));
    }

    public void releaseReadOnlyConnection(T tenant, Connection connection) throws SQLException {
        connections.giveBack(connection, own -> inside.releaseReadOnlyConnection(tenant, own));
    }
}
