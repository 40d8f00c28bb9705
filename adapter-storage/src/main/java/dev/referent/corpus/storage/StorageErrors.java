package dev.referent.corpus.storage;

import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;

/** Maps exceptions of a persistence library to the core's exceptions, by the SQLException among their causes. */
public final class StorageErrors {
    /** The low byte of SQLite's result codes is the primary code (sqlite.org/rescode.html). */
    private static final int PRIMARY_CODE = 0xFF;

    private static final Map<Integer, String> REASONS = Map.of(
            SQLiteErrorCode.SQLITE_BUSY.code, "the database is locked by another connection; try again",
            SQLiteErrorCode.SQLITE_LOCKED.code, "the database is locked by another connection; try again",
            SQLiteErrorCode.SQLITE_FULL.code, "the disk of the database is full; try again when there is space",
            SQLiteErrorCode.SQLITE_READONLY.code,
                    "the database is read-only; it accepts no writes until that is changed",
            SQLiteErrorCode.SQLITE_IOERR.code, "the disk of the database failed; try again when it is repaired",
            SQLiteErrorCode.SQLITE_CANTOPEN.code,
                    "the database can no longer be opened; try again when that is repaired",
            SQLiteErrorCode.SQLITE_CORRUPT.code, "the database is corrupt; restore it from a backup",
            SQLiteErrorCode.SQLITE_NOTADB.code, "the database is corrupt; restore it from a backup");

    private StorageErrors() {}

    /**
     * Returns the core's exception for a failure, or the failure itself if the core has none.
     *
     * @param failure the exception of the persistence library
     */
    public static RuntimeException translate(RuntimeException failure) {
        return causes(failure)
                .flatMap(cause -> translate(cause, failure).stream())
                .findFirst()
                .orElse(failure);
    }

    private static Optional<RuntimeException> translate(Throwable cause, RuntimeException failure) {
        if (cause instanceof ForeignKeyViolationSQLException sqlException) {
            return Optional.of(new ForeignKeyViolationException(sqlException.explanation(), failure));
        }
        if (cause instanceof SQLTransientConnectionException) {
            return unavailable(
                    "the connection to the database was lost, or no connection was free in time; try again", failure);
        }
        if (!(cause instanceof SQLException sqlException)) {
            return Optional.empty();
        }
        if (sqlException.getSQLState() != null) {
            return ServerStorageErrors.translate(sqlException, failure);
        }
        return Optional.ofNullable(REASONS.get(sqlException.getErrorCode() & PRIMARY_CODE))
                .flatMap(reason -> unavailable(reason, failure));
    }

    private static Optional<RuntimeException> unavailable(String message, RuntimeException failure) {
        return Optional.of(new StorageUnavailableException(message, failure));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
