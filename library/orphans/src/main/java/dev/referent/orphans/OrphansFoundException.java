package dev.referent.orphans;

/** Thrown by a {@link Gate} that does not let an application start; the database is unchanged. */
public final class OrphansFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient AuditReport report;

    OrphansFoundException(String message, AuditReport report) {
        super(message);
        this.report = report;
    }

    /** Returns what was found. */
    public AuditReport report() {
        return report;
    }
}
