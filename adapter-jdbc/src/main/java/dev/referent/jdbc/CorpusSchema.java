package dev.referent.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
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

    /**
     * Returns the token of the directory that holds the corpus' uploaded files; empty if none is claimed yet.
     *
     * @param dataSource where the tables are
     * @throws SQLException if the database cannot be read
     */
    public static Optional<String> uploads(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet token = statement.executeQuery("SELECT uploads FROM corpus")) {
            return token.next() ? Optional.of(token.getString(1)) : Optional.empty();
        }
    }

    /**
     * Claims a directory for the corpus' uploaded files, unless one is claimed already.
     *
     * @param dataSource where the tables are
     * @param token what tells the directory from any other
     * @throws SQLException if the database cannot be written
     */
    public static void claimUploads(DataSource dataSource, String token) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO corpus (uploads) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM corpus)")) {
            insert.setString(1, token);
            insert.executeUpdate();
        }
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
