package dev.referent.corpus;

import org.jspecify.annotations.Nullable;

/** Thrown if there is no room for what is to be stored. Nothing was changed. */
public final class StorageFullException extends CorpusException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is full, and how to make room
     * @param cause the exception of the storage, or null
     */
    public StorageFullException(String message, @Nullable Throwable cause) {
        super(Kind.NO_SPACE, message, cause);
    }
}
