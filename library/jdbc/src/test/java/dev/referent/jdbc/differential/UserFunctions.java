package dev.referent.jdbc.differential;

import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.Collation;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * What a program adds to SQLite: the collation {@code folded}, which is NOCASE; the deterministic function {@code steady},
 * which returns its argument; and {@code once}, which is not deterministic: called again for the same step it returns another
 * value, which has no parent row.
 */
final class UserFunctions {
    private static final long FURTHER = 1_000;

    private boolean called;

    private UserFunctions() {}

    static UserFunctions addTo(SQLiteConnection connection) throws SQLException {
        UserFunctions functions = new UserFunctions();
        Collation.create(connection, "folded", new Collation() {
            @Override
            protected int xCompare(String left, String right) {
                return left.toLowerCase(Locale.ROOT).compareTo(right.toLowerCase(Locale.ROOT));
            }
        });
        Function.create(
                connection,
                "steady",
                new Function() {
                    @Override
                    protected void xFunc() throws SQLException {
                        result(value_long(0));
                    }
                },
                Function.FLAG_DETERMINISTIC);
        Function.create(connection, "once", new Function() {
            @Override
            protected void xFunc() throws SQLException {
                result(functions.called ? value_long(0) + FURTHER : value_long(0));
                functions.called = true;
            }
        });
        return functions;
    }

    /** Begins a step. */
    void begin() {
        called = false;
    }

    /** Returns a text without them that means the same, for the shell. */
    static String withoutThem(String sql) {
        return sql.replace("COLLATE folded", "COLLATE NOCASE")
                .replace("steady(", "(")
                .replace("once(", "(");
    }
}
