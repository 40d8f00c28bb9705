package dev.referent.spring;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeys;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
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
        return new EnforcedDatabase(
                engine,
                file(connection),
                OptionalInt.of(ForeignKeys.of(connection).size()),
                bytes(connection) > COUNTED_BYTES ? OptionalLong.empty() : orphanRows.in(connection));
    }

    /** Returns the path of the main database's file; empty for one in memory. */
    static String file(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT file FROM pragma_database_list WHERE name = 'main'")) {
            return row.next() ? Objects.requireNonNullElse(row.getString(1), "") : "";
        }
    }

    private static long bytes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
