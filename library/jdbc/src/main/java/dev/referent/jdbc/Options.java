package dev.referent.jdbc;

import java.time.Duration;
import java.util.Optional;

/**
 * What a source of connections does differently.
 *
 * @param bound how long an explanation may take; empty for the usual time of the engine
 * @param allOrNothing whether a transaction is not committed if a foreign key has rejected a part of it
 * @param hidesValues whether no message has a value of a row
 */
record Options(Optional<Duration> bound, boolean allOrNothing, boolean hidesValues) {
    /** What a source does unless it is told otherwise. */
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
