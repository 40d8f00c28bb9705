package dev.referent.jdbc;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is about to be executed.
 *
 * @param statement the statement that it was added to
 * @param isPrepared whether it is of a prepared statement, with one SQL string and a row of values for each entry
 * @param sqls its SQL strings, one if it is prepared
 * @param values what is bound to all its rows, if that is known
 * @param size how many rows there are
 */
record StatementBatch(
        EnforcedStatement<?> statement,
        boolean isPrepared,
        List<String> sqls,
        Optional<List<@Nullable Object>> values,
        int size) {
    static StatementBatch ofStrings(EnforcedStatement<?> statement, List<String> sqls) {
        return new StatementBatch(statement, false, sqls, Optional.empty(), sqls.size());
    }

    static StatementBatch ofRows(
            EnforcedPreparedStatement statement, Optional<List<@Nullable Object>> values, int size) {
        return new StatementBatch(statement, true, List.of(statement.sql()), values, size);
    }
}
