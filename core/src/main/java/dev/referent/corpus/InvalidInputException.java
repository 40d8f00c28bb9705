package dev.referent.corpus;

/** Input that breaks a rule before anything is stored; nothing was changed. */
public final class InvalidInputException extends CorpusException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the refusal.
     *
     * @param kind {@link Kind#INVALID}, {@link Kind#UNSUPPORTED_TYPE} or {@link Kind#TOO_LARGE}
     * @param message which input, which rule, and what would be accepted
     */
    public InvalidInputException(Kind kind, String message) {
        super(kind, message, null);
    }

    /**
     * Creates the most common refusal, of kind {@link Kind#INVALID}.
     *
     * @param message which input, which rule, and what would be accepted
     */
    public InvalidInputException(String message) {
        this(Kind.INVALID, message);
    }
}
