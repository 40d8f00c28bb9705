package dev.referent.jdbc;

import dev.referent.jdbc.explain.FailedStatement;
import java.util.AbstractList;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The rows of a failed batch. Each is read when it is first needed, because an explanation has no time for all rows of a long batch. */
final class BatchRows extends AbstractList<FailedStatement> {
    private final @Nullable FailedStatement[] rows;
    private final IntFunction<FailedStatement> reading;

    BatchRows(int size, IntFunction<FailedStatement> reading) {
        this.rows = new @Nullable FailedStatement[size];
        this.reading = reading;
    }

    @Override
    public FailedStatement get(int index) {
        FailedStatement row = rows[index];
        if (row == null) {
            row = reading.apply(index);
            rows[index] = row;
        }
        return row;
    }

    @Override
    public int size() {
        return rows.length;
    }
}
