package dev.referent.jdbc.server;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** Remembers of a connection's transaction whether it has done anything, and what a foreign key refused of it. */
final class ServerTransaction {
    private final boolean allOrNothing;
    private final Set<Savepoint> late = Collections.newSetFromMap(new IdentityHashMap<>());
    private Optional<SQLException> refusal = Optional.empty();
    private boolean unclear;
    private boolean worked;

    ServerTransaction(boolean allOrNothing) {
        this.allOrNothing = allOrNothing;
    }

    /** Remembers, for as long as the connection is borrowed, that text may have begun transactions. */
    void isUnclear() {
        unclear = true;
    }

    void worked() {
        worked = true;
    }

    /** Tells whether nothing that was done in the transaction is hidden from other connections. */
    boolean isFresh() {
        return !unclear && !worked;
    }

    void refused(SQLException exception) {
        refusal = Optional.of(refusal.orElse(exception));
    }

    /** Returns what refused a part of the transaction, if the rest is not to be committed without it. */
    Optional<SQLException> half() {
        return allOrNothing ? refusal : Optional.empty();
    }

    /** Remembers a savepoint; going back to one that is set after a refusal does not undo what was done before it. */
    void set(Savepoint savepoint) {
        if (refusal.isPresent()) {
            late.add(savepoint);
        }
    }

    void wentBackTo(Savepoint savepoint) {
        if (!late.contains(savepoint)) {
            refusal = Optional.empty();
        }
    }

    void end() {
        worked = false;
        refusal = Optional.empty();
        late.clear();
    }
}
