package dev.referent.corpus;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the storage is busy, unreachable or damaged. Unless the outcome {@linkplain #isInDoubt() is in doubt}, nothing was
 * changed. If it is {@linkplain #isTemporary() temporary}, the same call may succeed a moment later.
 */
public final class StorageUnavailableException extends CorpusException {
    private static final long serialVersionUID = 1L;

    private final boolean inDoubt;
    private final boolean temporary;

    /**
     * Creates the exception of a call that changed nothing and may succeed a moment later.
     *
     * @param message what is unavailable, and until when if that is known
     * @param cause the exception of the storage
     */
    public StorageUnavailableException(String message, Throwable cause) {
        this(message, cause, false, true);
    }

    private StorageUnavailableException(String message, @Nullable Throwable cause, boolean inDoubt, boolean temporary) {
        super(Kind.UNAVAILABLE, message, cause);
        this.inDoubt = inDoubt;
        this.temporary = temporary;
    }

    /**
     * Creates the exception of a call whose outcome is not known: it may have been executed, or may still be.
     *
     * @param message what is unavailable, and that the outcome is not known
     * @param cause the exception of the storage, or null
     */
    public static StorageUnavailableException inDoubt(String message, @Nullable Throwable cause) {
        return new StorageUnavailableException(message, cause, true, false);
    }

    /**
     * Creates the exception of a call that changed nothing, and will not succeed until somebody repairs the storage.
     *
     * @param message what is wrong, and how to repair it
     * @param cause the exception of the storage, or null
     */
    public static StorageUnavailableException untilRepaired(String message, @Nullable Throwable cause) {
        return new StorageUnavailableException(message, cause, false, false);
    }

    /** Returns whether it is unknown if the call has changed, or will change, anything. */
    public boolean isInDoubt() {
        return inDoubt;
    }

    /** Returns whether the same call may succeed a moment later. */
    public boolean isTemporary() {
        return temporary;
    }
}
