package dev.referent.jdbc.explain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has executed, so that its failed COMMIT is explained by the rows that it wrote instead of by a search. Of a
 * larger transaction nothing is remembered.
 */
public final class TransactionWrites {
    private static final int STATEMENTS = 200;
    private static final int CHARACTERS = 100_000;
    private static final int EXECUTIONS = 1_000;

    /** How long a statement, or a value of it, is that is not worth keeping. */
    private static final int LENGTH = 2_000;

    private final Set<String> statements = new HashSet<>();
    private final List<Write> writes = new ArrayList<>();
    private int characters;
    private boolean statementsComplete = true;
    private boolean writesComplete = true;

    /** One execution of a statement that writes, with what was bound to it. */
    record Write(String sql, List<@Nullable Object> bound) {}

    /** Remembers nothing yet. */
    public TransactionWrites() {}

    /** Remembers a SQL string that is executed. */
    public void executes(String sql) {
        if (statementsComplete && statements.add(sql)) {
            characters += sql.length();
            if (statements.size() > STATEMENTS || characters > CHARACTERS) {
                forget();
            }
        }
    }

    /** Returns whether a further execution would be remembered, or has to be told so that nothing is. */
    public boolean hasRoom() {
        return writesComplete;
    }

    /** Remembers that a statement has succeeded with those values. */
    public void wrote(String sql, List<@Nullable Object> bound) {
        if (!writesComplete) {
            return;
        }
        if (writes.size() < EXECUTIONS
                && sql.length() <= LENGTH
                && bound.stream().noneMatch(TransactionWrites::isLong)) {
            writes.add(new Write(sql, bound));
        } else {
            forgetWrites();
        }
    }

    private static boolean isLong(@Nullable Object value) {
        return (value instanceof String text && text.length() > LENGTH)
                || (value instanceof byte[] bytes && bytes.length > LENGTH);
    }

    /** Forgets the rows, as some of them may be gone, or others written: a savepoint, a multi-statement string, another handle. */
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

    /** Begins anew, as the transaction has ended. */
    public void end() {
        statements.clear();
        writes.clear();
        characters = 0;
        statementsComplete = true;
        writesComplete = true;
    }

    /** Returns whether there is nothing to forget. */
    public boolean isEmpty() {
        return statementsComplete && statements.isEmpty() && writesComplete && writes.isEmpty();
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
