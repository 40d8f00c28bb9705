package dev.referent.corpus;

import org.jspecify.annotations.Nullable;

/**
 * A refusal that the caller can act on. The subclasses are grouped by what the caller does next, which {@link #kind()}
 * says; the message is for a person: the fact, the place, the way out.
 */
public abstract class CorpusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller does next. */
    public enum Kind {
        /** Mend the input and send it again. */
        INVALID,
        /** Send another type of content. */
        UNSUPPORTED_TYPE,
        /** Send less. */
        TOO_LARGE,
        /** Point at rows that exist, or first remove the rows that point here. */
        FOREIGN_KEY,
        /** Settle the conflict with what is stored already. */
        CONFLICT,
        /** Try again later; nothing was changed, unless the message says that this is not known. */
        UNAVAILABLE
    }

    private final Kind kind;

    /**
     * Creates a refusal.
     *
     * @param kind what the caller does next
     * @param message the fact, the place, the way out
     * @param cause what a lower layer said, or null
     */
    protected CorpusException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Returns what the caller does next. */
    public final Kind kind() {
        return kind;
    }
}
