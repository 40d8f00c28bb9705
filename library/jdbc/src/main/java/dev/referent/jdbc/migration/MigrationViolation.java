package dev.referent.jdbc.migration;

import dev.referent.integrity.Explanation;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

/**
 * What SQLite itself would let through, and Referent refuses.
 *
 * @param why what is refused, and what to do instead
 * @param explanation what it would break
 * @param cause such an exception as the driver throws for a foreign key
 */
public record MigrationViolation(String why, Explanation explanation, SQLException cause) {
    /** Refuses something by what was found. */
    static MigrationViolation of(String why, Explanation explanation, String found) {
        return new MigrationViolation(
                why, explanation, DB.newSQLException(SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY.code, found));
    }
}
