package dev.referent.core.integrity;

import java.util.List;
import java.util.Optional;

/**
 * Why a write was refused: what is proved, and what could not be.
 *
 * @param violations the proved violations; empty if none could be proved
 * @param undetermined why the explanation is incomplete, in words that a person understands; empty if it is complete
 */
public record Explanation(List<ForeignKeyViolation> violations, Optional<String> undetermined) {

    /**
     * Copies the violations.
     *
     * @throws IllegalArgumentException if nothing is proved and no reason is given
     */
    public Explanation {
        violations = List.copyOf(violations);
        if (violations.isEmpty() && undetermined.isEmpty()) {
            throw new IllegalArgumentException("an explanation proves a violation or says why it cannot");
        }
    }

    /**
     * A complete explanation.
     *
     * @param violations at least one
     */
    public static Explanation proved(List<ForeignKeyViolation> violations) {
        return new Explanation(violations, Optional.empty());
    }

    /**
     * An explanation that proves nothing.
     *
     * @param reason why not
     */
    public static Explanation undetermined(String reason) {
        return new Explanation(List.of(), Optional.of(reason));
    }

    /** Returns the explanation as one sentence for a person. */
    public String message() {
        StringBuilder text = new StringBuilder();
        for (ForeignKeyViolation violation : violations) {
            text.append(text.isEmpty() ? "" : "; ").append(violation.message());
        }
        undetermined.ifPresent(
                reason -> text.append(text.isEmpty() ? "which foreign key is undetermined: " : "; undetermined: ")
                        .append(reason));
        return text.toString();
    }
}
