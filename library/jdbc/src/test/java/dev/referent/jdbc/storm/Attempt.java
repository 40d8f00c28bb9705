package dev.referent.jdbc.storm;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

/**
 * One write.
 *
 * @param form what it is, for the report
 * @param verdict what a foreign key makes of it
 * @param all the ids of its rows
 * @param kept the ids of those rows that remain where a foreign key rejects it
 * @param work the call
 */
record Attempt(String form, Verdict verdict, List<Long> all, List<Long> kept, Work work) {

    /** What a foreign key makes of a write. */
    enum Verdict {
        VALID,
        FAILS,
        /** It fails at once in autocommit, and in a transaction at the COMMIT. */
        FAILS_AT_COMMIT,
        /** It fails, on Referent perhaps for another reason than on the bare driver. */
        FAILS_SOMEHOW
    }

    /** Calls JDBC. */
    @FunctionalInterface
    interface Work {
        /**
         * Writes.
         *
         * @param running is told the statement before it is executed, so that it can be cancelled
         */
        void run(Connection connection, Consumer<Statement> running) throws SQLException;
    }
}
