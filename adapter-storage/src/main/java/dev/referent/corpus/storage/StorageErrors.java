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

/** Turns what a persistence library throws into the core's exceptions, by the SQLException among its causes. */
public final class StorageErrors {
    /** The low byte of SQLite's result codes is the primary code (sqlite.org/rescode.html). */
    private static final int PRIMARY_CODE = 0xFF;

    private static final Map<Integer, String> WHY_UNAVAILABLE = Map.of(
            SQLiteErrorCode.SQLITE_BUSY.code, "the database is locked by another connection; try again",
            SQLiteErrorCode.SQLITE_LOCKED.code, "the database is locked by another connection; try again",
            SQLiteErrorCode.SQLITE_FULL.code,
                    "the database cannot grow, its disk is full; try again when there is room",
            SQLiteErrorCode.SQLITE_READONLY.code, "the database is read-only; it takes no writes until that is mended",
            SQLiteErrorCode.SQLITE_IOERR.code, "the disk of the database failed; try again when it is mended",
            SQLiteErrorCode.SQLITE_CANTOPEN.code, "the database cannot be opened any more; try again when it is mended",
            SQLiteErrorCode.SQLITE_CORRUPT.code, "the database is damaged; it is to be restored from a backup",
            SQLiteErrorCode.SQLITE_NOTADB.code, "the database is damaged; it is to be restored from a backup");

    private StorageErrors() {}

    /**
     * Returns the core's exception for the failure, or the failure itself where the core has none.
     *
     * @param failure what the persistence library threw
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
                    "the connection to the database was lost, or none came free in time; try again", failure);
        }
        if (!(cause instanceof SQLException sqlException)) {
            return Optional.empty();
        }
        if (sqlException.getSQLState() != null) {
            return ServerStorageErrors.translate(sqlException, failure);
        }
        return Optional.ofNullable(WHY_UNAVAILABLE.get(sqlException.getErrorCode() & PRIMARY_CODE))
                .flatMap(why -> unavailable(why, failure));
    }

    private static Optional<RuntimeException> unavailable(String message, RuntimeException failure) {
        return Optional.of(new StorageUnavailableException(message, failure));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
