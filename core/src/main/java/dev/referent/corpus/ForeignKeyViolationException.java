package dev.referent.corpus;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import java.util.List;
import java.util.Optional;

/** Thrown if a write violates a foreign key. The write changed nothing. */
public final class ForeignKeyViolationException extends CorpusException {
    private static final long serialVersionUID = 1L;

    private final Explanation explanation;

    /**
     * Creates the exception.
     *
     * @param explanation the explanation of the violation
     * @param cause the exception of the database access layer
     */
    public ForeignKeyViolationException(Explanation explanation, Throwable cause) {
        super(Kind.FOREIGN_KEY, explanation.message(), cause);
        this.explanation = explanation;
    }

    /** Returns the explanation. */
    public Explanation explanation() {
        return explanation;
    }

    /** Returns the proved violations, at most 1,000; empty if none could be proved. */
    public List<ForeignKeyViolation> violations() {
        return explanation.violations();
    }

    /** Returns why the explanation is incomplete; empty if it is complete. */
    public Optional<String> undetermined() {
        return explanation.undetermined();
    }
}
