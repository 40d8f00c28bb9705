package dev.referent.jdbc;

import dev.referent.jdbc.driver.Execution;
import java.lang.reflect.Array;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * A batch of SQL strings that are given to the driver one by one, so that each is checked when it is its turn. The driver executes a
 * batch in the same way, and stops at the first failure.
 */
final class BatchInTurn {
    private static final String FIRST_ENTRY = "batch entry 0";

    private final StatementBatch batch;
    private final int[] counts;

    BatchInTurn(StatementBatch batch) {
        this.batch = batch;
        this.counts = new int[batch.size()];
    }

    /** What is done before and after a string is executed. */
    interface Turn {
        /** Checks the string, and may reject it. */
        void before(String sql) throws SQLException;

        /** Notes that it is executed. */
        void after(String sql);
    }

    /**
     * Executes the strings.
     *
     * @param driver executes the driver's batch, and returns its update counts, an array of int or long
     * @throws BatchUpdateException if one is rejected or fails; those before it are executed
     */
    <T> T execute(Execution<T> driver, Turn turn) throws SQLException {
        for (int row = 0; ; row++) {
            String sql = batch.sqls().get(row);
            try {
                turn.before(sql);
            } catch (SQLException e) {
                batch.statement().clearBatch();
                throw new BatchUpdateException(
                        e.getMessage(), e.getSQLState(), e.getErrorCode(), Arrays.copyOf(counts, row), e);
            }
            T one = entry(row, sql, driver);
            counts[row] = (int) Array.getLong(one, 0);
            turn.after(sql);
            if (row + 1 == counts.length) {
                return all(one);
            }
        }
    }

    private <T> T entry(int row, String sql, Execution<T> driver) throws SQLException {
        try {
            return batch.statement().executeEntry(sql, driver);
        } catch (BatchUpdateException e) {
            String message = String.valueOf(e.getMessage()).replaceFirst(FIRST_ENTRY, "batch entry " + row);
            throw new BatchUpdateException(message, e.getSQLState(), e.getErrorCode(), counts, e.getCause());
        }
    }

    /** Returns all counts as an array of the driver's type. */
    @SuppressWarnings("unchecked") // it has the class of the driver's array
    private <T> T all(T one) {
        Object all = Array.newInstance(one.getClass().getComponentType(), counts.length);
        for (int row = 0; row < counts.length; row++) {
            Array.setInt(all, row, counts[row]);
        }
        return (T) all;
    }
}
