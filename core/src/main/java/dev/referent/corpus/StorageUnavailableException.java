package dev.referent.corpus;

/**
 * The storage is busy or out of reach. Unless it {@linkplain #isInDoubt() is in doubt}, nothing was changed, and the same call
 * may succeed later.
 */
public final class StorageUnavailableException extends CorpusException {
    private static final long serialVersionUID = 1L;

    private final boolean inDoubt;

    /**
     * Creates the refusal of a call that changed nothing.
     *
     * @param message what is out of reach, and until when if that is known
     * @param cause what the storage said
     */
    public StorageUnavailableException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private StorageUnavailableException(String message, Throwable cause, boolean inDoubt) {
        super(Kind.UNAVAILABLE, message, cause);
        this.inDoubt = inDoubt;
    }

    /**
     * Creates the refusal of a call of which nobody knows whether it was carried out, or still will be.
     *
     * @param message what is out of reach, and that the outcome is not known
     * @param cause what the storage said
     */
    public static StorageUnavailableException inDoubt(String message, Throwable cause) {
        return new StorageUnavailableException(message, cause, true);
    }

    /** Tells whether it is not known if the call has changed something, or is yet to. */
    public boolean isInDoubt() {
        return inDoubt;
    }
}
