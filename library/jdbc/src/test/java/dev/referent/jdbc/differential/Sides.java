package dev.referent.jdbc.differential;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.delegate.DelegatingDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * The same database twice.
 *
 * @param bare the one on the bare driver
 * @param referent the one on Referent
 */
record Sides(Side bare, Side referent) implements AutoCloseable {
    /** Longer than a busy machine needs: what is not found in time would be undetermined. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Where a database is. */
    enum Place {
        FILE,
        FILE_WITH_WAL,
        MEMORY
    }

    /**
     * Writes the database twice and connects to it.
     *
     * @param folder where its files may be; they are overwritten
     */
    static Sides open(Database database, Place place, Path folder) throws SQLException, IOException {
        String bareUrl = url(database, place, folder, "bare");
        String referentUrl = url(database, place, folder, "referent");
        SQLiteConnection onBare = opened(bareUrl);
        SQLiteConnection onReferent = opened(referentUrl);
        EnforcedDataSource source =
                EnforcedDataSource.wrap(new GivenConnection(onReferent)).explainingWithin(PATIENCE);
        Side bare = new Side(onBare, onBare, bareUrl);
        Side referent = new Side(source.getConnection(), onReferent, referentUrl);
        complete(database, place, folder, "bare", bare);
        complete(database, place, folder, "referent", referent);
        return new Sides(bare, referent);
    }

    private static SQLiteConnection opened(String url) throws SQLException {
        return DriverManager.getConnection(url).unwrap(SQLiteConnection.class);
    }

    /** Hands out one connection, which the test can look at past Referent. */
    private static final class GivenConnection extends DelegatingDataSource {
        private final Connection connection;

        private GivenConnection(Connection connection) {
            super(new SQLiteDataSource());
            this.connection = connection;
        }

        @Override
        public Connection getConnection() {
            return connection;
        }

        @Override
        public Connection getConnection(String user, String password) {
            return connection;
        }
    }

    private static String url(Database database, Place place, Path folder, String name) throws IOException {
        if (place == Place.MEMORY) {
            return "jdbc:sqlite::memory:";
        }
        database.write(folder, name);
        return "jdbc:sqlite:" + folder.resolve(name + ".db");
    }

    private static void complete(Database database, Place place, Path folder, String name, Side side)
            throws SQLException {
        if (place == Place.MEMORY) {
            database.make(side.raw);
            return;
        }
        if (place == Place.FILE_WITH_WAL) {
            side.raw.getDatabase()._exec("PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL");
        }
        database.complete(side.raw, folder, name);
    }

    @Override
    public void close() throws SQLException {
        bare.close();
        referent.close();
    }
}
