package dev.referent.jdbc.unenforced;

import dev.referent.integrity.Explanation;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.core.DB;

/**
 * A violation that SQLite would accept, and Referent rejects.
 *
 * @param why what is rejected, and what to do instead
 * @param cause an exception like the driver's for a foreign key violation
 */
public record UnreportedViolation(String why, Explanation explanation, SQLException cause) {
    /** Creates a violation; the cause's message says how it was found. */
    static UnreportedViolation of(String why, Explanation explanation, String found) {
        return new UnreportedViolation(
                why, explanation, DB.newSQLException(SQLiteErrorCode.SQLITE_CONSTRAINT_FOREIGNKEY.code, found));
    }

    /** Creates a violation by new orphan rows. */
    static UnreportedViolation ofOrphans(String why, Explanation added) {
        return of(why + ": ", added, "found by PRAGMA foreign_key_check");
    }
}
