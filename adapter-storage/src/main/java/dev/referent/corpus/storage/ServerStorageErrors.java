package dev.referent.corpus.storage;

import dev.referent.corpus.StorageFullException;
import dev.referent.corpus.StorageUnavailableException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Maps failures of a server to the core's exceptions, by SQLState and by MariaDB's error codes. */
final class ServerStorageErrors {
    /** The SQLState of a COMMIT whose outcome is unknown because the connection was lost. */
    private static final String UNKNOWN = "08007";

    private static final String FULL = "53100";
    private static final String GONE = "the connection to the database was lost; try again";
    private static final String READ_ONLY = "the database is read-only at the moment; try again later";
    private static final String CONFLICT = "the statement conflicted with another transaction; try again";

    /** A serialization failure (MariaDB's deadlocks, too), and PostgreSQL's deadlock: the transaction was undone. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    /** MariaDB's conflict with {@code innodb_snapshot_isolation}, the default since 11.6.2, which has no SQLState of its own. */
    private static final int CHANGED_SINCE_READ = 1020;

    /** A missing table or column, on PostgreSQL and on MariaDB. */
    private static final Set<String> NO_NAME = Set.of("42P01", "42703", "42S02", "42S22");

    /** The class of violated constraints. The corpus keeps its own before it writes, except that a pair exists once. */
    private static final String OTHER_RULE = "23";

    private static final Map<String, String> BY_STATE = Map.of(
            "55P03",
            CONFLICT,
            "25006",
            READ_ONLY,
            "53300",
            "the database has no free connection; try again",
            "70100",
            "the database stopped the statement; try again");

    /** MariaDB: lock wait timeout, read-only server, too many connections (twice), node not ready (Galera). */
    private static final Map<Integer, String> BY_CODE = Map.of(
            1205,
            CONFLICT,
            1290,
            READ_ONLY,
            1040,
            "the database has no free connection; try again",
            1203,
            "the database has no free connection; try again",
            1047,
            "the database node is not ready; try again");

    private ServerStorageErrors() {}

    static Optional<RuntimeException> translate(SQLException sqlException, RuntimeException failure) {
        String state = sqlException.getSQLState();
        if (UNKNOWN.equals(state)) {
            return Optional.of(StorageUnavailableException.inDoubt(
                    "the connection to the database was lost during the commit, and it is not known whether the data was stored;"
                            + " check before you try again",
                    failure));
        }
        if (FULL.equals(state)) {
            return Optional.of(new StorageFullException(StorageErrors.FULL, failure));
        }
        if (NO_NAME.contains(String.valueOf(state))) {
            return Optional.of(StorageUnavailableException.untilRepaired(StorageErrors.NO_CORPUS, failure));
        }
        if (String.valueOf(state).startsWith(OTHER_RULE)) {
            return Optional.of(StorageUnavailableException.untilRepaired(StorageErrors.OTHER_RULES, failure));
        }
        return Optional.ofNullable(
                        isConflict(sqlException)
                                ? CONFLICT
                                : reason(String.valueOf(state), sqlException.getErrorCode()))
                .map(reason -> new StorageUnavailableException(reason, failure));
    }

    /** Returns whether the server undid the transaction because of another one. */
    static boolean isConflict(SQLException failure) {
        return CONFLICTS.contains(String.valueOf(failure.getSQLState()))
                || failure.getErrorCode() == CHANGED_SINCE_READ;
    }

    private static @Nullable String reason(String state, int code) {
        if (BY_CODE.containsKey(code)) {
            return BY_CODE.get(code);
        }
        return state.startsWith("08") || state.startsWith("57P0") ? GONE : BY_STATE.get(state);
    }
}
