package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Recognizes the driver's refusal of a write because of a foreign key. */
public final class ForeignKeyErrors {
    private ForeignKeyErrors() {}

    /** Tells whether it was a {@code RESTRICT}, which stops the statement at once, its other effects undone. */
    public static boolean isRestrict(SQLException failure) {
        return failure instanceof SQLiteException sqlite
                && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER;
    }

    /**
     * Tells whether SQLite's foreign keys refused the write. {@code RESTRICT} is refused as if by a trigger, with the same
     * text as every other key (sqlite.org/rescode.html#constraint_trigger).
     */
    public static boolean isViolation(SQLException failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return false;
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        String message = sqlite.getMessage();
        return code == SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY
                || (code == SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER
                        && message != null
                        && message.contains("FOREIGN KEY constraint failed"));
    }
}
