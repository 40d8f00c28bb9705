package dev.referent.jdbc.driver;

/**
 * A connection that can be told that a whole schema is dropped, whose child rows are meant to go with their tables. Reached by
 * {@code unwrap} on an enforced connection.
 */
public interface SchemaDrop {
    /**
     * Begins or ends the drop of a schema: meanwhile DROP TABLE is not rejected for the child rows that it would delete or
     * change. A rollback of the transaction ends it too.
     *
     * @param dropping whether it begins
     */
    void droppingSchema(boolean dropping);
}
