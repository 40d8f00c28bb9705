package dev.referent.jdbc.differential;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What a call answered.
 *
 * @param results the update counts and rows; empty where it was rejected
 * @param failure what it threw; null where it did not
 */
record Outcome(List<String> results, @Nullable SQLException failure) {

    boolean isAccepted() {
        return failure == null;
    }

    /** Returns what was thrown. */
    SQLException violation() {
        return Objects.requireNonNull(failure);
    }

    /** Returns the driver's own exception among what was thrown and its causes. */
    Optional<SQLiteException> driver() {
        return causes().filter(SQLiteException.class::isInstance)
                .map(SQLiteException.class::cast)
                .findFirst();
    }

    Stream<Throwable> causes() {
        return failure == null
                ? Stream.empty()
                : Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause);
    }

    /** Returns whether a foreign key rejected it, RESTRICT or not. */
    boolean isForeignKeys() {
        return isRestrict() || hasCode(SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY);
    }

    boolean isRestrict() {
        return hasCode(SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER) && says("FOREIGN KEY constraint failed");
    }

    /** Returns whether it was interrupted, as it ran for too long. */
    boolean isInterrupted() {
        return hasCode(SQLiteErrorCode.SQLITE_INTERRUPT);
    }

    /** Returns whether the failure's own words contain these. */
    boolean says(String words) {
        return driver().map(Throwable::getMessage)
                .filter(message -> message.contains(words))
                .isPresent();
    }

    private boolean hasCode(SQLiteErrorCode code) {
        return driver().filter(violation -> violation.getResultCode() == code).isPresent();
    }

    /**
     * Returns the result code, the vendor code and the text of the driver's, or the results; of SQLITE_BUSY without the text,
     * to which Referent adds the file.
     */
    String summary() {
        if (failure == null) {
            return "accepted " + results;
        }
        return driver().map(violation -> "rejected " + violation.getResultCode().name() + " " + vendorCode()
                        + (vendorCode() == SQLiteErrorCode.SQLITE_BUSY.code ? "" : " " + violation.getMessage()))
                .orElse("rejected " + failure.getMessage());
    }

    /** The driver's BatchUpdateException has the vendor code 0, whatever its cause. */
    private int vendorCode() {
        return failure instanceof BatchUpdateException
                ? driver().map(SQLException::getErrorCode).orElse(0)
                : violation().getErrorCode();
    }
}
