package dev.referent.corpus.hibernate;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.spi.ConnectionProvider;
import org.hibernate.service.UnknownUnwrapTypeException;

/** Provides read-only sessions with connections of one data source, and all other sessions with connections of another. */
final class ReadWriteConnectionProvider implements ConnectionProvider {
    private static final long serialVersionUID = 1L;

    private final transient DataSource reads;
    private final transient DataSource writes;

    ReadWriteConnectionProvider(DataSource reads, DataSource writes) {
        this.reads = reads;
        this.writes = writes;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return writes.getConnection();
    }

    @Override
    public Connection getReadOnlyConnection() throws SQLException {
        return reads.getConnection();
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public boolean supportsAggressiveRelease() {
        return false;
    }

    /** {@inheritDoc} Returns true, because SQLite's driver cannot change the read-only flag of an open connection. */
    @Override
    public boolean handlesConnectionReadOnly() {
        return true;
    }

    /**
     * {@inheritDoc} Returns true for {@link EnforcedDataSource} if both data sources enforce foreign keys, so that Referent
     * does not wrap their connections again.
     */
    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this) || (type == EnforcedDataSource.class && isEnforced(reads) && isEnforced(writes));
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        try {
            return type.isInstance(this) ? type.cast(this) : writes.unwrap(type);
        } catch (SQLException e) {
            throw new UnknownUnwrapTypeException(type, e);
        }
    }

    private static boolean isEnforced(DataSource source) {
        try {
            return source.isWrapperFor(EnforcedDataSource.class);
        } catch (SQLException e) {
            return false;
        }
    }
}
