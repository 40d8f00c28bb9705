package dev.referent.comparison.engine;

import javax.sql.DataSource;

/**
 * An empty database of a running engine.
 *
 * @param url its JDBC URL, with all that a connection needs
 * @param source gives a new connection to it at each call
 */
public record Database(String url, DataSource source) {
    /** A database whose connections are the driver's own. */
    public static Database of(String url) {
        return new Database(url, new DriverDataSource(url));
    }
}
