package dev.referent.corpus;

import org.jspecify.annotations.Nullable;

/**
 * A failure that the caller can act on. {@link #kind()} says what the caller can do next. The message is for a person: the
 * fact, the place, the way out.
 */
public abstract class CorpusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller can do next. */
    public enum Kind {
        /** Correct the input and send it again. */
        INVALID,
        /** Send another type of content. */
        UNSUPPORTED_TYPE,
        /** Send less. */
        TOO_LARGE,
        /** Refer to existing rows, or first remove the referencing rows. */
        FOREIGN_KEY,
        /** Resolve the conflict with what is already stored. */
        CONFLICT,
        /** Make room, or ask the operator to. */
        NO_SPACE,
        /** Try again later. Nothing was changed, unless the message says that this is not known. */
        UNAVAILABLE
    }

    private final Kind kind;

    /**
     * Creates the exception.
     *
     * @param kind what the caller can do next
     * @param message the fact, the place, the way out
     * @param cause the exception of a lower layer, which alone has the stack trace then, or null
     */
    protected CorpusException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause, true, cause == null);
        this.kind = kind;
    }

    /** Returns what the caller can do next. */
    public final Kind kind() {
        return kind;
    }
}
