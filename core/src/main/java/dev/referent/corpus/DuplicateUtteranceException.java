package dev.referent.corpus;

/** Thrown if a pair already exists. Nothing was changed. */
public final class DuplicateUtteranceException extends CorpusException {
    private static final long serialVersionUID = 1L;

    private final Utterance existing;

    /**
     * Creates the exception.
     *
     * @param existing the existing utterance
     * @param cause the exception of the database access layer
     */
    public DuplicateUtteranceException(Utterance existing, Throwable cause) {
        super(
                Kind.CONFLICT,
                "utterance %d pairs audio %d and transcription %d already; use it"
                        .formatted(
                                existing.id().value(),
                                existing.audio().value(),
                                existing.transcription().value()),
                cause);
        this.existing = existing;
    }

    /** Returns the existing utterance. */
    public Utterance existing() {
        return existing;
    }
}
