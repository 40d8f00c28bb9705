package dev.referent.spring;

import dev.referent.integrity.Explanation;
import java.time.Duration;

/** Is told of each violation, and of the data source on which it occurred. */
@FunctionalInterface
interface DataSourceListener {
    /**
     * Takes note of a violation.
     *
     * @param dataSource the name of the data source's bean
     */
    void violated(String dataSource, Explanation explanation, Duration duration);
}
