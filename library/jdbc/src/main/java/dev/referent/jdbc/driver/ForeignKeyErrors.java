package dev.referent.jdbc.driver;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Recognizes the driver's exceptions for foreign key violations. */
public final class ForeignKeyErrors {
    private ForeignKeyErrors() {}

    /** Returns whether it is a {@code RESTRICT}, which stops the statement at once and undoes its other effects. */
    public static boolean isRestrict(SQLException failure) {
        return hasCode(failure, SQLiteErrorCode.SQLITE_CONSTRAINT_TRIGGER);
    }

    /**
     * Returns whether the write violated a foreign key. SQLite reports {@code RESTRICT} with the code of a trigger and the
     * same message as every other foreign key (sqlite.org/rescode.html#constraint_trigger).
     */
    public static boolean isViolation(SQLException failure) {
        return hasCode(failure, SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY)
                || (isRestrict(failure)
                        && String.valueOf(failure.getMessage()).contains("FOREIGN KEY constraint failed"));
    }

    private static boolean hasCode(SQLException failure, SQLiteErrorCode code) {
        return failure instanceof SQLiteException sqlite && sqlite.getResultCode() == code;
    }
}
