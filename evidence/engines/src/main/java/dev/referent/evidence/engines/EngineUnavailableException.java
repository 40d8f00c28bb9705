package dev.referent.evidence.engines;

/** Thrown if an engine cannot be started on this machine. The message says why and what would help. */
public final class EngineUnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    /** Creates the exception for an engine that is not installed or did not start. */
    public EngineUnavailableException(String message) {
        super(message);
    }

    /** Creates the exception for an engine that did not start, with the cause's message appended. */
    public EngineUnavailableException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
