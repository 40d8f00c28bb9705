package dev.referent.jdbc;

import dev.referent.jdbc.explain.TransactionWrites;
import dev.referent.jdbc.explain.TransactionWrites.Outcome;
import dev.referent.jdbc.sql.StatementKind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/** Records what the statements of a transaction have written, so that a failed COMMIT can be explained by it. */
record WriteRecorder(SQLiteConnection connection, Transaction transaction) {
    private static final int UNKNOWN = -1;

    /** Records a statement that succeeded, with the driver's update count. */
    void succeeded(EnforcedStatement<?> statement, @Nullable Object answer) throws SQLException {
        TransactionWrites writes = transaction.writes();
        if (statement.kind().writesRows() || statement.kind().changesSchema()) {
            Optional<List<@Nullable Object>> values = statement.values();
            if (values.isPresent()) {
                writes.wrote(statement.sql(), values.get(), changes(answer), Outcome.SUCCEEDED);
            } else {
                writes.forgetWrites();
            }
        }
    }

    /** Returns how many rows the statement itself has changed; negative if it is not finished. */
    private long changes(@Nullable Object answer) throws SQLException {
        if (answer instanceof Number count) {
            return count.longValue();
        }
        return Boolean.FALSE.equals(answer) ? connection.getDatabase().changes() : UNKNOWN;
    }

    /** Records a statement that failed, and whether it may have left rows behind. */
    void failed(EnforcedStatement<?> statement, SQLException failure, boolean leavesRows) {
        TransactionWrites writes = transaction.writes();
        if (leavesRows) {
            writes.forgetWrites();
        } else if (statement.kind().writesRows()) {
            writes.wrote(statement.sql(), List.of(), UNKNOWN, outcome(failure));
        }
    }

    private static Outcome outcome(SQLException failure) {
        return (failure.getErrorCode() & 0xFF) == SQLiteErrorCode.SQLITE_CONSTRAINT.code
                ? Outcome.REJECTED
                : Outcome.FAILED;
    }

    /** Records a batch that succeeded, with the driver's update counts. */
    void succeeded(StatementBatch batch, Set<StatementKind> kinds, Object counts) {
        TransactionWrites writes = transaction.writes();
        boolean known = batch.values().isPresent() || !batch.isPrepared();
        int size = batch.size();
        if (!known || size == 0 || !writes.hasRoomFor(size) || !StatementKind.ROWS.containsAll(kinds)) {
            writes.forgetWrites();
            return;
        }
        List<@Nullable Object> values = batch.values().orElse(List.of());
        int parameters = values.size() / size;
        for (int row = 0; row < size; row++) {
            List<@Nullable Object> bound = values.subList(row * parameters, (row + 1) * parameters);
            String sql = batch.sqls().get(batch.isPrepared() ? 0 : row);
            writes.wrote(
                    sql, bound, counts instanceof int[] ints ? ints[row] : ((long[]) counts)[row], Outcome.SUCCEEDED);
        }
    }

    /** Records a batch that failed, and whether it may have changed rows before that. */
    void failed(StatementBatch batch, Set<StatementKind> kinds, SQLException failure, boolean changed) {
        TransactionWrites writes = transaction.writes();
        if (changed || batch.size() == 0 || !StatementKind.ROWS.containsAll(kinds)) {
            // the rows before the failed one stay
            writes.forgetWrites();
        } else {
            writes.wrote(batch.sqls().get(0), List.of(), UNKNOWN, outcome(failure));
        }
    }
}
