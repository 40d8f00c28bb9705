package dev.referent.hibernate;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.internal.ConnectionProviderInitiator;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.jboss.logging.Logger;

/** Wraps one of Hibernate's connection providers and enforces foreign keys on its connections. */
final class EnforcedConnectionProvider extends WrappedService<ConnectionProvider> {
    private static final long serialVersionUID = 1L;

    /** The keys under which Hibernate's registry stores the URL and the data source, whichever setting they came from. */
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
     * {@inheritDoc} Logs a warning if the driver would misread the URL, or it is not an SQLite database's; Hibernate and the
     * driver decide whether the application can start with it.
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

    /** Whether the application's data source already enforces. */
    private boolean isEnforced() {
        return unwrapsToEnforced(EnforcedDataSource.class) || unwrapsToEnforced(DataSource.class);
    }

    /** Checks the unwrapped object, because Hibernate 6.6 accepts any type for any data source. */
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
