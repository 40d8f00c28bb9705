package dev.referent.jdbc.storm;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells the failures apart that a storm expects. */
final class Failures {
    private static final int PRIMARY = 0xff;

    private Failures() {}

    static boolean isForeignKey(SQLException failure) {
        return code(failure)
                .filter(code -> code == SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY
                        || code == SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER)
                .isPresent();
    }

    static boolean isBusy(SQLException failure) {
        return has(failure, SQLiteErrorCode.SQLITE_BUSY);
    }

    /** Whether another statement of the same connection is in the way. */
    static boolean isLocked(SQLException failure) {
        return has(failure, SQLiteErrorCode.SQLITE_LOCKED);
    }

    static boolean isInterrupt(SQLException failure) {
        return has(failure, SQLiteErrorCode.SQLITE_INTERRUPT);
    }

    private static boolean has(SQLException failure, SQLiteErrorCode primary) {
        return code(failure)
                .filter(code -> (code.code & PRIMARY) == primary.code)
                .isPresent();
    }

    private static Optional<SQLiteErrorCode> code(SQLException failure) {
        return causes(failure)
                .filter(SQLiteException.class::isInstance)
                .map(SQLiteException.class::cast)
                .map(SQLiteException::getResultCode)
                .findFirst();
    }

    static Stream<Throwable> causes(SQLException failure) {
        return Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause);
    }
}
