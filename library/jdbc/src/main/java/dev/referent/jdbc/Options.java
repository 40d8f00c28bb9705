package dev.referent.jdbc;

import java.time.Duration;
import java.util.Optional;

/**
 * The options of a data source.
 *
 * @param bound how long an explanation may take; empty for the usual time of the engine
 * @param allOrNothing whether a transaction is rolled back at its commit if a statement in it violated a foreign key
 * @param hidesValues whether messages contain no value of a row
 * @param listener is told of each violation; empty if there is none
 */
record Options(
        Optional<Duration> bound, boolean allOrNothing, boolean hidesValues, Optional<ViolationListener> listener) {
    static final Options USUAL = new Options(Optional.empty(), false, false, Optional.empty());

    Options explainingWithin(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("the bound " + limit + " is negative; give zero or more");
        }
        return new Options(Optional.of(limit), allOrNothing, hidesValues, listener);
    }

    Options allOrNothing(boolean whole) {
        return new Options(bound, whole, hidesValues, listener);
    }

    Options hidingValues(boolean hide) {
        return new Options(bound, allOrNothing, hide, listener);
    }

    Options listening(ViolationListener other) {
        return new Options(bound, allOrNothing, hidesValues, Optional.of(other));
    }
}
