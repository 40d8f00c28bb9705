package dev.referent.comparison.engine;

import dev.referent.jdbc.EnforcedDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * An empty database of a running engine.
 *
 * @param url its JDBC URL, with all that a connection needs
 * @param referent whether its connections are Referent's, around the driver's
 * @param others its URLs on the other nodes, if it is on a cluster whose nodes all write
 */
public record Database(String url, boolean referent, List<String> others) {
    private static final Duration EXPLANATION = Duration.ofSeconds(30);

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
        return source(UnaryOperator.identity());
    }

    /**
     * Returns what gives a new connection at each call, of a cluster to one node after the other.
     *
     * @param around put around the driver's own connections, below Referent
     */
    public DataSource source(UnaryOperator<DataSource> around) {
        List<String> urls = new ArrayList<>(List.of(url));
        urls.addAll(others);
        DataSource source = around.apply(new DriverDataSource(urls));
        // a busy machine must not turn an explanation that takes longer than usual into another result
        return referent ? EnforcedDataSource.wrap(source).explainingWithin(EXPLANATION) : source;
    }
}
