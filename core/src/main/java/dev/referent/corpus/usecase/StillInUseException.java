package dev.referent.corpus.usecase;

import dev.referent.corpus.CorpusException;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.Reference;
import dev.referent.corpus.UtteranceId;
import dev.referent.integrity.ForeignKeyViolation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Thrown if a record cannot be removed because utterances use it. Nothing was changed. */
public final class StillInUseException extends CorpusException {
    private static final long serialVersionUID = 1L;

    /** The maximum number of utterances in the message. */
    private static final int MAX_NAMED = 10;

    private final transient List<UtteranceId> utterances;
    private final transient List<ForeignKeyViolation> violations;

    /**
     * Creates the exception.
     *
     * @param record the record
     * @param utterances the utterances that use it, in id order
     * @param cause the violation reported by the database
     */
    public StillInUseException(Reference record, List<UtteranceId> utterances, ForeignKeyViolationException cause) {
        super(
                Kind.CONFLICT,
                "%s %d is used by utterance %s; delete these first"
                        .formatted(record.kind().name().toLowerCase(Locale.ROOT), record.id(), idsOf(utterances)),
                cause);
        this.utterances = List.copyOf(utterances);
        this.violations = cause.violations();
    }

    /** Returns the utterances that use the record, in id order. */
    public List<UtteranceId> utterances() {
        return utterances;
    }

    /** Returns the proved violations. */
    public List<ForeignKeyViolation> violations() {
        return violations;
    }

    private static String idsOf(List<UtteranceId> utterances) {
        String named = utterances.stream()
                .limit(MAX_NAMED)
                .map(id -> Long.toString(id.value()))
                .collect(Collectors.joining(", "));
        int more = utterances.size() - MAX_NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }
}
