package dev.referent.jdbc.migration;

import dev.referent.integrity.Explanation;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

/**
 * A violation that SQLite would accept, and Referent rejects.
 *
 * @param why what is rejected, and what to do instead
 * @param explanation the violations
 * @param cause an exception like the driver's for a foreign key violation
 */
public record MigrationViolation(String why, Explanation explanation, SQLException cause) {
    /** Creates a violation; the cause's message says how it was found. */
    static MigrationViolation of(String why, Explanation explanation, String found) {
        return new MigrationViolation(
                why, explanation, DB.newSQLException(SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY.code, found));
    }
}
