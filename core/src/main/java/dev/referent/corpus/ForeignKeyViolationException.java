package dev.referent.corpus;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined;
import java.util.List;
import java.util.Optional;

/** The database refused a write because of a foreign key; the write left nothing behind. */
public final class ForeignKeyViolationException extends CorpusException {
    private static final long serialVersionUID = 1L;

    private final Explanation explanation;

    /**
     * Creates the typed form of the database's refusal.
     *
     * @param explanation what is proved, and what is not
     * @param cause what the database access layer threw
     */
    public ForeignKeyViolationException(Explanation explanation, Throwable cause) {
        super(Kind.FOREIGN_KEY, explanation.message(), cause);
        this.explanation = explanation;
    }

    /** Returns the whole explanation. */
    public Explanation explanation() {
        return explanation;
    }

    /** Returns the proved violations, at most 1,000; empty if none could be proved. */
    public List<ForeignKeyViolation> violations() {
        return explanation.violations();
    }

    /** Returns how many further violations are proved and not listed. */
    public long moreViolations() {
        return explanation.more();
    }

    /** Returns why the explanation is incomplete; empty if it is complete. */
    public Optional<String> undetermined() {
        return explanation.undetermined();
    }

    /** Returns which of the known reasons it is that the explanation is incomplete; empty if it is complete. */
    public Optional<Undetermined.Reason> reason() {
        return explanation.reason();
    }
}
