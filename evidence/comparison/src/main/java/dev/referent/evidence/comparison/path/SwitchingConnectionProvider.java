package dev.referent.evidence.comparison.path;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.service.UnknownUnwrapTypeException;

/** Provides Hibernate with connections to the current database, which can be switched. Thread-safe. */
final class SwitchingConnectionProvider implements ConnectionProvider {
    private static final long serialVersionUID = 1L;

    private transient volatile DataSource source;

    SwitchingConnectionProvider(DataSource source) {
        this.source = source;
    }

    /** Switches to another database of the same engine. */
    void switchTo(DataSource next) {
        source = next;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return source.getConnection();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new UnknownUnwrapTypeException(type);
    }
}
