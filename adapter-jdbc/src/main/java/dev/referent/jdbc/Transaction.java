package dev.referent.jdbc;

import java.sql.Savepoint;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * What a connection remembers of its open transaction: the SQL strings that it has executed, so that a failed COMMIT is
 * explained by what they wrote, and the first violation in it. The memory ends with the transaction.
 */
final class Transaction {
    /** How many SQL strings are remembered, and of how many characters together; of a larger transaction none is. */
    private static final int STATEMENTS = 200;

    private static final int CHARACTERS = 100_000;

    private final Set<String> statements = new HashSet<>();
    private final Set<Savepoint> late = Collections.newSetFromMap(new IdentityHashMap<>());
    private Optional<ForeignKeyViolationSQLException> violation = Optional.empty();
    private int characters;
    private int number;
    private boolean complete = true;
    private boolean shared;
    private boolean worked;

    /** Returns the number of the transaction, by which a prepared statement knows whether it is remembered already. */
    int number() {
        return number;
    }

    /** Remembers a SQL string that is executed. */
    void remember(String sql) {
        if (!complete || !statements.add(sql)) {
            return;
        }
        characters += sql.length();
        if (statements.size() > STATEMENTS || characters > CHARACTERS) {
            complete = false;
            statements.clear();
        }
    }

    /** Remembers, for as long as the connection is borrowed, that the transaction may be written to from elsewhere. */
    void share() {
        shared = true;
    }

    boolean isShared() {
        return shared;
    }

    /** Remembers that something was executed that other connections may not see yet. */
    void work() {
        worked = true;
    }

    /** Tells whether nothing that was done in the transaction is hidden from other connections. */
    boolean isFresh() {
        return !shared && !worked;
    }

    /** Remembers that a statement failed, while the transaction goes on. */
    void failed(ForeignKeyViolationSQLException exception) {
        violation = Optional.of(violation.orElse(exception));
    }

    /** Returns the first such violation that no rollback has undone since. */
    Optional<ForeignKeyViolationSQLException> violation() {
        return violation;
    }

    /** Forgets the violation, as the part of the transaction that it belongs to is undone. */
    void forgetViolation() {
        violation = Optional.empty();
        late.clear();
    }

    /** Remembers a savepoint; a rollback to one that is set after a violation does not undo what came before it. */
    void set(Savepoint savepoint) {
        if (violation.isPresent()) {
            late.add(savepoint);
        }
    }

    /** Forgets the violation, if it came after that savepoint, to which the transaction has gone back. */
    void wentBackTo(Savepoint savepoint) {
        if (!late.contains(savepoint)) {
            violation = Optional.empty();
        }
    }

    /** Tells whether there is nothing to forget. */
    boolean isEmpty() {
        return complete && statements.isEmpty() && violation.isEmpty() && !worked;
    }

    /** Begins anew, as the transaction has ended. */
    void end() {
        statements.clear();
        characters = 0;
        complete = true;
        worked = false;
        forgetViolation();
        number++;
    }

    /** Returns the SQL strings; empty if there were too many, or others may have written to the transaction. */
    Optional<Set<String>> statements() {
        return complete && !shared ? Optional.of(Set.copyOf(statements)) : Optional.empty();
    }
}
