package dev.referent.corpus;

/** The pair exists already; nothing was changed. */
public final class DuplicateUtteranceException extends CorpusException {
    private static final long serialVersionUID = 1L;

    private final transient Utterance existing;

    /**
     * Creates the refusal.
     *
     * @param existing the utterance that pairs the two already
     * @param cause what the database access layer threw
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

    /** Returns the utterance that pairs the two already. */
    public Utterance existing() {
        return existing;
    }
}
