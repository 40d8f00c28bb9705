package dev.referent.jdbc.differential;

import java.util.List;
import java.util.Optional;

/**
 * One call of the application's.
 *
 * @param kind what it does
 * @param call through which of JDBC's methods, where there is a choice
 * @param statements the statements, one unless it is a text of several or a batch
 * @param target the table that the statement names, where there is one
 * @param scan the table over which a ResultSet is open meanwhile
 */
record Step(Kind kind, Call call, List<Sql> statements, Optional<Table> target, Optional<Table> scan) {

    /** What a step does. */
    enum Kind {
        WRITE,
        TEXT,
        PREPARED_BATCH,
        STATEMENT_BATCH,
        /** Transactions, savepoints and PRAGMAs as SQL text. */
        CONTROL,
        AUTOCOMMIT_OFF,
        AUTOCOMMIT_ON,
        COMMIT,
        ROLLBACK,
        SAVEPOINT,
        RELEASE,
        ROLLBACK_TO,
        /** A change of the schema by another connection. */
        FROM_OUTSIDE
    }

    /** How a statement is run. */
    enum Call {
        EXECUTE,
        UPDATE,
        LARGE_UPDATE,
        QUERY,
        PREPARED_EXECUTE,
        PREPARED_UPDATE,
        PREPARED_LARGE_UPDATE,
        PREPARED_QUERY,
        /** The last prepared statement once more, with what is bound to it. */
        AGAIN;

        boolean isPrepared() {
            return compareTo(PREPARED_EXECUTE) >= 0;
        }
    }

    static Step control(String sql) {
        return new Step(Kind.CONTROL, Call.EXECUTE, List.of(Sql.of(sql)), Optional.empty(), Optional.empty());
    }

    static Step of(Kind kind) {
        return new Step(kind, Call.EXECUTE, List.of(), Optional.empty(), Optional.empty());
    }

    Sql first() {
        return statements.get(0);
    }

    /** Returns whether a failure of this step is that of a COMMIT, which checks the whole transaction. */
    boolean commits() {
        return switch (kind) {
            case AUTOCOMMIT_ON, COMMIT, RELEASE, CONTROL -> true;
            default -> false;
        };
    }

    /** Returns whether it changes the schema, so that what is known of it changes too. */
    boolean alters() {
        return target.isPresent() && (kind == Kind.CONTROL || kind == Kind.FROM_OUTSIDE);
    }

    /** Returns whether JDBC begins the next transaction with it, where one was open before. */
    boolean beginsAnew(Outcome outcome) {
        return switch (kind) {
            case COMMIT -> outcome.isAccepted();
            case ROLLBACK, AUTOCOMMIT_ON -> true;
            default -> false;
        };
    }

    /** Returns whether it is several statements, of which a rejected one ends the call. */
    boolean isSeveral() {
        return statements.size() > 1;
    }

    /** Returns the step as SQL text for the shell. */
    List<String> script() {
        return switch (kind) {
            case AUTOCOMMIT_OFF -> List.of("BEGIN");
            case AUTOCOMMIT_ON -> List.of("COMMIT");
            case COMMIT -> List.of("COMMIT", "BEGIN");
            case ROLLBACK -> List.of("ROLLBACK", "BEGIN");
            case SAVEPOINT -> List.of("SAVEPOINT jdbc");
            case RELEASE -> List.of("RELEASE jdbc");
            case ROLLBACK_TO -> List.of("ROLLBACK TO jdbc");
            case FROM_OUTSIDE -> List.of(first().literal(), "PRAGMA foreign_keys=ON");
            default -> statements.stream().map(Sql::literal).toList();
        };
    }

    @Override
    public String toString() {
        return kind + (kind == Kind.WRITE ? " " + call : "") + " " + String.join("; ", script());
    }
}
