package dev.referent.corpus.storage;

import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/**
 * Connections to an SQLite file as long as it is the file that the server began with. SQLite finds the write-ahead log by its
 * name, and would write the log of the first file into one that was put into its place.
 */
public final class OpenedFileSource extends SQLiteDataSource {
    private final ServedFile file;

    /**
     * Creates the data source.
     *
     * @param url the URL of the file
     * @param parameters the driver's parameters that the URL does not have
     * @param file the file that the URL names
     */
    public OpenedFileSource(String url, Properties parameters, ServedFile file) {
        super(new SQLiteConfig(parameters));
        setUrl(url);
        this.file = file;
    }

    @Override
    public SQLiteConnection getConnection(String user, String password) throws SQLException {
        file.requireIntact();
        return super.getConnection(user, password);
    }
}
