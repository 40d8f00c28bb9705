package dev.referent.migrations;

import dev.referent.jdbc.ForeignKeyViolationSQLException;

/** Chooses the message that says most about why a migration failed. */
final class FailureMessage {
    private FailureMessage() {}

    /** Returns the message of a violation among the causes; else that of the failure itself, on one line. */
    static String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ForeignKeyViolationSQLException) {
                return String.valueOf(cause.getMessage());
            }
        }
        String message = failure.getMessage();
        return message == null ? failure.toString() : message.strip().replaceAll("\\s*\\R\\s*", " | ");
    }
}
