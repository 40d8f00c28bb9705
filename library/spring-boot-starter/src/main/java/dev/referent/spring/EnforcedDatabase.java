package dev.referent.spring;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeys;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an enforced connection tells about its database.
 *
 * @param engine name and version
 * @param file the name of the file; empty for a database in memory, and on a server
 * @param foreignKeys how many are declared; empty on a server
 * @param orphanRows how many there are; empty if they are not counted
 */
record EnforcedDatabase(String engine, String file, OptionalInt foreignKeys, OptionalLong orphanRows) {
    /** Orphan rows are counted in files up to this size, which takes less than a second. */
    private static final long COUNTED_BYTES = 32 << 20;

    /** Counts orphan rows. */
    @FunctionalInterface
    interface OrphanRows {
        /** Returns how many there are; empty if they are not counted. */
        OptionalLong in(Connection connection) throws SQLException;
    }

    static EnforcedDatabase of(Connection connection, OrphanRows orphanRows) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        String engine = data.getDatabaseProductName() + " " + data.getDatabaseProductVersion();
        if (!EnforcedDataSource.canEnforce(connection)) {
            return new EnforcedDatabase(engine, "", OptionalInt.empty(), OptionalLong.empty());
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT file, page_count * page_size"
                        + " FROM pragma_database_list, pragma_page_count, pragma_page_size WHERE name = 'main'")) {
            row.next();
            return new EnforcedDatabase(
                    engine,
                    String.valueOf(row.getString(1)),
                    OptionalInt.of(ForeignKeys.of(connection).size()),
                    row.getLong(2) > COUNTED_BYTES ? OptionalLong.empty() : orphanRows.in(connection));
        }
    }
}
