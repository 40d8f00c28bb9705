package dev.referent.jdbc;

import dev.referent.jdbc.explain.TransactionWrites;
import java.sql.Savepoint;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * What a connection remembers of its open transaction: the SQL strings that it has executed, so that a failed COMMIT is
 * explained by what they wrote, and the first violation in it. It is cleared at the end of the transaction.
 */
final class Transaction {
    private final TransactionWrites writes = new TransactionWrites();
    private final Set<Savepoint> late = Collections.newSetFromMap(new IdentityHashMap<>());
    private Optional<ForeignKeyViolationSQLException> violation = Optional.empty();
    private int number;
    private boolean shared;
    private boolean worked;
    private boolean changedSchema;

    /** Returns the number of the transaction, by which a prepared statement knows whether it is already remembered. */
    int number() {
        return number;
    }

    /** Remembers a SQL string that is executed. */
    void remember(String sql) {
        writes.executes(sql);
    }

    /** Returns what it has written. */
    TransactionWrites writes() {
        return writes;
    }

    /** Returns whether the transaction may be written to through other objects. */
    boolean isShared() {
        return shared;
    }

    /** Remembers, until check-in, that the transaction may be written to through other objects. */
    void share() {
        shared = true;
        writes.forget();
    }

    /** Remembers that something was executed that other connections may not see yet. */
    void work() {
        worked = true;
    }

    /** Remembers that it may have changed the schema. */
    void changesSchema() {
        changedSchema = true;
    }

    /** Returns whether it may have changed the schema. */
    boolean hasChangedSchema() {
        return changedSchema;
    }

    /** Returns whether other connections can see all that was done in the transaction. */
    boolean isFresh() {
        return !shared && !worked;
    }

    /** Remembers that a statement failed and the transaction continues. */
    void failed(ForeignKeyViolationSQLException exception) {
        violation = Optional.of(violation.orElse(exception));
    }

    /** Returns the first such violation that no rollback has undone since. */
    Optional<ForeignKeyViolationSQLException> violation() {
        return violation;
    }

    /** Forgets the violation, because its part of the transaction is rolled back. */
    void forgetViolation() {
        violation = Optional.empty();
        late.clear();
    }

    /** Remembers a savepoint; a rollback to one that is set after a violation does not undo what came before it. */
    void set(Savepoint savepoint) {
        writes.set(savepoint);
        if (violation.isPresent()) {
            late.add(savepoint);
        }
    }

    /** Forgets the violation if it came after that savepoint, to which the transaction is rolled back. */
    void wentBackTo(Savepoint savepoint) {
        writes.rollBackTo(savepoint);
        if (!late.contains(savepoint)) {
            violation = Optional.empty();
        }
    }

    /** Returns whether there is nothing to forget. */
    boolean isEmpty() {
        return writes.isEmpty() && violation.isEmpty() && !worked && !changedSchema;
    }

    /** Starts again after the end of the transaction. */
    void end() {
        writes.end();
        if (shared) {
            writes.forget();
        }
        worked = false;
        changedSchema = false;
        forgetViolation();
        number++;
    }
}
