package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ranges of rowids of a parent table in which none is missing. An integer in one of them has its parent row, which need not be
 * looked up: most parent tables have few gaps, and a look-up of each child row is what an audit takes its time for.
 */
final class DenseRowIds {
    /** How many ranges a child row is compared with; more would cost as much as the look-up. */
    private static final int MOST_RANGES = 12;

    /** A parent table of more rows than this part of the child's is not read for its ranges. */
    private static final double WORTH = 0.5;

    private DenseRowIds() {}

    /** Returns a condition, with AND after it, that only child rows {@code child} without an obvious parent row meet; or nothing. */
    static String condition(Connection connection, SqliteKey key, double childRows) throws SQLException {
        if (!key.isUsable()
                || key.childColumns().size() != 1
                || key.usableParent()
                        .integerPrimaryKey()
                        .filter(column ->
                                SqlNames.same(column, key.parentColumns().get(0)))
                        .isEmpty()) {
            return "";
        }
        String id = SqlNames.quoted(key.parentColumns().get(0));
        String from = " FROM " + key.usableParent().quoted();
        long rows = Sql.number(connection, "SELECT count(*)" + from);
        if (rows == 0 || rows > childRows * WORTH) {
            return "";
        }
        List<String> ranges = ranges(connection, id, from, rows);
        if (ranges.isEmpty()) {
            return "";
        }
        String column = "+child." + SqlNames.quoted(key.childColumns().get(0));
        // no affinity on either side: what is no integer is looked up
        return "NOT (typeof(" + column + ") = 'integer' AND ("
                + ranges.stream().map(range -> column + " BETWEEN " + range).collect(Collectors.joining(" OR "))
                + ")) AND ";
    }

    /**
     * Returns the widest ranges; none if they hold less than half of the rows. The rowids of a range less their places in the order
     * of all are one number.
     */
    private static List<String> ranges(Connection connection, String id, String from, long rows) throws SQLException {
        String query = "SELECT min(id), max(id), count(*) FROM (SELECT " + id + " AS id, " + id
                + " - row_number() OVER (ORDER BY " + id + ") AS gap" + from + " WHERE " + id + " > "
                + Long.MIN_VALUE / 2
                + ") GROUP BY gap HAVING max(id) - min(id) = count(*) - 1 ORDER BY count(*) DESC LIMIT "
                + MOST_RANGES;
        List<String> ranges = new ArrayList<>();
        long[] covered = {0};
        Sql.each(connection, query, row -> {
            ranges.add(row.get(0) + " AND " + row.get(1));
            covered[0] += Sql.number(row.get(2));
        });
        return covered[0] * 2 < rows ? List.of() : ranges;
    }
}
