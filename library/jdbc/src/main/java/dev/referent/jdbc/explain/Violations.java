package dev.referent.jdbc.explain;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.MalformedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Collects the violations of one write, for the keys that are checked with it: those that are listed, and the number of the
 * others.
 */
public final class Violations {
    private final List<ForeignKeyViolation> listed = new ArrayList<>();
    /** Which violations of which foreign keys are checked; a RESTRICT forbids {@code STILL_REFERENCED} at once. */
    private BiPredicate<SchemaKey, Kind> checked;

    private OptionalInt batchIndex = OptionalInt.empty();
    private final Set<SchemaKey> leftOut = new LinkedHashSet<>();
    private long unlisted;
    private long restricts;

    private Violations(BiPredicate<SchemaKey, Kind> checked) {
        this.checked = checked;
    }

    /** Creates an empty collection for a write that ends its transaction, so that every foreign key is checked with it. */
    public static Violations ofAll() {
        return new Violations((key, kind) -> true);
    }

    /** Sets which foreign keys are checked with the next row of a batch. */
    void check(BiPredicate<SchemaKey, Kind> ofRow) {
        checked = ofRow;
    }

    /** Adds foreign keys that are checked as well. */
    void checkAlso(BiPredicate<SchemaKey, Kind> others) {
        checked = checked.or(others);
    }

    boolean isChecked(SchemaKey key, Kind kind) {
        return checked.test(key, kind);
    }

    /** Creates an empty collection for the same row of a batch and the same foreign keys. */
    Violations fresh() {
        Violations fresh = new Violations(checked);
        fresh.batchIndex = batchIndex;
        return fresh;
    }

    /** Forgets all of them, because they are not certain after all. */
    void clear() {
        listed.clear();
        unlisted = 0;
        restricts = 0;
    }

    void addAll(Violations others) {
        others.listed.forEach(this::list);
        unlisted += others.unlisted;
        restricts += others.restricts;
        leftOut.addAll(others.leftOut);
    }

    /** Sets which row of a batch the next violations are of. */
    void ofRow(int row) {
        batchIndex = OptionalInt.of(row);
    }

    /** Returns the same violations without the row of the batch. */
    Violations withoutRow() {
        Violations same = new Violations(checked);
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

    /** Returns whether a further violation of the foreign key is only counted. */
    boolean isFullFor(SchemaKey key) {
        return listed.size() >= Explanation.VIOLATIONS_BOUND
                && isChecked(key, Kind.MISSING_PARENT) == isChecked(key, Kind.STILL_REFERENCED);
    }

    void addUnlisted(SchemaKey key) {
        unlisted += isChecked(key, Kind.STILL_REFERENCED) ? 1 : 0;
    }

    /** Adds child rows that lack their parent. */
    public void addMissingParent(SchemaKey key, KeyValues values, Tally tally) {
        if (isChecked(key, Kind.MISSING_PARENT)) {
            add(key, Kind.MISSING_PARENT, values, tally.rows() == 1 ? tally.row() : Map.of(), 0);
        }
    }

    /** Adds a parent row that child rows still reference. */
    public void addStillReferenced(SchemaKey key, KeyValues values, long childRows) {
        if (isChecked(key, Kind.STILL_REFERENCED)) {
            restricts += key.restricts() ? 1 : 0;
            add(key, Kind.STILL_REFERENCED, values, Map.of(), childRows);
        } else if (key.restricts()) {
            leftOut.add(key);
        }
    }

    /** Returns the foreign keys with RESTRICT that have violations but are not checked with the write. */
    Set<SchemaKey> leftOut() {
        return leftOut;
    }

    /** Adds the proved violations of a RESTRICT. */
    void addRestricted(SchemaKey key, KeyValues values, long childRows) {
        restricts++;
        add(key, Kind.STILL_REFERENCED, values, Map.of(), childRows);
    }

    private void add(SchemaKey key, Kind kind, KeyValues values, Map<String, Object> row, long childRows) {
        long counted = Math.min(childRows, ForeignKeyViolation.CHILD_ROWS_BOUND);
        List<Object> shown = values.values().stream()
                .map(value -> Objects.requireNonNull(MalformedText.shown(value)))
                .toList();
        Map<String, Object> shownRow = new LinkedHashMap<>();
        row.forEach((column, value) -> shownRow.put(column, Objects.requireNonNull(MalformedText.shown(value))));
        list(new ForeignKeyViolation(key.foreignKey(), kind, shown, batchIndex, shownRow, counted));
    }

    private void list(ForeignKeyViolation violation) {
        if (listed.size() >= Explanation.VIOLATIONS_BOUND) {
            unlisted++;
        } else {
            listed.add(violation);
        }
    }

    /** Returns how many violations are of a parent row by a foreign key with RESTRICT. */
    long restricts() {
        return restricts;
    }

    List<ForeignKeyViolation> listed() {
        return List.copyOf(listed);
    }

    /** Returns how many there are, listed or not. */
    public long size() {
        return listed.size() + unlisted;
    }

    /**
     * Returns the explanation.
     *
     * @param gap why it is incomplete; empty if it is complete, which requires a violation
     */
    public Explanation explanation(Optional<Undetermined> gap) {
        boolean nothing = listed.isEmpty() && gap.isEmpty();
        return new Explanation(listed, unlisted, nothing ? Optional.of(Reason.NOT_FOUND.because()) : gap);
    }
}
