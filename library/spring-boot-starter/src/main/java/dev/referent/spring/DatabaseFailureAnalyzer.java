package dev.referent.spring;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says of a start that failed because of an SQLite file, of the gate, or of a mapping that differs from the database, what to do. */
final class DatabaseFailureAnalyzer implements FailureAnalyzer {
    private static final int PRIMARY_CODE = 0xFF;

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof GateClosedException closed) {
                return analysis(
                        closed,
                        "Repair the rows with ./referent repair, accept them with referent.gate=fail-on-new,"
                                + " or start without the gate: referent.gate=warn.");
            }
            if (isComparison(cause)) {
                return analysis(
                        cause,
                        "Change the tables by a migration, or the mapping, until both agree; or start without the"
                                + " comparison: spring.jpa.hibernate.ddl-auto=none.");
            }
            Optional<String> action = cause instanceof SQLException sql ? action(sql) : Optional.empty();
            if (action.isPresent()) {
                return analysis(cause, action.get());
            }
        }
        return null;
    }

    private static FailureAnalysis analysis(Throwable cause, String action) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), action, cause);
    }

    /** Whether Hibernate found the database to differ from its mapping; with {@code referent-hibernate}, also in foreign keys. */
    private static boolean isComparison(Throwable failure) {
        return failure.getClass().getName().equals("org.hibernate.tool.schema.spi.SchemaManagementException")
                && String.valueOf(failure.getMessage()).startsWith("Schema validation");
    }

    /** Returns what helps against a failure of SQLite's driver; empty for any other. */
    static Optional<String> action(SQLException failure) {
        if (!failure.getClass().getName().equals("org.sqlite.SQLiteException")) {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (failure.getErrorCode() & PRIMARY_CODE) { // sqlite.org/rescode.html
                    case 5 ->
                        "End the other program's transaction, or wait longer for it with the parameter busy_timeout of the"
                                + " URL.";
                    case 8 ->
                        "Make the file and its directory writable, or leave out of the URL what makes it read-only"
                                + " (mode=ro, immutable, open_mode=1).";
                    case 11 -> "Restore the file from a backup, or try the sqlite3 shell's .recover.";
                    case 14 -> "Check that the file and its directory exist, and that you may read and write them.";
                    case 26 -> "Name another file in the URL: this one is not an SQLite database, or it is encrypted.";
                    default -> null;
                });
    }
}
