package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The checkout of a connection, during which the connection enforces; at check-in enforcement is restored. Several borrowers
 * may have one connection at the same time; the last one to check it in restores it. If an open transaction prevents that, the
 * next check-in restores it.
 */
public final class Checkout {
    /** The connections that came without enforcement, each with its number of borrowers; guarded by itself. */
    private static final Map<SQLiteConnection, Borrowers> UNENFORCED = new WeakHashMap<>();

    private final SQLiteConnection connection;
    private final @Nullable Borrowers borrowers;

    private static final class Borrowers {
        private int number;
    }

    private Checkout(SQLiteConnection connection, @Nullable Borrowers borrowers) {
        this.connection = connection;
        this.borrowers = borrowers;
    }

    /**
     * Begins a checkout, from which on the connection enforces.
     *
     * @throws SQLException as {@link Enforcement#establish} does; the connection is unchanged
     */
    public static Checkout begin(SQLiteConnection connection) throws SQLException {
        return DriverLocks.hold(connection, () -> {
            boolean enforced = Enforcement.isOn(connection);
            if (!enforced) {
                Enforcement.establish(connection);
            }
            synchronized (UNENFORCED) {
                Borrowers borrowers = enforced
                        ? UNENFORCED.get(connection)
                        : UNENFORCED.computeIfAbsent(connection, first -> new Borrowers());
                if (borrowers != null) {
                    borrowers.number++;
                }
                return new Checkout(connection, borrowers);
            }
        });
    }

    /** Keeps enforcement on after all checkouts, because a wrapped data source has the connection, too. */
    public static void keepEnforced(SQLiteConnection connection) {
        synchronized (UNENFORCED) {
            UNENFORCED.remove(connection);
        }
    }

    /** Ends the checkout. It never throws, so that it hides no failure of the borrower's work. */
    public void end() {
        Borrowers all = borrowers;
        if (all == null) {
            return;
        }
        try {
            DriverLocks.hold(connection, () -> {
                synchronized (UNENFORCED) {
                    all.number--;
                    if (all.number > 0 || UNENFORCED.get(connection) != all) {
                        return false;
                    }
                }
                boolean restored = connection.isClosed() || Enforcement.lift(connection);
                if (restored) {
                    keepEnforced(connection);
                }
                return restored;
            });
        } catch (SQLException e) {
            // the next check-in restores it
        }
    }
}
