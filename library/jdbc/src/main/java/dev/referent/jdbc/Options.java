package dev.referent.jdbc;

import java.time.Duration;
import java.util.Optional;

/**
 * The options of a data source.
 *
 * @param bound how long an explanation may take; empty for the usual time of the engine
 * @param allOrNothing whether a transaction is rolled back at its commit if a statement in it violated a foreign key
 * @param hidesValues whether messages contain no value of a row
 */
record Options(Optional<Duration> bound, boolean allOrNothing, boolean hidesValues) {
    /** The defaults. */
    static final Options USUAL = new Options(Optional.empty(), false, false);

    Options explainingWithin(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("the bound " + limit + " is negative; give zero or more");
        }
        return new Options(Optional.of(limit), allOrNothing, hidesValues);
    }

    Options allOrNothing(boolean whole) {
        return new Options(bound, whole, hidesValues);
    }

    Options hidingValues(boolean hide) {
        return new Options(bound, allOrNothing, hide);
    }
}
