package dev.referent.integrity;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Why a write failed: the proved violations, and what could not be proved.
 *
 * @param violations the proved violations, at most {@link #VIOLATIONS_BOUND}; empty if none could be proved
 * @param more how many further violations are proved and not listed
 * @param gap why the explanation is incomplete; empty if it is complete
 */
public record Explanation(List<ForeignKeyViolation> violations, long more, Optional<Undetermined> gap)
        implements Serializable {
    /** How many violations are listed; the others are counted. */
    public static final int VIOLATIONS_BOUND = 1_000;

    /** How many violations the message spells out. */
    private static final int SPELT_OUT = 10;

    /**
     * Copies the violations.
     *
     * @throws IllegalArgumentException if nothing is proved and no reason is given
     */
    public Explanation {
        violations = List.copyOf(violations);
        if (violations.isEmpty() && gap.isEmpty()) {
            throw new IllegalArgumentException("an explanation proves a violation or says why it cannot");
        }
    }

    /**
     * A complete explanation.
     *
     * @param violations at least one
     */
    public static Explanation proved(List<ForeignKeyViolation> violations) {
        return of(violations, Optional.empty());
    }

    /**
     * An explanation that lists violations up to the bound and counts the others.
     *
     * @param violations any number of them
     * @param gap why it is incomplete; there must be a reason if there is no violation
     */
    public static Explanation of(List<ForeignKeyViolation> violations, Optional<Undetermined> gap) {
        int listed = Math.min(violations.size(), VIOLATIONS_BOUND);
        return new Explanation(violations.subList(0, listed), violations.size() - (long) listed, gap);
    }

    /**
     * An explanation that proves nothing.
     *
     * @param reason why not
     */
    public static Explanation undetermined(Undetermined reason) {
        return new Explanation(List.of(), 0, Optional.of(reason));
    }

    /** Returns why the explanation is incomplete, in words for a person; empty if it is complete. */
    public Optional<String> undetermined() {
        return gap.map(Undetermined::sentence);
    }

    /** Returns the reason why the explanation is incomplete, as a constant; empty if it is complete. */
    public Optional<Undetermined.Reason> reason() {
        return gap.map(Undetermined::reason);
    }

    /** Returns the explanation as one sentence for a person, with at most the first ten violations. */
    public String message() {
        return message(ForeignKeyViolation::message, Undetermined::sentence);
    }

    /** Returns the sentence without any value of a row, for logs that must not contain any. */
    public String messageWithoutValues() {
        return message(ForeignKeyViolation::messageWithoutValues, Undetermined::sentenceWithoutDetails);
    }

    private String message(Function<ForeignKeyViolation, String> said, Function<Undetermined, String> unsaid) {
        StringBuilder text = new StringBuilder();
        for (ForeignKeyViolation violation : violations.subList(0, Math.min(violations.size(), SPELT_OUT))) {
            text.append(text.isEmpty() ? "" : "; ").append(said.apply(violation));
        }
        long unspelt = more + Math.max(0, violations.size() - SPELT_OUT);
        if (unspelt > 0) {
            text.append("; and ").append(unspelt).append(" more");
        }
        gap.ifPresent(reason -> text.append(text.isEmpty() ? "which foreign key is undetermined: " : "; undetermined: ")
                .append(unsaid.apply(reason)));
        return text.toString();
    }

    private Object writeReplace() {
        return new Written(violations, more, gap.orElse(null));
    }

    /** The serialized form of an explanation, because an Optional is not serializable. */
    private record Written(List<ForeignKeyViolation> violations, long more, @Nullable Undetermined gap)
            implements Serializable {
        private Object readResolve() {
            return new Explanation(violations, more, Optional.ofNullable(gap));
        }
    }
}
