package dev.referent.hibernate;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.internal.ConnectionProviderInitiator;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.jboss.logging.Logger;

/** Lends the connections of any of Hibernate's providers, enforced. */
final class EnforcedConnectionProvider extends WrappedService<ConnectionProvider> {
    private static final long serialVersionUID = 1L;

    /** Where Hibernate's registry puts the URL and the source, under whichever name they were set. */
    private static final String URL = "hibernate.connection.url";

    private static final Logger LOG = Logger.getLogger(EnforcedConnectionProvider.class);

    private static final String DATA_SOURCE = "hibernate.connection.datasource";

    private final transient EnforcedConnections connections = new EnforcedConnections();

    private EnforcedConnectionProvider(ConnectionProvider inside) {
        super(inside);
    }

    static ConnectionProvider around(ConnectionProvider provider) {
        return new EnforcedConnectionProvider(provider).as(ConnectionProvider.class);
    }

    /**
     * {@inheritDoc} A URL that the driver would misread, or that names no SQLite database, is warned of; whether the application
     * can start with it is Hibernate's and the driver's to say.
     */
    @Override
    public void configure(Map<String, Object> settings) {
        if (settings.get(URL) instanceof String url
                && url.startsWith("jdbc:sqlite:")
                && !settings.containsKey(DATA_SOURCE)
                && ConnectionProviderInitiator.getConnectionProperties(settings).isEmpty()) {
            try {
                EnforcedDataSource.open(url);
            } catch (SQLException | LinkageError e) {
                LOG.warn(e.getMessage());
            }
        }
        super.configure(settings);
    }

    /** Whether the application's own source enforces already. */
    private boolean isEnforced() {
        return unwrapsToEnforced(EnforcedDataSource.class) || unwrapsToEnforced(DataSource.class);
    }

    /** Looks at what comes out, as Hibernate 6.6 says of any data source that it unwraps as any type. */
    private boolean unwrapsToEnforced(Class<?> type) {
        if (!inside.isUnwrappableAs(type)) {
            return false;
        }
        Object unwrapped = inside.unwrap(type);
        return unwrapped instanceof EnforcedDataSource;
    }

    public Connection getConnection() throws SQLException {
        Connection connection = inside.getConnection();
        return isEnforced() ? connection : connections.lend(connection, inside::closeConnection);
    }

    public Connection getConnection(String user, String password) throws SQLException {
        Connection connection = inside.getConnection(user, password);
        return isEnforced() ? connection : connections.lend(connection, inside::closeConnection);
    }

    public Connection getReadOnlyConnection() throws SQLException {
        Connection connection = inside.getReadOnlyConnection();
        return isEnforced() ? connection : connections.lend(connection, inside::closeReadOnlyConnection);
    }

    public void closeConnection(Connection connection) throws SQLException {
        if (isEnforced()) {
            inside.closeConnection(connection);
        } else {
            connections.giveBack(connection, inside::closeConnection);
        }
    }

    public void closeReadOnlyConnection(Connection connection) throws SQLException {
        if (isEnforced()) {
            inside.closeReadOnlyConnection(connection);
        } else {
            connections.giveBack(connection, inside::closeReadOnlyConnection);
        }
    }
}
