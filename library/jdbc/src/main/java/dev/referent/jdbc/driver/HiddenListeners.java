package dev.referent.jdbc.driver;

import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteUpdateListener;
import org.sqlite.core.DB;

/**
 * Hides the application's update, commit and rollback listeners during a re-run: what it writes is rolled back, and a listener
 * that throws would prevent the rollback. The caller holds the driver's locks.
 *
 * <p>On the module path the driver must be opened for that; otherwise the listeners stay.
 */
record HiddenListeners(DB database, List<SQLiteUpdateListener> updates, List<SQLiteCommitListener> commits) {
    private static final @Nullable VarHandle UPDATE = DriverState.field(DB.class, "updateListeners", Set.class);
    private static final @Nullable VarHandle COMMIT = DriverState.field(DB.class, "commitListeners", Set.class);

    /** Removes them until they are restored. */
    static HiddenListeners of(SQLiteConnection connection) {
        DB database = connection.getDatabase();
        return new HiddenListeners(
                database,
                taken(UPDATE, database, SQLiteUpdateListener.class),
                taken(COMMIT, database, SQLiteCommitListener.class));
    }

    private static <T> List<T> taken(@Nullable VarHandle field, DB database, Class<T> type) {
        if (field == null) {
            return List.of();
        }
        Set<?> listeners = (Set<?>) field.get(database);
        List<T> taken = listeners.stream().map(type::cast).toList();
        listeners.clear();
        return taken;
    }

    /**
     * Restores them one by one: the driver registers its hook with SQLite when it gets the first. It would crash the JVM if the
     * database is closed.
     */
    void show() {
        if (database.isClosed()) {
            return;
        }
        updates.forEach(database::addUpdateListener);
        commits.forEach(database::addCommitListener);
    }
}
