package dev.referent.evidence.engines;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * An empty database of a running engine.
 *
 * @param url the JDBC URL, including user and password
 * @param referent whether the caller is to wrap its data source with Referent
 * @param others the URLs on the other nodes, for a cluster whose nodes all accept writes
 */
public record Database(String url, boolean referent, List<String> others) {
    /** Copies the list. */
    public Database {
        others = List.copyOf(others);
    }

    /** Creates a database with one URL. */
    public Database(String url, boolean referent) {
        this(url, referent, List.of());
    }

    /** Creates a database that is used without Referent. */
    public static Database of(String url) {
        return new Database(url, false);
    }

    /** Returns a data source without a pool. On a cluster it connects to one node after the other. */
    public DataSource source() {
        List<String> urls = new ArrayList<>(List.of(url));
        urls.addAll(others);
        return new DriverDataSource(urls);
    }
}
