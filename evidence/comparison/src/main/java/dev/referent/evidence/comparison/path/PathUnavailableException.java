package dev.referent.evidence.comparison.path;

/** Says why an access path cannot reach an engine. */
public final class PathUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** One with what the path itself says. */
    public PathUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
