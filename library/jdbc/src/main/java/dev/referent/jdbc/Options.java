package dev.referent.jdbc;

import java.time.Duration;
import java.util.Optional;

/**
 * What a source of connections does differently.
 *
 * @param bound how long an explanation may take; empty for the usual time of the engine
 * @param allOrNothing whether a transaction is not committed if a foreign key has rejected a part of it
 * @param hidesValues whether no message has a value of a row
 * @param listener is told of each violation; empty if nobody is
 */
record Options(
        Optional<Duration> bound, boolean allOrNothing, boolean hidesValues, Optional<ViolationListener> listener) {
    /** What a source does unless it is told otherwise. */
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
