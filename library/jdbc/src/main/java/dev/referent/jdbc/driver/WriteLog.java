package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteUpdateListener;

/** The last rows that statements wrote, in order, including those of a failed statement. */
public final class WriteLog implements SQLiteUpdateListener {
    private static final int BOUND = 10_000;

    private final List<String> rows = new ArrayList<>();
    private boolean complete;

    /** Runs something and records the rows that it writes. */
    public <T> T during(SQLiteConnection connection, Execution<T> work) throws SQLException {
        complete = true;
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

    /**
     * Returns whether this log ends with the rows of the other log, which may be none: an INSERT of one row may fail before it
     * writes any. False if one of them did not record all rows.
     */
    public boolean endsWith(WriteLog other) {
        int size = rows.size();
        int last = other.rows.size();
        return complete
                && other.complete
                && last <= size
                && rows.subList(size - last, size).equals(other.rows);
    }
}
