package dev.referent.jdbc.driver;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.sqlite.SQLiteConnection;

/**
 * The handles on one of the driver's connections. There are several if a data source always returns the same connection, and none of
 * them knows what another one executes. Thread-safe.
 */
public final class Handles {
    private static final Map<SQLiteConnection, Handles> ALL = Collections.synchronizedMap(new WeakHashMap<>());

    private final Cancellation.State cancelling = new Cancellation.State();
    private int open;
    private long made;

    private Handles() {}

    /** Returns the handles on a connection. */
    public static Handles on(SQLiteConnection connection) {
        return ALL.computeIfAbsent(connection, unseen -> new Handles());
    }

    /** Returns the cancellation of a new handle. */
    public Cancellation cancellation() {
        return new Cancellation(cancelling);
    }

    /** Counts a new handle. */
    public synchronized Handle add() {
        open++;
        made++;
        return new Handle(this, made);
    }

    /** One of the handles, and how many had been made with it. */
    public record Handle(Handles handles, long number) {
        /** Returns whether there has been no other one since it was made. */
        public boolean isOnlyOne() {
            synchronized (handles) {
                return handles.open == 1 && handles.made == number;
            }
        }

        /** Counts it no more. */
        public void close() {
            synchronized (handles) {
                handles.open--;
            }
        }
    }
}
