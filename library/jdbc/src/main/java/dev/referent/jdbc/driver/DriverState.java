package dev.referent.jdbc.driver;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.NativeDB;
import org.sqlite.core.SafeStmtPtr;

/**
 * Reads three parts of the driver's state that it does not publish: the values that are bound to a statement, so that Referent
 * need not copy them in each setter; whether the application has set a progress handler; and whether it reads rows by any statement.
 *
 * <p>On the module path the driver must be opened for that ({@code --add-opens
 * org.xerial.sqlitejdbc/org.sqlite.core=dev.referent.jdbc}); otherwise the results are empty.
 */
public final class DriverState {
    private static final @Nullable VarHandle BATCH = field(CoreStatement.class, "batch", Object[].class);
    private static final @Nullable MethodHandle PROGRESS_HANDLER = progressHandler();

    private static final @Nullable VarHandle STATEMENTS = field(DB.class, "stmts", Set.class);

    /** The query by which the driver keeps the generated key of an INSERT, and its column. */
    private static final String GENERATED_KEY = "last_insert_rowid()";

    private DriverState() {}

    /** Returns access to a field of the driver; null where the driver is not opened for it. */
    static @Nullable VarHandle field(Class<?> owner, String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVarHandle(owner, name, type);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static @Nullable MethodHandle progressHandler() {
        try {
            return MethodHandles.privateLookupIn(NativeDB.class, MethodHandles.lookup())
                    .findVirtual(NativeDB.class, "getProgressHandler", MethodType.methodType(long.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * Returns the values that are bound to the statement, row after row for a batch, as the driver has converted them; empty
     * if they cannot be read.
     */
    public static Optional<List<@Nullable Object>> boundValues(PreparedStatement statement) {
        try {
            if (BATCH == null || !statement.isWrapperFor(CoreStatement.class)) {
                return Optional.empty();
            }
            @Nullable Object @Nullable [] values = (Object[]) BATCH.get(statement.unwrap(CoreStatement.class));
            if (values == null) {
                return Optional.of(List.of());
            }
            // the driver clears them in place; a batch that succeeds can afford no more than a plain copy
            return Optional.of(Arrays.asList(values.clone()));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns whether a query of the connection is on a row, also one that the application executes without Referent; a row of nulls
     * is not noticed. The caller holds the driver's locks.
     *
     * @param known statements that do not count
     */
    public static boolean hasOpenRows(SQLiteConnection connection, Set<SafeStmtPtr> known) throws SQLException {
        for (SafeStmtPtr statement : statements(connection)) {
            if (!known.contains(statement) && statement.safeRunInt(DriverState::valuesInRow) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Ends all rows of the connection, also those of generated keys. The caller holds the driver's locks. */
    public static void endRows(SQLiteConnection connection) throws SQLException {
        for (SafeStmtPtr statement : statements(connection)) {
            statement.safeRunInt(DB::reset);
        }
    }

    /** Ends the rows of generated keys, which the driver keeps until the next execution. The caller holds the driver's locks. */
    public static void endGeneratedKeys(SQLiteConnection connection) throws SQLException {
        for (SafeStmtPtr statement : statements(connection)) {
            statement.safeRunInt(
                    (database, pointer) -> isGeneratedKey(database, pointer) ? database.reset(pointer) : 0);
        }
    }

    /** Returns the compiled statements of the connection; the driver also keeps those of strings that contain no statement. */
    private static List<SafeStmtPtr> statements(SQLiteConnection connection) throws SQLException {
        List<SafeStmtPtr> statements = new ArrayList<>();
        if (STATEMENTS != null) {
            for (Object held : (Set<?>) STATEMENTS.get(connection.getDatabase())) {
                if (held instanceof SafeStmtPtr statement && !statement.isClosed() && isCompiled(statement)) {
                    statements.add(statement);
                }
            }
        }
        return statements;
    }

    private static boolean isCompiled(SafeStmtPtr statement) throws SQLException {
        return statement.safeRunLong((database, pointer) -> pointer) != 0;
    }

    private static boolean isGeneratedKey(DB database, long statement) throws SQLException {
        return database.column_count(statement) == 1 && GENERATED_KEY.equals(database.column_name(statement, 0));
    }

    /** Returns 1 if a statement is on a row that has a value, else 0. */
    private static int valuesInRow(DB database, long statement) throws SQLException {
        if (isGeneratedKey(database, statement)) {
            return 0;
        }
        int columns = database.column_count(statement);
        for (int column = 0; column < columns; column++) {
            if (database.column_type(statement, column) != Codes.SQLITE_NULL) {
                return 1;
            }
        }
        return 0;
    }

    /** Returns whether a progress handler is set; empty if that cannot be read. */
    static Optional<Boolean> hasProgressHandler(SQLiteConnection connection) {
        if (PROGRESS_HANDLER == null || !(connection.getDatabase() instanceof NativeDB database)) {
            return Optional.empty();
        }
        try {
            return Optional.of((long) PROGRESS_HANDLER.invoke(database) != 0);
        } catch (Throwable e) {
            return Optional.empty();
        }
    }
}
