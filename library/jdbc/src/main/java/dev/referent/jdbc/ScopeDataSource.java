package dev.referent.jdbc;

import dev.referent.jdbc.delegate.DelegatingDataSource;
import java.sql.Connection;
import javax.sql.DataSource;

/** A data source that always returns the connection of a scope without enforcement. */
final class ScopeDataSource extends DelegatingDataSource {
    private final UnenforcedScope scope;

    ScopeDataSource(DataSource source, UnenforcedScope scope) {
        super(source);
        this.scope = scope;
    }

    @Override
    public Connection getConnection() {
        return scope.handle();
    }

    @Override
    public Connection getConnection(String user, String password) {
        return getConnection();
    }
}
