package dev.referent.jdbc;

import java.sql.Savepoint;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers what a connection has done since its last commit: the texts of its statements, so that a refused COMMIT is searched
 * where they wrote, and what a foreign key refused of it.
 */
final class Transaction {
    /** How many texts are remembered; of a transaction with more, every table is looked at. */
    private static final int BOUND = 200;

    private final Set<String> statements = new HashSet<>();
    private final Set<Savepoint> late = Collections.newSetFromMap(new IdentityHashMap<>());
    private Optional<ForeignKeyViolationSQLException> refusal = Optional.empty();
    private int number;
    private boolean complete = true;

    /** Returns the number of the transaction, by which a prepared statement knows whether it is remembered already. */
    int number() {
        return number;
    }

    void remember(String sql) {
        if (statements.size() < BOUND) {
            statements.add(sql);
        } else {
            complete = false;
        }
    }

    /** Remembers that a foreign key refused a statement, which is undone while the transaction goes on. */
    void refused(ForeignKeyViolationSQLException exception) {
        refusal = Optional.of(refusal.orElse(exception));
    }

    /** Returns the first such refusal that no rollback has undone since. */
    Optional<ForeignKeyViolationSQLException> refusal() {
        return refusal;
    }

    /** Forgets the refusal, as what it was a part of is undone or was no part of what begins now. */
    void forgetRefusal() {
        refusal = Optional.empty();
        late.clear();
    }

    /** Remembers a savepoint; going back to one that is set after a refusal does not undo what was done before it. */
    void set(Savepoint savepoint) {
        if (refusal.isPresent()) {
            late.add(savepoint);
        }
    }

    /** Forgets the refusal, if it came after that savepoint, to which the transaction has gone back. */
    void wentBackTo(Savepoint savepoint) {
        if (!late.contains(savepoint)) {
            refusal = Optional.empty();
        }
    }

    /** Begins anew, as the transaction has ended. */
    void end() {
        statements.clear();
        complete = true;
        forgetRefusal();
        number++;
    }

    /** Returns the texts; empty if there were too many. */
    Optional<Set<String>> statements() {
        return complete ? Optional.of(Set.copyOf(statements)) : Optional.empty();
    }

    /** What it has executed, for the explanation of its COMMIT. */
    dev.referent.jdbc.explain.TransactionWrites writes() {
        dev.referent.jdbc.explain.TransactionWrites writes = new dev.referent.jdbc.explain.TransactionWrites();
        statements().ifPresentOrElse(all -> all.forEach(writes::executes), writes::forget);
        return writes;
    }
}
