package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Recognizes the driver's refusal of a write because of a foreign key. */
public final class ForeignKeyFailure {
    private ForeignKeyFailure() {}

    /** Tells whether it was a {@code RESTRICT}, which stops the statement at once, its other effects undone. */
    public static boolean isRestrict(SQLException failure) {
        return failure instanceof SQLiteException refusal
                && refusal.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER;
    }

    /**
     * Tells whether SQLite's foreign keys refused the write. {@code RESTRICT} is refused as if by a trigger, with the same
     * text as every other key (sqlite.org/rescode.html#constraint_trigger).
     */
    public static boolean isOne(SQLException failure) {
        if (!(failure instanceof SQLiteException refusal)) {
            return false;
        }
        SQLiteErrorCode code = refusal.getResultCode();
        String message = refusal.getMessage();
        return code == SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY
                || (code == SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER
                        && message != null
                        && message.contains("FOREIGN KEY constraint failed"));
    }
}
