package dev.referent.corpus.usecase;

import dev.referent.corpus.CorpusException;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.Listing;
import dev.referent.corpus.Reference;
import dev.referent.corpus.UtteranceId;
import dev.referent.integrity.ForeignKeyViolation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Thrown if a record cannot be removed because utterances use it. Nothing was changed. */
public final class StillInUseException extends CorpusException {
    private static final long serialVersionUID = 1L;

    /** The maximum number of utterances in the message. */
    private static final int MAX_NAMED = 10;

    @SuppressWarnings("serial") // an unmodifiable list of the JDK's, which is serializable
    private final List<UtteranceId> utterances;

    private final ForeignKeyViolationException violation;

    /**
     * Creates the exception.
     *
     * @param record the record
     * @param users the first utterances that use it, in id order, and their total
     * @param cause the violation reported by the database
     */
    public StillInUseException(Reference record, Listing<UtteranceId> users, ForeignKeyViolationException cause) {
        super(
                Kind.CONFLICT,
                "%s %d is used by %s"
                        .formatted(record.kind().name().toLowerCase(Locale.ROOT), record.id(), named(users)),
                cause);
        this.utterances = users.items();
        this.violation = cause;
    }

    /** Returns the first utterances that use the record, in id order. */
    public List<UtteranceId> utterances() {
        return utterances;
    }

    /** Returns the proved violations. */
    public List<ForeignKeyViolation> violations() {
        return violation.violations();
    }

    /** Returns why the violations may be incomplete; empty if they are complete. */
    public Optional<String> undetermined() {
        return violation.undetermined();
    }

    private static String named(Listing<UtteranceId> users) {
        if (users.items().isEmpty()) {
            return "an utterance that is gone by now; try again";
        }
        String named = users.items().stream()
                .limit(MAX_NAMED)
                .map(id -> Long.toString(id.value()))
                .collect(Collectors.joining(", "));
        long more = users.total() - MAX_NAMED;
        return "utterance " + named + (more > 0 ? " and " + more + " more" : "") + "; delete these first";
    }
}
