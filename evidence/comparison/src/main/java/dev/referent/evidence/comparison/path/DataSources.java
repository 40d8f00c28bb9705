package dev.referent.evidence.comparison.path;

import dev.referent.evidence.engines.Database;
import dev.referent.jdbc.EnforcedDataSource;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The connections of a database: the driver's own, or Referent's around them. */
public final class DataSources {
    /** A busy machine must not turn an explanation that takes longer than usual into another result. */
    private static final Duration EXPLANATION = Duration.ofSeconds(30);

    private DataSources() {}

    /** Returns a source of new connections. */
    public static DataSource of(Database database) {
        return of(database, UnaryOperator.identity());
    }

    /**
     * Returns a source of new connections.
     *
     * @param around put around the driver's own connections, below Referent
     */
    static DataSource of(Database database, UnaryOperator<DataSource> around) {
        DataSource source = around.apply(database.source());
        return database.referent() ? EnforcedDataSource.wrap(source).explainingWithin(EXPLANATION) : source;
    }
}
