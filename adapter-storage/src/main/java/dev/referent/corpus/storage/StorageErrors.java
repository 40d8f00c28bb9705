package dev.referent.corpus.storage;

import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.StorageFullException;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/** Maps exceptions of a persistence library to the core's exceptions, by the SQLException among their causes. */
public final class StorageErrors {
    /** The low byte of SQLite's result codes is the primary code (sqlite.org/rescode.html). */
    private static final int PRIMARY_CODE = 0xFF;

    private static final String LOCKED = "the database is locked by another connection; try again";
    private static final String DAMAGED =
            "the database is damaged; stop the server and restore the database from a backup";

    /** What is said of a database that has lost a table or a column, or has a view of that name. */
    static final String NO_CORPUS = "the database cannot be used as a corpus; restore its tables from a backup";

    /** What is said of a database that rejects or drops a change without a reason that the corpus knows. */
    static final String OTHER_RULES =
            "a trigger or a constraint of the database that is not the corpus' stands in the way; remove it";

    private static final Set<Integer> TEMPORARY =
            Set.of(SQLiteErrorCode.SQLITE_BUSY.code, SQLiteErrorCode.SQLITE_LOCKED.code);

    private static final Map<Integer, String> UNTIL_REPAIRED = Map.of(
            SQLiteErrorCode.SQLITE_ERROR.code, NO_CORPUS,
            SQLiteErrorCode.SQLITE_CONSTRAINT.code, OTHER_RULES,
            SQLiteErrorCode.SQLITE_READONLY.code, "the database is read-only; make its file and directory writable",
            SQLiteErrorCode.SQLITE_IOERR.code, "the disk of the database failed; repair it, then restart the server",
            SQLiteErrorCode.SQLITE_CANTOPEN.code,
                    "the database can no longer be opened; make its file and directory accessible",
            SQLiteErrorCode.SQLITE_CORRUPT.code, DAMAGED,
            SQLiteErrorCode.SQLITE_NOTADB.code, DAMAGED);

    /** What a database says when its disk, or the size that it may have, is full. */
    static final String FULL = "the disk of the database is full; make room, or delete records";

    private StorageErrors() {}

    /**
     * Returns the core's exception for a failure, or the failure itself if the core has none.
     *
     * @param failure the exception of the persistence library
     */
    public static RuntimeException translate(RuntimeException failure) {
        if (causes(failure).anyMatch(ServedFile.FileReplacedException.class::isInstance)) {
            return StorageUnavailableException.untilRepaired(ServedFile.REPLACED, failure);
        }
        if (failure instanceof InvalidInputException) { // of a row: what a client sends is checked before
            return StorageUnavailableException.untilRepaired(
                    "a stored record was changed by something else (" + failure.getMessage()
                            + "); correct or delete its row in the database",
                    failure);
        }
        return causes(failure)
                .flatMap(cause -> translate(cause, failure).stream())
                .findFirst()
                .orElse(failure);
    }

    /**
     * Checks that a statement has changed the row that it is for: a trigger may drop the change without an error
     * (sqlite.org/lang_createtrigger.html, 6).
     *
     * @param rows the update count
     * @throws StorageUnavailableException if it has not
     */
    public static void requireChanged(int rows) {
        if (rows == 0) {
            throw notChanged();
        }
    }

    /** Returns the failure of a statement that has not changed the row that it is for. */
    public static StorageUnavailableException notChanged() {
        return StorageUnavailableException.untilRepaired(OTHER_RULES, null);
    }

    /** Returns whether a server undid the transaction because of another one, so that it may succeed if it is repeated. */
    static boolean isConflict(StorageUnavailableException failure) {
        return causes(failure)
                .anyMatch(cause ->
                        cause instanceof SQLException sqlException && ServerStorageErrors.isConflict(sqlException));
    }

    private static Optional<RuntimeException> translate(Throwable cause, RuntimeException failure) {
        if (cause instanceof ForeignKeyViolationSQLException sqlException) {
            return Optional.of(new ForeignKeyViolationException(sqlException.explanation(), failure));
        }
        if (cause instanceof SQLTransientConnectionException) {
            return Optional.of(new StorageUnavailableException(
                    "the connection to the database was lost, or no connection was free in time; try again", failure));
        }
        if (!(cause instanceof SQLException sqlException)) {
            return Optional.empty();
        }
        if (sqlException.getSQLState() != null) {
            return ServerStorageErrors.translate(sqlException, failure);
        }
        return Optional.ofNullable(ofSqlite(sqlException.getErrorCode() & PRIMARY_CODE, failure));
    }

    private static @Nullable RuntimeException ofSqlite(int code, RuntimeException failure) {
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return new StorageFullException(FULL, failure);
        }
        if (TEMPORARY.contains(code)) {
            return new StorageUnavailableException(LOCKED, failure);
        }
        String reason = UNTIL_REPAIRED.get(code);
        return reason == null ? null : StorageUnavailableException.untilRepaired(reason, failure);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
