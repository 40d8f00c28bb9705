package dev.referent.orphans;

import java.util.List;

/** Thrown by a {@link Gate} that does not let an application start; the database is unchanged. */
public final class OrphansFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient AuditReport report;

    OrphansFoundException(String message, AuditReport report) {
        super(message);
        this.report = report;
    }

    private Object readResolve() {
        OrphansFoundException read =
                new OrphansFoundException(String.valueOf(getMessage()), new AuditReport("", "", List.of(), List.of()));
        read.setStackTrace(getStackTrace());
        return read;
    }

    /** Returns what was found; an empty report where the exception was serialized, for which the message remains. */
    public AuditReport report() {
        return report;
    }
}
