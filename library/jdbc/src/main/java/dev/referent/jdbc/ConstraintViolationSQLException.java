package dev.referent.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite rejected a write because of UNIQUE, PRIMARY KEY, NOT NULL or CHECK. It is the driver's exception, with the same type,
 * message, codes and stack trace, and adds what the driver leaves out: the SQLState that other databases give, 23505, 23502 or
 * 23514, and the constraint or the columns that SQLite's message names.
 */
public final class ConstraintViolationSQLException extends SQLiteException {
    private static final long serialVersionUID = 1L;

    private static final Map<SQLiteErrorCode, String> STATES = Map.of(
            SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE, "23505",
            SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY, "23505",
            SQLiteErrorCode.SQLITE_CONSTRAINT_ROWID, "23505",
            SQLiteErrorCode.SQLITE_CONSTRAINT_NOTNULL, "23502",
            SQLiteErrorCode.SQLITE_CONSTRAINT_CHECK, "23514");

    /** SQLite's message, which the driver puts into parentheses after its own. */
    private static final Pattern SAID = Pattern.compile(
            ".*\\((?:UNIQUE|NOT NULL|CHECK) constraint failed: (?:index '(?<index>.*)'|(?<what>.*))\\)",
            Pattern.DOTALL);

    private final String state;
    private final String constraint;

    @SuppressWarnings("serial") // the lists of List.of are serializable
    private final List<String> columns;

    private ConstraintViolationSQLException(SQLiteException failure, String state) {
        super(failure.getMessage(), failure.getResultCode());
        this.state = state;
        Matcher said = SAID.matcher(String.valueOf(failure.getMessage()));
        String index = said.matches() ? said.group("index") : null;
        String what = said.matches() && index == null ? said.group("what") : "";
        boolean isCheck = failure.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_CHECK;
        this.constraint = index != null ? index : isCheck ? what : "";
        this.columns = isCheck || what.isEmpty() ? List.of() : List.copyOf(Arrays.asList(what.split(", ", -1)));
        setStackTrace(failure.getStackTrace());
        if (failure.getCause() != null) {
            initCause(failure.getCause());
        }
        if (failure.getNextException() != null) {
            setNextException(failure.getNextException());
        }
    }

    /**
     * Returns the failure with its SQLState and constraint if one of these constraints is its reason, and unchanged otherwise.
     */
    static SQLException of(SQLException failure) {
        if (failure instanceof BatchUpdateException batch) {
            return ofBatch(batch);
        }
        String state = failure instanceof SQLiteException sqlite ? STATES.get(sqlite.getResultCode()) : null;
        return state == null ? failure : new ConstraintViolationSQLException((SQLiteException) failure, state);
    }

    private static SQLException ofBatch(BatchUpdateException batch) {
        if (!(batch.getCause() instanceof SQLException cause)) {
            return batch;
        }
        SQLException typed = of(cause);
        if (typed == cause) {
            return batch;
        }
        BatchUpdateException typedBatch = new BatchUpdateException(
                batch.getMessage(), typed.getSQLState(), batch.getErrorCode(), batch.getLargeUpdateCounts(), typed);
        typedBatch.setStackTrace(batch.getStackTrace());
        SQLException next = batch.getNextException();
        if (next != null) {
            typedBatch.setNextException(next == cause ? typed : next);
        }
        return typedBatch;
    }

    @Override
    public String getSQLState() {
        return state;
    }

    /**
     * Returns the constraint that SQLite names: the name of a CHECK, or its expression if it has no name, or the name of a
     * unique index on an expression; empty where SQLite names columns.
     */
    public Optional<String> constraint() {
        return constraint.isEmpty() ? Optional.empty() : Optional.of(constraint);
    }

    /** Returns the columns that SQLite names, each as {@code table.column}; empty where it names a constraint. */
    public List<String> columns() {
        return columns;
    }
}
