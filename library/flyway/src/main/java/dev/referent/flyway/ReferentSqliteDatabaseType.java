package dev.referent.flyway;

import dev.referent.jdbc.ReferentDriver;
import java.sql.Connection;
import org.flywaydb.core.internal.database.sqlite.SQLiteDatabaseType;

/**
 * SQLite by {@code jdbc:referent:sqlite:FILE}, for Flyway, which knows a database by the prefix of its URL and finds this type by
 * its service file. All else is Flyway's own type for SQLite. What Flyway does through such a URL is enforced and explained;
 * a table is rebuilt in a {@link dev.referent.jdbc.MigrationScope}, which takes Flyway with a DataSource.
 */
public final class ReferentSqliteDatabaseType extends SQLiteDatabaseType {
    /** Creates the type, as Flyway does. */
    public ReferentSqliteDatabaseType() {}

    @Override
    public boolean handlesJDBCUrl(String url) {
        return url.startsWith("jdbc:referent:sqlite:");
    }

    @Override
    public String getDriverClass(String url, ClassLoader classLoader) {
        return ReferentDriver.class.getName();
    }

    /** {@inheritDoc} A connection is known by Flyway's own type: once it is open, it is one to SQLite like any other. */
    @Override
    public boolean handlesDatabaseProductNameAndVersion(
            String databaseProductName, String databaseProductVersion, Connection connection) {
        return false;
    }
}
