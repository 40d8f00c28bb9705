package dev.referent.jdbc.driver;

import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Gives a connection a larger page cache. If a transaction has filled it with changed pages, even a query writes some of them to the file to
 * make room, and if the disk is full then, SQLite rolls back the whole transaction. {@code PRAGMA cache_spill} would forbid that, but takes
 * no effect inside of a transaction.
 */
public final class PageCache {
    private static final long FACTOR = 4;
    private static final long LEAST_PAGES = 2_000;
    private static final long LEAST_KIBIBYTES = 8_000;

    private static final int ATTEMPTS = 2;

    private PageCache() {}

    /** Runs something in a larger cache. The caller holds the driver's locks. */
    public static <T> T enlarged(SQLiteConnection connection, Execution<T> work) throws SQLException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (List<@Nullable Object> database : Query.rows(connection, "PRAGMA database_list")) {
            String pragma = "PRAGMA " + SqlNames.quoted(String.valueOf(database.get(1))) + ".cache_size";
            sizes.put(pragma, Query.number(connection, pragma));
        }
        try {
            for (Map.Entry<String, Long> size : sizes.entrySet()) {
                Enforcement.execute(connection, size.getKey() + "=" + larger(size.getValue()));
            }
            return work.run();
        } finally {
            if (!connection.isClosed()) {
                sizes.forEach((pragma, size) -> restore(connection, pragma + "=" + size));
            }
        }
    }

    private static void restore(SQLiteConnection connection, String pragma) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                Enforcement.execute(connection, pragma);
                return;
            } catch (SQLException | RuntimeException e) {
                // an interrupt, or what a progress handler throws, mostly after the size was set by compiling
            }
        }
    }

    /** A negative size is in KiB, any other in pages (sqlite.org/pragma.html#pragma_cache_size). */
    private static long larger(long size) {
        return size < 0
                ? -Math.min(Integer.MAX_VALUE, Math.max(LEAST_KIBIBYTES, FACTOR * -size))
                : Math.min(Integer.MAX_VALUE, Math.max(LEAST_PAGES, FACTOR * size));
    }
}
