package dev.referent.jdbc;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.ReferentialAction;
import dev.referent.integrity.Undetermined.Reason;
import java.net.URI;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The page of Referent's documentation about a kind of violation. */
enum ErrorPage {
    MISSING_PARENT,
    STILL_REFERENCED,
    RESTRICT,
    DEFERRED,
    BATCH,
    MISMATCH,
    UNDETERMINED;

    private static final Set<Reason> CANNOT_BE_CHECKED = EnumSet.of(Reason.MISMATCH, Reason.NO_PARENT_TABLE);

    /** Returns where the page is in Referent's repository. */
    URI address() {
        return URI.create("docs/errors/" + name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md");
    }

    /** Returns the page about what an explanation proves, or about why it proves nothing. */
    static ErrorPage of(Explanation explanation) {
        if (explanation.violations().isEmpty()) {
            return explanation.reason().filter(CANNOT_BE_CHECKED::contains).isPresent() ? MISMATCH : UNDETERMINED;
        }
        ForeignKeyViolation first = explanation.violations().get(0);
        if (first.batchIndex().isPresent()) {
            return BATCH;
        }
        if (first.foreignKey().deferred()) {
            return DEFERRED;
        }
        if (first.kind() == Kind.MISSING_PARENT) {
            return MISSING_PARENT;
        }
        return first.foreignKey().onDelete() == ReferentialAction.RESTRICT ? RESTRICT : STILL_REFERENCED;
    }
}
