package dev.referent.corpus.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The corpus' tables, one schema for every adapter. */
public final class CorpusSchema {
    private static final String LOCATION = "classpath:dev/referent/corpus/storage/corpus";
    private static final Map<String, String> OF_PRODUCT =
            Map.of("SQLite", LOCATION, "PostgreSQL", LOCATION + "-postgresql", "MariaDB", LOCATION + "-mariadb");
    private static final String HISTORY = "flyway_schema_history";

    private CorpusSchema() {}

    /**
     * Brings the database to the newest schema; does nothing if it is there already.
     *
     * @param dataSource where the tables are, or will be
     * @throws SQLException if the database cannot be read, or holds other tables than a corpus; it is unchanged
     */
    public static void migrate(DataSource dataSource) throws SQLException {
        String location;
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            location = OF_PRODUCT.get(product);
            if (location == null) {
                throw new SQLException("there are no corpus tables for " + product + "; use one of "
                        + String.join(", ", new TreeSet<>(OF_PRODUCT.keySet())));
            }
            refuseForeignTables(connection);
        }
        Flyway.configure(CorpusSchema.class.getClassLoader())
                .dataSource(dataSource)
                .locations(location)
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

    private static void refuseForeignTables(Connection connection) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (ResultSet found = connection
                .getMetaData()
                .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (found.next()) {
                tables.add(found.getString("TABLE_NAME"));
            }
        }
        if (!tables.isEmpty() && !tables.contains(HISTORY)) {
            throw new SQLException(
                    "the database holds the table " + tables.iterator().next()
                            + " and no corpus of Referent's; name a new one, or one that Referent made");
        }
    }
}
