package dev.referent.corpus;

/**
 * Thrown if the storage is busy or unreachable. Unless the outcome {@linkplain #isInDoubt() is in doubt}, nothing was changed,
 * and the same call may succeed later.
 */
public final class StorageUnavailableException extends CorpusException {
    private static final long serialVersionUID = 1L;

    private final boolean inDoubt;

    /**
     * Creates the exception of a call that changed nothing.
     *
     * @param message what is unavailable, and until when if that is known
     * @param cause the exception of the storage
     */
    public StorageUnavailableException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private StorageUnavailableException(String message, Throwable cause, boolean inDoubt) {
        super(Kind.UNAVAILABLE, message, cause);
        this.inDoubt = inDoubt;
    }

    /**
     * Creates the exception of a call whose outcome is not known: it may have been executed, or may still be.
     *
     * @param message what is unavailable, and that the outcome is not known
     * @param cause the exception of the storage
     */
    public static StorageUnavailableException inDoubt(String message, Throwable cause) {
        return new StorageUnavailableException(message, cause, true);
    }

    /** Returns whether it is unknown if the call has changed, or will change, anything. */
    public boolean isInDoubt() {
        return inDoubt;
    }
}
