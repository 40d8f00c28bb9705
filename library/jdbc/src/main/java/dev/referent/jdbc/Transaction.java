package dev.referent.jdbc;

import dev.referent.jdbc.explain.TransactionWrites;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a connection remembers of its open transaction: the SQL strings that it has executed, so that a failed COMMIT is
 * explained by what they wrote, and the first violation in it. It is cleared at the end of the transaction.
 */
final class Transaction {
    private final TransactionWrites writes = new TransactionWrites();
    private final List<Mark> marks = new ArrayList<>();
    private Optional<ForeignKeyViolationSQLException> violation = Optional.empty();
    private int number;
    private boolean shared;
    private boolean worked;
    private boolean changedSchema;
    private int schemaChanges;

    /**
     * A savepoint that is set.
     *
     * @param begins whether it began the transaction, so that its release is a commit (sqlite.org/lang_savepoint.html)
     * @param executions how many were remembered before it
     * @param afterViolation whether the violation came before it, so that a rollback to it does not undo the violation
     */
    private record Mark(String savepoint, boolean begins, int executions, boolean afterViolation) {}

    /** Returns the number of the transaction, by which a prepared statement knows whether it is already remembered. */
    int number() {
        return number;
    }

    TransactionWrites writes() {
        return writes;
    }

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
        schemaChanges++;
    }

    /** Returns how many times the schema may have changed, in this and in earlier transactions. */
    int schemaChanges() {
        return schemaChanges;
    }

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
    }

    /**
     * Remembers a savepoint.
     *
     * @param begins whether it is known to have begun the transaction; those of an earlier one are forgotten then
     */
    void set(String savepoint, boolean begins) {
        if (begins) {
            marks.clear();
            forgetViolation();
        }
        marks.add(new Mark(savepoint, begins, writes.executions(), violation.isPresent()));
    }

    /** Returns whether the release of that savepoint is known to be a commit. */
    boolean isCommit(String savepoint) {
        return indexOf(savepoint) == 0 && marks.get(0).begins();
    }

    /** Forgets the innermost savepoint of that name, and those within it; what was written since stays. */
    void released(String savepoint) {
        int index = indexOf(savepoint);
        if (index >= 0) {
            marks.subList(index, marks.size()).clear();
        }
    }

    /**
     * Forgets what came after the innermost savepoint of that name, to which the transaction is rolled back. If the savepoint is not
     * known, it is not known either which of the writes are left, and the violation is not forgotten.
     */
    void wentBackTo(String savepoint) {
        int index = indexOf(savepoint);
        if (index < 0) {
            writes.forgetWrites();
            return;
        }
        Mark mark = marks.get(index);
        marks.subList(index + 1, marks.size()).clear();
        writes.rollBackTo(mark.executions());
        if (!mark.afterViolation()) {
            forgetViolation();
        }
    }

    private int indexOf(String savepoint) {
        for (int i = marks.size() - 1; i >= 0; i--) {
            if (marks.get(i).savepoint().equals(savepoint)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns whether there is nothing to forget. */
    boolean isEmpty() {
        return writes.isEmpty() && marks.isEmpty() && violation.isEmpty() && !worked && !changedSchema;
    }

    /** Starts again after the end of the transaction. */
    void end() {
        writes.end();
        marks.clear();
        if (shared) {
            writes.forget();
        }
        worked = false;
        changedSchema = false;
        forgetViolation();
        number++;
    }
}
