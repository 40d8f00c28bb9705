package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;

/** Follows whether a borrower's SQL may have switched enforcement. */
public final class EnforcementSwitch {
    /** SQL that switches enforcement contains these letters, because a PRAGMA's name cannot be escaped. */
    private static final Pattern SWITCH = Pattern.compile("foreign_keys", Pattern.CASE_INSENSITIVE);

    private final SQLiteConnection connection;
    private boolean switched;

    /** Follows a connection, which enforces. */
    public EnforcementSwitch(SQLiteConnection connection) {
        this.connection = connection;
    }

    /** Notes the SQL of a PRAGMA, which takes effect as soon as it is prepared. */
    public void note(String sql) {
        switched = switched || SWITCH.matcher(sql).find();
    }

    /** Returns whether enforcement may be, or may have been, off. */
    public boolean isSwitched() {
        return switched;
    }

    /** Switches enforcement on again, unless a transaction prevents it. */
    public void restore() throws SQLException {
        if (switched) {
            Enforcement.execute(connection, "PRAGMA foreign_keys=ON");
            switched = !Enforcement.isOn(connection);
        }
    }
}
