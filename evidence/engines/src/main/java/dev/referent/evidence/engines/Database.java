package dev.referent.evidence.engines;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * An empty database of a running engine.
 *
 * @param url its JDBC URL, with all that a connection needs
 * @param referent whether it is to be used through Referent, which whoever asks for its connections puts around them
 * @param others its URLs on the other nodes, if it is on a cluster whose nodes all write
 */
public record Database(String url, boolean referent, List<String> others) {
    /** Copies the list. */
    public Database {
        others = List.copyOf(others);
    }

    /** A database at one place. */
    public Database(String url, boolean referent) {
        this(url, referent, List.of());
    }

    /** A database whose connections are the driver's own. */
    public static Database of(String url) {
        return new Database(url, false);
    }

    /** Returns what gives a new connection at each call, of a cluster to one node after the other. */
    public DataSource source() {
        List<String> urls = new ArrayList<>(List.of(url));
        urls.addAll(others);
        return new DriverDataSource(urls);
    }
}
