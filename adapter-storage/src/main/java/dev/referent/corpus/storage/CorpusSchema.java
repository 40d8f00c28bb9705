package dev.referent.corpus.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The tables of the corpus. All adapters use the same schema. */
public final class CorpusSchema {
    private static final String SQLITE = "SQLite";
    private static final Map<String, String> FOLDERS =
            Map.of(SQLITE, "corpus", "PostgreSQL", "corpus-postgresql", "MariaDB", "corpus-mariadb");
    private static final String HISTORY = "flyway_schema_history";

    /** The user version of a new file. */
    private static final int NO_USER_VERSION = 0;

    private CorpusSchema() {}

    /**
     * Migrates the database to the latest schema. An SQLite file gets a user version that tells it from those of other corpora, without a
     * look at the tables.
     *
     * @param dataSource the data source of the database
     * @throws SQLException if the database cannot be read or is read-only, or contains the tables of another application; it is
     *     unchanged
     */
    public static void migrate(DataSource dataSource) throws SQLException {
        String folder;
        try (Connection connection = dataSource.getConnection()) {
            String product = connection.getMetaData().getDatabaseProductName();
            folder = FOLDERS.get(product);
            if (folder == null) {
                throw new SQLException("there are no corpus tables for " + product + "; use one of "
                        + String.join(", ", new TreeSet<>(FOLDERS.keySet())));
            }
            rejectOtherTables(connection);
            if (product.equals(SQLITE)) {
                requireWritable(connection);
            }
        }
        Flyway.configure(CorpusSchema.class.getClassLoader())
                .dataSource(dataSource)
                .resourceProvider(new CorpusMigrations(folder))
                .javaMigrationClassProvider(List::of)
                .load()
                .migrate();
        if (folder.equals(FOLDERS.get(SQLITE))) {
            identify(dataSource);
        }
    }

    /** Before the file is in WAL mode, whose checkpoints alone change it later. */
    private static void identify(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            int version;
            try (ResultSet stored = statement.executeQuery("PRAGMA main.user_version")) {
                stored.next();
                version = stored.getInt(1);
            }
            if (version == NO_USER_VERSION) {
                int random = ThreadLocalRandom.current().nextInt(NO_USER_VERSION + 1, Integer.MAX_VALUE);
                statement.executeUpdate("PRAGMA main.user_version = " + random);
            }
        }
    }

    /**
     * Returns the token of the upload directory of the corpus; empty if none is claimed yet.
     *
     * @param dataSource the data source of the database
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
     * Claims an upload directory for the corpus, unless one is already claimed.
     *
     * @param dataSource the data source of the database
     * @param token the unique token of the directory
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

    /**
     * Releases the upload directory with that token, if the corpus has claimed it.
     *
     * @param dataSource the data source of the database
     * @param token the token of the directory
     * @throws SQLException if the database cannot be written
     */
    public static void releaseUploads(DataSource dataSource, String token) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM corpus WHERE uploads = ?")) {
            delete.setString(1, token);
            delete.executeUpdate();
        }
    }

    /** Writes and rolls back: SQLite begins a transaction on a read-only file, too, and Flyway tries each write for ten seconds. */
    private static void requireWritable(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA main.user_version = 0");
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void rejectOtherTables(Connection connection) throws SQLException {
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
                    "the database contains the table " + tables.iterator().next()
                            + " but no Referent corpus; use a new database, or one that Referent created");
        }
    }
}
