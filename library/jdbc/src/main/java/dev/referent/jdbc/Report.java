package dev.referent.jdbc;

import dev.referent.integrity.Explanation;

/**
 * What an exception reports of a violation.
 *
 * @param sql the statement; empty if it is not known
 * @param hidesValues whether the message contains no value of a row
 */
record Report(Explanation explanation, String sql, boolean hidesValues) {
    String sentence() {
        return hidesValues ? explanation.messageWithoutValues() : explanation.message();
    }

    /** Returns the sentence and the driver's message, at whose end Hibernate's dialect looks for the constraint name. */
    String message() {
        String fact = sentence() + ": FOREIGN KEY constraint failed";
        return explanation.violations().stream()
                .findFirst()
                .map(violation -> fact + ": " + violation.foreignKey().name())
                .orElse(fact);
    }
}
