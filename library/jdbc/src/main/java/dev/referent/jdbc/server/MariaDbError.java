package dev.referent.jdbc.server;

import dev.referent.integrity.ForeignKeyViolation.Kind;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the foreign key in MariaDB's message; these parts are never translated, only the parentheses around them. */
final class MariaDbError {
    /** ER_NO_REFERENCED_ROW_2. */
    private static final int NO_PARENT = 1452;

    /** ER_ROW_IS_REFERENCED_2. */
    private static final int REFERENCED = 1451;

    private static final String NAME = "`((?:[^`]|``)+)`";
    private static final Pattern KEY = Pattern.compile(NAME + "\\." + NAME + ", CONSTRAINT " + NAME);

    /** What stands before the statement where the URL has {@code dumpQueriesOnException}. */
    private static final String QUERY = "\nQuery is: ";

    private MariaDbError() {}

    static Optional<NamedKey> named(SQLException failure) {
        int code = failure.getErrorCode();
        if (code != NO_PARENT && code != REFERENCED) {
            return Optional.empty();
        }
        Matcher key = KEY.matcher(String.valueOf(failure.getMessage()));
        if (!key.find()) {
            return Optional.empty();
        }
        return Optional.of(new NamedKey(
                name(key.group(1)),
                name(key.group(2)),
                name(key.group(3)),
                Optional.of(code == NO_PARENT ? Kind.MISSING_PARENT : Kind.STILL_REFERENCED),
                Optional.empty()));
    }

    /** Returns the server's error without the statement, whose literals and parameters are values. */
    static SQLException withoutQuery(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf(QUERY);
        if (end < 0) {
            return failure;
        }
        SQLException without = new SQLIntegrityConstraintViolationException(
                message.substring(0, end), failure.getSQLState(), failure.getErrorCode());
        without.setStackTrace(failure.getStackTrace());
        return without;
    }

    private static String name(String quoted) {
        return quoted.replace("``", "`");
    }
}
