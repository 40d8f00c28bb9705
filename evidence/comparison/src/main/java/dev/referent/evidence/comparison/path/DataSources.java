package dev.referent.evidence.comparison.path;

import dev.referent.evidence.engines.Database;
import dev.referent.jdbc.EnforcedDataSource;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** Data sources of a database: the driver's connections, or Referent's around them. */
public final class DataSources {
    /** The limit is high, so that results do not depend on how busy the machine is. */
    private static final Duration EXPLANATION = Duration.ofSeconds(30);

    private DataSources() {}

    /** Returns a data source without a pool. */
    public static DataSource of(Database database) {
        return of(database, UnaryOperator.identity());
    }

    /**
     * Returns a data source without a pool.
     *
     * @param wrapper wraps the driver's data source, below Referent
     */
    static DataSource of(Database database, UnaryOperator<DataSource> wrapper) {
        DataSource source = wrapper.apply(database.source());
        return database.referent() ? EnforcedDataSource.wrap(source).explainingWithin(EXPLANATION) : source;
    }
}
