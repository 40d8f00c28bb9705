package dev.referent.jdbc;

import dev.referent.jdbc.driver.Execution;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The rows and generated keys that a statement has returned, as the application holds them: the same object for the same rows of
 * the driver. A statement that writes finishes only when its rows have been read or closed.
 */
final class StatementRows {
    private final EnforcedStatement<?> statement;
    private final Statement delegate;
    private boolean unread;
    private boolean taken;
    private boolean finished;
    private volatile boolean open;
    private @Nullable EnforcedRows rows;
    private @Nullable EnforcedRows keys;
    private @Nullable EnforcedRows keysOfString;

    StatementRows(EnforcedStatement<?> statement, Statement delegate) {
        this.statement = statement;
        this.delegate = delegate;
    }

    ResultSet of(ResultSet driverRows) {
        taken = true;
        EnforcedRows held = held(rows, driverRows, true);
        rows = held;
        return held;
    }

    /** Returns the generated keys of the driver's statement, or those of the whole string. */
    ResultSet keys() throws SQLException {
        if (keysOfString != null) {
            return keysOfString;
        }
        EnforcedRows held = held(keys, delegate.getGeneratedKeys(), false);
        keys = held;
        return held;
    }

    private EnforcedRows held(@Nullable EnforcedRows before, ResultSet driverRows, boolean own) {
        return before != null && before.rows() == driverRows ? before : new EnforcedRows(statement, driverRows, own);
    }

    /** Holds the key that the driver gives for a string that begins with an INSERT: it is read after the last statement. */
    void holdKeysOfString() throws SQLException {
        Statement query = delegate.getConnection().createStatement();
        query.closeOnCompletion();
        keysOfString = new EnforcedRows(statement, query.executeQuery("SELECT last_insert_rowid()"), false);
    }

    void endKeysOfString() throws SQLException {
        if (keysOfString != null) {
            keysOfString.close();
            keysOfString = null;
        }
    }

    /** Notes that the statement writes and has unread rows. */
    void noteUnread() {
        unread = true;
        taken = false;
        finished = false;
    }

    /** Notes that the driver has finished the statement, which writes. */
    void noteFinished() {
        unread = false;
    }

    /** Notes that the statement reads and has unread rows. */
    void noteOpen() {
        open = true;
        taken = false;
        finished = false;
    }

    private void end() {
        if (open) {
            open = false;
            statement.connection.engine().rowsEnded(statement);
        }
    }

    /**
     * Goes on to the next row; rows of an earlier execution have none, and say nothing about those that are not taken yet. A write that
     * was finished for a call that the driver then rejected has none either: the driver would execute it again.
     */
    boolean next(ResultSet driverRows) throws SQLException {
        if (finished) {
            return false;
        }
        if (!taken) {
            return driverRows.next();
        }
        Engine engine = statement.connection.engine();
        boolean more = unread ? engine.next(statement, driverRows) : engine.read(statement, driverRows);
        if (!more) {
            end();
        }
        return more;
    }

    /** Closes the rows that the application has taken; closing those of an earlier execution again does nothing. */
    void close(ResultSet driverRows) throws SQLException {
        Execution<Boolean> closing = () -> {
            driverRows.close();
            return true;
        };
        if (taken) {
            finish(closing);
        } else {
            closing.run();
        }
    }

    /** Closes the rows, of which some may be unread. */
    <T extends @Nullable Object> T finish(Execution<T> closing) throws SQLException {
        end();
        if (!unread) {
            return closing.run();
        }
        unread = false;
        finished = true;
        return statement.connection.engine().finish(statement, closing);
    }
}
