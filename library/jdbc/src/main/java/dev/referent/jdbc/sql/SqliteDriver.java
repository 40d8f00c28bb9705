package dev.referent.jdbc.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.sqlite.JDBC;
import org.sqlite.SQLiteDataSource;

/**
 * Opens connections of SQLite's driver, without Referent. {@link java.sql.DriverManager} opens the same, but first it initializes every
 * driver of the class path, which takes longer than many an audit.
 */
public final class SqliteDriver {
    private SqliteDriver() {}

    /**
     * Opens a connection.
     *
     * @param url {@code jdbc:sqlite:…}
     * @throws SQLException if the driver is not on the class path, or cannot open the database
     */
    public static Connection connect(String url) throws SQLException {
        try {
            return new JDBC().connect(url, new Properties());
        } catch (NoClassDefFoundError e) {
            throw missing(e);
        }
    }

    /** Returns a data source of the driver, without Referent, whose connections enforce foreign keys. */
    public static DataSource enforcing(String url) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(url);
        source.setEnforceForeignKeys(true);
        return source;
    }

    /** Returns what it means that a class of the driver is not found. */
    public static SQLException missing(NoClassDefFoundError failure) {
        return new SQLException(
                "SQLite's driver is not on the class path; add org.xerial:sqlite-jdbc", "08001", failure);
    }
}
