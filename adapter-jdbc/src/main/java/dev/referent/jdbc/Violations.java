package dev.referent.jdbc;

import dev.referent.core.integrity.Explanation;
import dev.referent.core.integrity.ForeignKeyViolation;
import dev.referent.core.integrity.ForeignKeyViolation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Gathers the violations of one write: those that are judged with it, as many as are listed, and the number of the others. */
final class Violations {
    private final boolean alone;
    private final boolean restricted;
    private final List<ForeignKeyViolation> listed = new ArrayList<>();
    private OptionalInt batchIndex = OptionalInt.empty();
    private long unlisted;
    private long restricts;

    /**
     * Begins with none.
     *
     * @param alone whether the write ends its transaction, so that deferred keys are judged with it
     * @param restricted whether a RESTRICT refused it, which deferred keys have too
     */
    Violations(boolean alone, boolean restricted) {
        this.alone = alone;
        this.restricted = restricted;
    }

    /** Says which row of a batch the next violations are of. */
    void ofRow(int row) {
        batchIndex = OptionalInt.of(row);
    }

    /** Returns the same violations without the row of the batch. */
    Violations withoutRow() {
        Violations same = new Violations(alone, restricted);
        same.unlisted = unlisted;
        listed.forEach(violation -> same.listed.add(new ForeignKeyViolation(
                violation.foreignKey(),
                violation.kind(),
                violation.key(),
                OptionalInt.empty(),
                violation.childRow(),
                violation.childRows())));
        return same;
    }

    /** Tells whether a further violation of the foreign key is only counted. */
    boolean isFullFor(SchemaKey key) {
        return listed.size() >= Explanation.VIOLATIONS_BOUND
                && (alone || !key.foreignKey().deferred());
    }

    void addUnlisted() {
        unlisted++;
    }

    void addMissingParent(SchemaKey key, KeyValues values, Tally tally) {
        if (alone || !key.foreignKey().deferred()) {
            add(key, Kind.MISSING_PARENT, values, tally.rows() == 1 ? tally.row() : Map.of(), 0);
        }
    }

    void addStillReferenced(SchemaKey key, KeyValues values, long childRows) {
        boolean byRestrict = restricted && key.restricts();
        if (alone || !key.foreignKey().deferred() || byRestrict) {
            restricts += byRestrict ? 1 : 0;
            add(key, Kind.STILL_REFERENCED, values, Map.of(), childRows);
        }
    }

    private void add(SchemaKey key, Kind kind, KeyValues values, Map<String, Object> row, long childRows) {
        long counted = Math.min(childRows, ForeignKeyViolation.CHILD_ROWS_BOUND);
        if (listed.size() >= Explanation.VIOLATIONS_BOUND) {
            unlisted++;
        } else {
            listed.add(new ForeignKeyViolation(key.foreignKey(), kind, values.values(), batchIndex, row, counted));
        }
    }

    /** Returns how many of them are by a RESTRICT. */
    long restricts() {
        return restricts;
    }

    /** Returns those that are listed. */
    List<ForeignKeyViolation> listed() {
        return List.copyOf(listed);
    }

    /** Returns how many there are, listed or not. */
    long size() {
        return listed.size() + unlisted;
    }

    /**
     * Returns the explanation.
     *
     * @param gap why it is incomplete; empty if it is complete, which without any violation it is not
     */
    Explanation explanation(Optional<String> gap) {
        Optional<String> undetermined = listed.isEmpty() && gap.isEmpty()
                ? Optional.of("run again, the write broke no key that is judged with it")
                : gap;
        return new Explanation(listed, unlisted, undetermined);
    }
}
