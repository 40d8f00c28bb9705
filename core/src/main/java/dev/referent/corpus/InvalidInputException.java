package dev.referent.corpus;

/** Thrown if input violates a rule. Nothing was changed. */
public final class InvalidInputException extends CorpusException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param kind {@link Kind#INVALID}, {@link Kind#UNSUPPORTED_TYPE} or {@link Kind#TOO_LARGE}
     * @param message the input, the rule, and what is accepted
     */
    public InvalidInputException(Kind kind, String message) {
        super(kind, message, null);
    }

    /**
     * Creates the exception with kind {@link Kind#INVALID}.
     *
     * @param message the input, the rule, and what is accepted
     */
    public InvalidInputException(String message) {
        this(Kind.INVALID, message);
    }
}
