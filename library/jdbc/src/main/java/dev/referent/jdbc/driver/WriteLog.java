package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteUpdateListener;

/** The last rows that statements wrote, in their order, also those of a statement that failed. */
public final class WriteLog implements SQLiteUpdateListener {
    private static final int BOUND = 10_000;

    private final List<String> rows = new ArrayList<>();
    private boolean complete = true;

    /** Does something and writes down what that writes. */
    public <T> T during(SQLiteConnection connection, Execution<T> work) throws SQLException {
        connection.addUpdateListener(this);
        try {
            return work.run();
        } finally {
            connection.removeUpdateListener(this);
        }
    }

    @Override
    public void onUpdate(Type type, String schema, String table, long rowId) {
        if (rows.size() < BOUND) {
            rows.add(type + " " + schema + "." + table + " " + rowId);
        } else {
            complete = false;
        }
    }

    /** Tells whether this ends with the rows of the other log, of which there is at least one. */
    public boolean endsWith(WriteLog other) {
        int size = rows.size();
        int last = other.rows.size();
        return complete
                && other.complete
                && last > 0
                && last <= size
                && rows.subList(size - last, size).equals(other.rows);
    }
}
