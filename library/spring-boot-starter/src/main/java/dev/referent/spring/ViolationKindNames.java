package dev.referent.spring;

import dev.referent.integrity.ForeignKeyViolation;
import java.util.Locale;

/** The kinds of violations as properties, messages and meters spell them. */
final class ViolationKindNames {
    private ViolationKindNames() {}

    /** Returns {@code missing-parent} or {@code still-referenced}. */
    static String nameOf(ForeignKeyViolation violation) {
        return violation.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
