package dev.referent.evidence.engines;

/** Says why an engine cannot be started on this machine, and what would help. */
public final class EngineUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    /** An engine that is not there, or did not start. */
    public EngineUnavailableException(String message) {
        super(message);
    }

    /** An engine that did not start, for that reason. */
    public EngineUnavailableException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
