package dev.referent.orphans;

/** A kind of {@link Finding}. The audit's are {@link AuditRule}. */
public interface Rule {
    /** Returns the rule's stable name in reports: lower case, with hyphens. */
    String id();

    /** Returns how bad a finding of this kind is. */
    Finding.Severity severity();

    /** Returns what it means, as a sentence. */
    String description();
}
