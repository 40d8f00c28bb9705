package dev.referent.jdbc.server;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Reads the fields of a PostgreSQL error. Only this class refers to PostgreSQL's driver, and it is loaded only with the
 * driver.
 */
final class PostgresError {
    private static final String FOREIGN_KEY = "23503";

    /** The SQLState of a RESTRICT since PostgreSQL 18. */
    private static final String RESTRICT = "23001";

    /** Where PostgreSQL reports what RAISE throws: the application says so, and not a foreign key. */
    private static final String RAISED = "exec_stmt_raise";

    private PostgresError() {}

    static Optional<NamedKey> named(SQLException failure) {
        String state = failure.getSQLState();
        if (!FOREIGN_KEY.equals(state) && !RESTRICT.equals(state)) {
            return Optional.empty();
        }
        ServerErrorMessage reported = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        if (reported == null
                || reported.getConstraint() == null
                || reported.getTable() == null
                || RAISED.equals(reported.getRoutine())) {
            return Optional.empty();
        }
        return Optional.of(new NamedKey(
                String.valueOf(reported.getSchema()),
                String.valueOf(reported.getTable()),
                String.valueOf(reported.getConstraint()),
                kind(state, String.valueOf(reported.getMessage())),
                Optional.ofNullable(reported.getDetail())));
    }

    /** Returns the server's error with all its fields, and a message without the field that contains values. */
    static SQLException withoutDetail(SQLException failure) {
        ServerErrorMessage reported = failure instanceof PSQLException e ? e.getServerErrorMessage() : null;
        if (reported == null) {
            return failure;
        }
        SQLException without = new PSQLException(reported, false);
        without.setStackTrace(failure.getStackTrace());
        return without;
    }

    /** The message is translated according to {@code lc_messages}. */
    private static Optional<Kind> kind(String state, String message) {
        if (state.equals(RESTRICT)
                || message.startsWith("update or delete on table ")
                || message.startsWith("removing partition ")) {
            return Optional.of(Kind.STILL_REFERENCED);
        }
        return message.startsWith("insert or update on table ") ? Optional.of(Kind.MISSING_PARENT) : Optional.empty();
    }

    static boolean isIdle(Connection connection) throws SQLException {
        return connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
    }
}
