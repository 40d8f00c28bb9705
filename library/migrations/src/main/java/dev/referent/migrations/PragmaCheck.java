package dev.referent.migrations;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds switches of enforcement that do nothing, and one that is left off. */
final class PragmaCheck implements LintCheck {
    private static final String REMEDY =
            "run the migration in Referent's MigrationScope; or let the tool run the file outside of a"
                    + " transaction (Flyway: executeInTransaction=false in a .conf file beside it, Liquibase: runInTransaction:false)"
                    + " and begin the transaction after the PRAGMA";

    private final boolean expectsEnforcement;
    private @Nullable ScriptStatement off;

    /**
     * Creates the check.
     *
     * @param expectsEnforcement whether enforcement is on before and after the script
     */
    PragmaCheck(boolean expectsEnforcement) {
        this.expectsEnforcement = expectsEnforcement;
    }

    @Override
    public void statement(Step step, LintFindings findings) {
        Optional<Pragma> pragma = step.statement().pragma().filter(each -> each.sets("foreign_keys"));
        if (pragma.isEmpty()) {
            return;
        }
        boolean wanted = pragma.get().on();
        if (!wanted && !step.enforcedAfter()) {
            off = step.statement();
        }
        boolean matters = expectsEnforcement || !wanted;
        if (matters && step.inTransaction() && step.enforcedAfter() != wanted) {
            findings.add(
                    LintRule.PRAGMA_IN_TRANSACTION,
                    step.statement(),
                    "PRAGMA foreign_keys does nothing inside of a transaction, in which this statement runs; enforcement stays "
                            + (wanted ? "off" : "on"),
                    REMEDY);
        }
    }

    @Override
    public void end(Schema before, Schema after, boolean enforced, LintFindings findings) {
        if (expectsEnforcement && !enforced && off != null) {
            findings.add(
                    LintRule.ENFORCEMENT_LEFT_OFF,
                    off,
                    "enforcement is switched off here and still off at the end of the script; the connection's next user writes"
                            + " without foreign keys",
                    "add PRAGMA foreign_keys = ON; after the last COMMIT");
        }
    }
}
