package dev.referent.jdbc;

import dev.referent.jdbc.delegate.DelegatingDataSource;
import dev.referent.jdbc.migration.MigrationCheck;
import java.sql.Connection;
import javax.sql.DataSource;

/** A data source that always returns the connection of a migration scope. */
final class MigratingDataSource extends DelegatingDataSource {
    private final Connection connection;
    private final MigrationCheck check;

    MigratingDataSource(DataSource source, Connection connection, MigrationCheck check) {
        super(source);
        this.connection = connection;
        this.check = check;
    }

    @Override
    public Connection getConnection() {
        return new MigratingConnection(connection, check);
    }

    @Override
    public Connection getConnection(String user, String password) {
        return getConnection();
    }
}
