package dev.referent.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The corpus' tables, one schema for every adapter. */
public final class CorpusSchema {
    private static final String LOCATION = "classpath:dev/referent/jdbc/corpus";
    private static final String HISTORY = "flyway_schema_history";

    private CorpusSchema() {}

    /**
     * Brings the database to the newest schema; does nothing if it is there already.
     *
     * @param dataSource where the tables are, or will be
     * @throws SQLException if the database cannot be read, or holds other tables than a corpus; it is unchanged
     */
    public static void migrate(DataSource dataSource) throws SQLException {
        refuseForeignTables(dataSource);
        Flyway.configure(CorpusSchema.class.getClassLoader())
                .dataSource(dataSource)
                .locations(LOCATION)
                .load()
                .migrate();
    }

    private static void refuseForeignTables(DataSource dataSource) throws SQLException {
        String query =
                """
                SELECT (SELECT count(*) FROM sqlite_schema WHERE name = '%1$s'),
                       (SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%%' ESCAPE '\\' LIMIT 1)
                """
                        .formatted(HISTORY);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            String table = found.getString(2);
            if (found.getInt(1) == 0 && table != null) {
                throw new SQLException("the database holds the table " + table
                        + " and no corpus of Referent's; name a new file, or one that Referent made");
            }
        }
    }
}
