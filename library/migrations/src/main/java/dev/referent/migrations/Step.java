package dev.referent.migrations;

import java.sql.SQLException;

/**
 * A statement of a script, and what it did on the replay.
 *
 * @param statement the statement
 * @param inTransaction whether it ran in a transaction
 * @param enforced whether enforcement was on before it
 * @param before the schema before it
 * @param after the schema after it
 * @param enforcedAfter whether enforcement was on after it
 */
record Step(
        ScriptStatement statement,
        boolean inTransaction,
        boolean enforced,
        Schema before,
        Schema after,
        boolean enforcedAfter) {

    /**
     * Runs the statement.
     *
     * @throws SQLException if it fails
     */
    static Step run(SchemaReplay replay, ScriptStatement statement) throws SQLException {
        boolean inTransaction = replay.inTransaction();
        boolean enforced = replay.enforces();
        Schema before = replay.schema();
        replay.run(statement);
        return new Step(statement, inTransaction, enforced, before, replay.schema(), replay.enforces());
    }
}
