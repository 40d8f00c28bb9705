package dev.referent.evidence.comparison.path;

/** Thrown if an access path does not support an engine. */
public final class PathUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with the access path's own message as the reason. */
    public PathUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
