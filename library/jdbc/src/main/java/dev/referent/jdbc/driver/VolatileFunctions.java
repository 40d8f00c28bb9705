package dev.referent.jdbc.driver;

import dev.referent.jdbc.sql.CalledFunctions;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The functions that may return another value on a re-run: SQLite's functions whose result is random, or depends on the clock or on the
 * failed statement's effects, and the application's functions that are not declared deterministic. And the aggregate functions, whose
 * value may depend on the order of the rows.
 */
public final class VolatileFunctions {
    private static final Set<String> BUILT_IN =
            Set.of("random", "randomblob", "changes", "total_changes", "last_insert_rowid", CalledFunctions.NOW);

    /** SQLITE_DETERMINISTIC (sqlite.org/c3ref/c_deterministic.html). */
    private static final long DETERMINISTIC = 2_048;

    /** SQLITE_INNOCUOUS (sqlite.org/c3ref/c_deterministic.html). */
    private static final long INNOCUOUS = 0x200000;

    /** As a table, the PRAGMA would lock the database main. */
    private static final String LIST = "PRAGMA function_list";

    private static final int NAME = 0;
    private static final int IS_BUILT_IN = 1;
    private static final int TYPE = 2;
    private static final int ARGUMENTS = 4;
    private static final int FLAGS = 5;

    private VolatileFunctions() {}

    /** Returns whether one of the names is such a function of the connection. */
    public static boolean includeOneOf(SQLiteConnection connection, Set<String> called) throws SQLException {
        if (called.isEmpty()) {
            return false;
        }
        if (called.stream().anyMatch(BUILT_IN::contains)) {
            return true;
        }
        return notDeterministic(connection)
                .filter(function -> called.contains(nameOf(function)))
                .anyMatch(function -> !OfTheDriver.FUNCTIONS.contains(signature(function)));
    }

    /** Returns whether one of the names is that of an aggregate or window function; it may be a scalar one, too. */
    public static boolean includeAnAggregate(SQLiteConnection connection, Set<String> called) throws SQLException {
        return Query.rows(connection, LIST).stream()
                .anyMatch(function -> !"s".equals(function.get(TYPE)) && called.contains(nameOf(function)));
    }

    private static Stream<List<@Nullable Object>> notDeterministic(SQLiteConnection connection) throws SQLException {
        return Query.rows(connection, LIST).stream()
                .filter(function -> Long.valueOf(0).equals(function.get(IS_BUILT_IN))
                        && function.get(FLAGS) instanceof Long flags
                        && (flags & DETERMINISTIC) == 0
                        && !isCaseSensitiveLike(function, flags));
    }

    /** {@code PRAGMA case_sensitive_like} replaces LIKE by a function of SQLite's that it declares as harmless only. */
    private static boolean isCaseSensitiveLike(List<?> function, long flags) {
        return nameOf(function).equals("like") && (flags & INNOCUOUS) != 0;
    }

    private static String nameOf(List<?> function) {
        return SqlNames.folded(String.valueOf(function.get(NAME)));
    }

    private static String signature(List<?> function) {
        return nameOf(function) + "/" + function.get(ARGUMENTS);
    }

    /**
     * The functions of every connection of the driver, which are written in C and stateless but not declared deterministic.
     */
    private static final class OfTheDriver {
        private static final Set<String> FUNCTIONS = read();

        private static Set<String> read() {
            try (SQLiteConnection connection =
                    DriverManager.getConnection("jdbc:sqlite::memory:").unwrap(SQLiteConnection.class)) {
                return notDeterministic(connection)
                        .map(VolatileFunctions::signature)
                        .collect(Collectors.toCollection(HashSet::new));
            } catch (SQLException e) {
                return Set.of();
            }
        }
    }
}
