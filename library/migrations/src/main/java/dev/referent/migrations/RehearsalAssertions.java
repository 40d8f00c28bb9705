package dev.referent.migrations;

import dev.referent.orphans.Finding;
import java.util.stream.Collectors;

/** Assertions about a rehearsal, for an application's own tests. They need no test library and throw {@link AssertionError}. */
public final class RehearsalAssertions {
    private RehearsalAssertions() {}

    /** Begins an assertion about a rehearsal. */
    public static RehearsalAssertion assertThat(RehearsalReport rehearsal) {
        return new RehearsalAssertion(rehearsal);
    }

    /** An assertion about one rehearsal. */
    public static final class RehearsalAssertion {
        private final RehearsalReport rehearsal;

        private RehearsalAssertion(RehearsalReport rehearsal) {
            this.rehearsal = rehearsal;
        }

        /**
         * Asserts that no migration failed, lost or changed a row by a foreign key's action, set a value to null, left a row without its
         * parent row, or lost a key, an index or a trigger. Tables that the rehearsal accepts are ignored.
         *
         * @return this assertion
         * @throws AssertionError if one did, with everything that was lost
         */
        public RehearsalAssertion losesNothing() {
            String lost = rehearsal.findings().stream()
                    .filter(finding -> finding.rule() != RehearsalRule.NOT_SEEDED)
                    .map(Finding::message)
                    .collect(Collectors.joining("\n  "));
            if (!lost.isEmpty()) {
                throw new AssertionError("the migrations lose something:\n  " + lost);
            }
            return this;
        }
    }
}
