package dev.referent.jdbc.driver;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConnection;

/**
 * The functions that may return another value on a re-run: SQLite's functions whose result is random or depends on the failed
 * statement's effects, and the application's functions that are not declared deterministic.
 */
public final class VolatileFunctions {
    private static final Set<String> BUILT_IN =
            Set.of("random", "randomblob", "changes", "total_changes", "last_insert_rowid");

    /** 2048 is SQLITE_DETERMINISTIC (sqlite.org/c3ref/c_deterministic.html). */
    private static final String NOT_DETERMINISTIC =
            "SELECT lower(name), narg FROM pragma_function_list WHERE NOT builtin AND flags & 2048 = 0";

    private VolatileFunctions() {}

    /** Returns whether one of the names is such a function of the connection. */
    public static boolean includeOneOf(SQLiteConnection connection, Set<String> called) throws SQLException {
        if (called.isEmpty()) {
            return false;
        }
        if (called.stream().anyMatch(BUILT_IN::contains)) {
            return true;
        }
        return Query.rows(connection, NOT_DETERMINISTIC).stream()
                .filter(function -> called.contains(String.valueOf(function.get(0))))
                .anyMatch(function -> !OfTheDriver.FUNCTIONS.contains(signature(function)));
    }

    private static String signature(List<?> function) {
        return function.get(0) + "/" + function.get(1);
    }

    /**
     * The functions of every connection of the driver, which are written in C and stateless but not declared deterministic.
     */
    private static final class OfTheDriver {
        private static final Set<String> FUNCTIONS = read();

        private static Set<String> read() {
            try (SQLiteConnection connection =
                    DriverManager.getConnection("jdbc:sqlite::memory:").unwrap(SQLiteConnection.class)) {
                return Query.rows(connection, NOT_DETERMINISTIC).stream()
                        .map(VolatileFunctions::signature)
                        .map(signature -> signature.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(HashSet::new));
            } catch (SQLException e) {
                return Set.of();
            }
        }
    }
}
