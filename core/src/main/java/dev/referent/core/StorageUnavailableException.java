package dev.referent.core;

/** The storage is busy or out of reach; nothing was changed, and the same call may succeed later. */
public final class StorageUnavailableException extends ReferentException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the refusal.
     *
     * @param message what is out of reach, and until when if that is known
     * @param cause what the storage said
     */
    public StorageUnavailableException(String message, Throwable cause) {
        super(Kind.UNAVAILABLE, message, cause);
    }
}
