package dev.referent.jdbc.driver;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.NativeDB;

/**
 * Reads two parts of the driver's state that it does not publish: the values that are bound to a statement, so that Referent
 * need not copy them in each setter, and whether the application has set a progress handler.
 *
 * <p>On the module path the driver must be opened for that ({@code --add-opens
 * org.xerial.sqlitejdbc/org.sqlite.core=dev.referent.jdbc}); otherwise the results are empty.
 */
public final class DriverState {
    private static final @Nullable VarHandle BATCH = batch();
    private static final @Nullable MethodHandle PROGRESS_HANDLER = progressHandler();

    private DriverState() {}

    private static @Nullable VarHandle batch() {
        try {
            return MethodHandles.privateLookupIn(CoreStatement.class, MethodHandles.lookup())
                    .findVarHandle(CoreStatement.class, "batch", Object[].class);
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

    /** Returns whether the application has certainly set no progress handler. */
    static boolean hasNoProgressHandler(SQLiteConnection connection) {
        if (PROGRESS_HANDLER == null || !(connection.getDatabase() instanceof NativeDB database)) {
            return false;
        }
        try {
            return (long) PROGRESS_HANDLER.invoke(database) == 0;
        } catch (Throwable e) {
            return false;
        }
    }
}
