package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the orphan rows of one key of an SQLite database and keeps the first of them. A large table is read in ranges of
 * rowids, so that progress can be reported and no lock is held for long; nothing is kept in memory.
 */
final class OrphanScan {
    /** About how many rows are read at a time. */
    private static final long RANGE = 500_000;

    /** How many distinct keys of one foreign key are listed. */
    static final int KEY_BOUND = 10_000;

    private static final int MOST_RANGES = 200;

    /** How many characters or bytes of a value are shown; a report holds values of every key in memory. */
    private static final int SHOWN = 1_000;

    private final Connection connection;
    private final SqliteKey key;
    private final int most;
    private final List<OrphanRow> samples = new ArrayList<>();
    private long count;
    private String unlooked = "";

    OrphanScan(Connection connection, SqliteKey key, int most) {
        this.connection = connection;
        this.key = key;
        this.most = most;
    }

    /** Returns the distinct keys of the orphan rows with their numbers of rows; empty if there are more than the bound. */
    Map<String, Long> keys() throws SQLException {
        List<String> literals = key.childColumns().stream()
                .map(column -> "quote(child." + SqlNames.quoted(column) + ")")
                .toList();
        String query = "SELECT " + String.join(" || ', ' || ", literals) + ", count(*) FROM "
                + key.child().quoted() + " child WHERE " + key.isOrphan() + " GROUP BY 1 ORDER BY 1 LIMIT "
                + (KEY_BOUND + 1);
        Map<String, Long> keys = new LinkedHashMap<>();
        Sql.each(connection, query, row -> keys.put(String.valueOf(row.get(0)), Sql.number(row.get(1))));
        return keys.size() > KEY_BOUND ? Map.of() : keys;
    }

    /** Takes the part of the work that is done, of the whole. */
    interface Part {
        /** Takes it. */
        void done(int part, int parts);
    }

    /** Reads the whole table. */
    OrphanScan run(Part progress) throws SQLException {
        List<String> ranges = ranges();
        if (ranges.size() > 1) {
            unlooked = DenseRowIds.condition(connection, key, span());
        }
        for (int i = 0; i < ranges.size(); i++) {
            read(ranges.get(i));
            progress.done(i + 1, ranges.size());
        }
        return this;
    }

    long count() {
        return count;
    }

    List<OrphanRow> samples() {
        return samples;
    }

    private void read(String range) throws SQLException {
        String from = " FROM " + key.child().quoted() + " child WHERE " + range + unlooked + key.isOrphan();
        long found = Sql.number(connection, "SELECT count(*)" + from);
        count += found;
        if (found > 0 && samples.size() < most) {
            List<String> identity = key.child().identity();
            List<String> columns = new ArrayList<>(identity);
            columns.addAll(key.childColumns());
            String shown = columns.stream().map(OrphanScan::shown).collect(Collectors.joining(", "));
            String query = "SELECT " + shown + from + " LIMIT " + (most - samples.size());
            Sql.each(connection, query, row -> samples.add(sample(identity, row)));
        }
    }

    private static String shown(String column) {
        String value = "child." + SqlNames.quoted(column);
        return "iif(typeof(" + value + ") IN ('text', 'blob') AND length(" + value + ") > " + SHOWN + ", substr("
                + value + ", 1, " + SHOWN + "), " + value + ")";
    }

    private OrphanRow sample(List<String> identity, List<? extends @Nullable Object> row) {
        List<String> names = key.child().rowId().isPresent() ? List.of("rowid") : identity;
        return new OrphanRow(
                OrphanRow.named(names, row.subList(0, identity.size())),
                OrphanRow.named(key.childColumns(), row.subList(identity.size(), row.size())));
    }

    /** Returns the conditions that each select a part of the rows, or one that selects all. */
    private List<String> ranges() throws SQLException {
        if (key.child().rowId().isEmpty()) {
            return List.of("");
        }
        String rowId = SqlNames.quoted(key.child().rowId().get());
        long first = bound("min", rowId);
        long last = bound("max", rowId);
        double span = span();
        int parts = (int) Math.min(MOST_RANGES, Math.ceil(span / RANGE));
        if (parts < 2) {
            return List.of("");
        }
        List<String> ranges = new ArrayList<>();
        String lower = "";
        for (int i = 1; i <= parts; i++) {
            long end = i == parts ? last : first + (long) (span / parts * i);
            ranges.add(lower + (i == parts ? "" : "child." + rowId + " <= " + end + " AND "));
            lower = "child." + rowId + " > " + end + " AND ";
        }
        return ranges;
    }

    /** Returns about how many rows there are at most. */
    private double span() throws SQLException {
        String rowId = SqlNames.quoted(key.child().rowId().orElseThrow());
        return (double) bound("max", rowId) - bound("min", rowId);
    }

    private long bound(String function, String rowId) throws SQLException {
        return Sql.number(
                connection,
                "SELECT " + function + "(" + rowId + ") FROM " + key.child().quoted());
    }
}
