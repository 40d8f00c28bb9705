package dev.referent.jdbc;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Remembers the texts of the statements that a connection has run since its last commit, so that a refused COMMIT is searched where they wrote. */
final class Transaction {
    /** How many texts are remembered; of a transaction with more, every table is looked at. */
    private static final int BOUND = 200;

    private final Set<String> statements = new HashSet<>();
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

    /** Begins anew, as the transaction has ended. */
    void end() {
        statements.clear();
        complete = true;
        number++;
    }

    /** Returns the texts; empty if there were too many. */
    Optional<Set<String>> statements() {
        return complete ? Optional.of(Set.copyOf(statements)) : Optional.empty();
    }
}
