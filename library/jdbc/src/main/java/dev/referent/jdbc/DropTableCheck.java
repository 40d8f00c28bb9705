package dev.referent.jdbc;

import dev.referent.jdbc.unenforced.DropTableGuard;
import dev.referent.jdbc.unenforced.UnreportedViolation;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/** Decides whether a DROP TABLE is executed, or rejected because it would delete or change rows of other tables. */
final class DropTableCheck {
    /**
     * Referent's module for Hibernate executes these SQL strings before and after it drops a whole schema, child rows
     * included.
     */
    private static final String BEGIN = "savepoint referent_drop";

    private static final String END = "release referent_drop";

    private final SQLiteConnection sqlite;
    private boolean dropping;

    /** Checks the statements of one connection. */
    DropTableCheck(SQLiteConnection sqlite) {
        this.sqlite = sqlite;
    }

    /** Ends the drop of a schema at the end of the transaction. */
    void transactionEnded() {
        dropping = false;
    }

    /**
     * Checks a SQL string before it is executed.
     *
     * @param mayDrop whether it may contain a DROP
     */
    Optional<UnreportedViolation> violation(String sql, boolean mayDrop) throws SQLException {
        if (sql.length() <= BEGIN.length()) {
            dropping = sql.equals(BEGIN) || (dropping && !sql.equals(END));
        }
        return mayDrop && !dropping ? DropTableGuard.violation(sqlite, sql) : Optional.empty();
    }
}
