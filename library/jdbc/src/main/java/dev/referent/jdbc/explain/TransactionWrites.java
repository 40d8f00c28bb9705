package dev.referent.jdbc.explain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The executions of a transaction, so that its failed COMMIT is explained from the rows that it wrote instead of by a search.
 * Nothing is remembered of a larger transaction.
 */
public final class TransactionWrites {
    private static final int STATEMENTS = 200;
    private static final int CHARACTERS = 100_000;
    private static final int EXECUTIONS = 1_000;

    /** The length from which a statement, or a value of it, is not remembered. */
    private static final int LENGTH = 2_000;

    private final Set<String> statements = new HashSet<>();
    private final List<Write> writes = new ArrayList<>();
    private int characters;
    private boolean locksAll;
    private boolean statementsComplete = true;
    private boolean writesComplete = true;

    /** How an execution ended. */
    public enum Outcome {
        SUCCEEDED,
        /** It violated a constraint, so it has locked the databases that it writes. */
        REJECTED,
        /** It failed for another reason. */
        FAILED
    }

    /**
     * One execution of a statement that writes.
     *
     * @param changes how many rows it has changed itself; negative if unknown
     */
    record Write(String sql, List<@Nullable Object> bound, long changes, Outcome outcome) {}

    /** Remembers a SQL string that is executed. */
    public void executes(String sql) {
        if (statementsComplete && statements.add(sql)) {
            characters += sql.length();
            if (statements.size() > STATEMENTS || characters > CHARACTERS) {
                forget();
            }
        }
    }

    /** Returns whether so many further executions would be remembered. */
    public boolean hasRoomFor(int executions) {
        return writesComplete && writes.size() + executions <= EXECUTIONS;
    }

    /** Remembers that a statement was executed with those values, and has itself changed so many rows; negative if that is unknown. */
    public void wrote(String sql, List<@Nullable Object> bound, long changes, Outcome outcome) {
        if (!writesComplete) {
            return;
        }
        if (writes.size() < EXECUTIONS
                && sql.length() <= LENGTH
                && bound.stream().noneMatch(TransactionWrites::isLong)) {
            writes.add(new Write(sql, own(bound), changes, outcome));
        } else {
            forgetWrites();
        }
    }

    /** Returns values that stay as they are when the application uses its arrays again. */
    private static List<@Nullable Object> own(List<@Nullable Object> bound) {
        if (bound.stream().noneMatch(byte[].class::isInstance)) {
            return bound;
        }
        List<@Nullable Object> own = new ArrayList<>(bound);
        own.replaceAll(value -> value instanceof byte[] bytes ? bytes.clone() : value);
        return own;
    }

    private static boolean isLong(@Nullable Object value) {
        return (value instanceof String text && text.length() > LENGTH)
                || (value instanceof byte[] bytes && bytes.length > LENGTH);
    }

    /** Returns how many executions are remembered. */
    public int executions() {
        return writes.size();
    }

    /** Forgets all but the first executions, as the others are rolled back. */
    public void rollBackTo(int executions) {
        if (executions < writes.size()) {
            writes.subList(executions, writes.size()).clear();
        }
    }

    /** Forgets the rows, because some may be deleted or others written: after a failed batch, or through another handle. */
    public void forgetWrites() {
        writesComplete = false;
        writes.clear();
    }

    /** Forgets all, until the transaction ends. */
    public void forget() {
        statementsComplete = false;
        statements.clear();
        forgetWrites();
    }

    /** Remembers that the transaction has locked every database at its beginning: BEGIN IMMEDIATE, BEGIN EXCLUSIVE. */
    public void lockAll() {
        locksAll = true;
    }

    /** Returns whether the transaction is known to have locked every database; one may have been attached since. */
    boolean locksAll() {
        return locksAll
                && statementsComplete
                && statements.stream()
                        .noneMatch(sql -> sql.toUpperCase(Locale.ROOT).contains("ATTACH"));
    }

    /** Starts again after the end of the transaction. */
    public void end() {
        statements.clear();
        writes.clear();
        characters = 0;
        locksAll = false;
        statementsComplete = true;
        writesComplete = true;
    }

    /** Returns whether there is nothing to forget. */
    public boolean isEmpty() {
        return statementsComplete && statements.isEmpty() && writesComplete && writes.isEmpty() && !locksAll;
    }

    /** Returns the SQL strings; empty if not all are remembered. */
    Optional<Set<String>> statements() {
        return statementsComplete ? Optional.of(Set.copyOf(statements)) : Optional.empty();
    }

    /** Returns the executions; empty if not all are remembered. */
    Optional<List<Write>> writes() {
        return writesComplete && !writes.isEmpty() ? Optional.of(List.copyOf(writes)) : Optional.empty();
    }
}
