package dev.referent.jdbc;

import dev.referent.jdbc.driver.Execution;
import dev.referent.jdbc.migration.NaiveRebuild;
import dev.referent.jdbc.migration.Refusal;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteConnectionConfig;

/** Decides whether a DROP TABLE is executed, or rejected because it would delete or change rows of other tables. */
final class DropTableCheck {
    /** Between these SQL strings, which adapter-hibernate executes, a whole schema is dropped. */
    private static final String BEGIN = "savepoint referent_drop";

    private static final String END = "release referent_drop";

    private final SQLiteConnection sqlite;
    private final BooleanSupplier unread;
    private boolean dropping;

    /**
     * Checks the statements of one connection.
     *
     * @param unread whether rows of a statement that writes are unread
     */
    DropTableCheck(SQLiteConnection sqlite, BooleanSupplier unread) {
        this.sqlite = sqlite;
        this.unread = unread;
    }

    /** Begins or ends the drop of a whole schema, whose child rows are meant to go with their tables. */
    void droppingSchema(boolean begins) {
        dropping = begins;
    }

    /**
     * Looks at a SQL string before it is executed.
     *
     * @param mayDrop whether it may have a DROP
     */
    Optional<Refusal> refusal(String sql, boolean mayDrop) throws SQLException {
        if (sql.length() <= BEGIN.length()) {
            dropping = sql.equals(BEGIN) || (dropping && !sql.equals(END));
        }
        return mayDrop && !dropping ? besideUnreadRows(() -> NaiveRebuild.refusal(sqlite, sql)) : Optional.empty();
    }

    /**
     * Reads the database while rows of a statement that writes may be unread. With autoCommit on, the driver follows each
     * query that finds nothing by BEGIN and COMMIT; that COMMIT fails beside an unfinished write, and the transaction stays
     * open.
     */
    private <T> T besideUnreadRows(Execution<T> reading) throws SQLException {
        SQLiteConnectionConfig config = sqlite.getConnectionConfig();
        if (!unread.getAsBoolean()
                || !config.isAutoCommit()
                || sqlite.getDatabase().getConfig().isExplicitReadOnly()) {
            return reading.run();
        }
        config.setAutoCommit(false);
        try {
            return reading.run();
        } finally {
            config.setAutoCommit(true);
        }
    }
}
