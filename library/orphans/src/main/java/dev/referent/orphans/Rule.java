package dev.referent.orphans;

import java.util.Locale;

/** A kind of {@link Finding}, a constant of an enum. The audit's are {@link AuditRule}. */
public interface Rule {
    /** Returns the constant's name. */
    String name();

    /** Returns the rule's stable name in reports: lower case, with hyphens. */
    default String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns how bad a finding of this kind is. */
    Finding.Severity severity();

    /** Returns what it means, as a sentence. */
    String description();
}
