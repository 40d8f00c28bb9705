package dev.referent.comparison.engine;

import dev.referent.jdbc.EnforcedDataSource;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * An empty database of a running engine.
 *
 * @param url its JDBC URL, with all that a connection needs
 * @param referent whether its connections are Referent's, around the driver's
 */
public record Database(String url, boolean referent) {
    /** A database whose connections are the driver's own. */
    public static Database of(String url) {
        return new Database(url, false);
    }

    /** Returns what gives a new connection at each call. */
    public DataSource source() {
        return source(UnaryOperator.identity());
    }

    /**
     * Returns what gives a new connection at each call.
     *
     * @param around put around the driver's own connections, below Referent
     */
    public DataSource source(UnaryOperator<DataSource> around) {
        DataSource source = around.apply(new DriverDataSource(url));
        return referent ? EnforcedDataSource.wrap(source) : source;
    }
}
