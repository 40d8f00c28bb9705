package dev.referent.migrations;

/** Looks for one kind of mistake in one script. Each script is checked by a new one. */
interface LintCheck {
    /** Looks at the next statement. */
    void statement(Step step, LintFindings findings);

    /**
     * Looks back, after the last statement.
     *
     * @param before the schema before the script
     * @param after the schema after it
     * @param enforced whether enforcement is on after it
     */
    default void end(Schema before, Schema after, boolean enforced, LintFindings findings) {}
}
