package dev.referent.jdbc.schema;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The orphan rows of a child table whose parent tables have rowids without gaps, as most do that are only added to. There an
 * integer between the lowest and the highest rowid has its parent row, which need not be looked up.
 */
public record GaplessParents(SQLiteConnection connection) {
    /** A parent table with more rows than this part of the child table's is not counted. */
    private static final double WORTH = 0.5;

    /** The lowest and the highest rowid of a table. */
    private record Range(long first, long last) {
        /** Returns how many rowids it has; one too large for a long is infinite. */
        double size() {
            return (double) last - first + 1;
        }
    }

    /**
     * Returns a query that has a row if a child row has no parent row by one of the keys; empty if a parent table has gaps, or is
     * too large for it to be worth while.
     *
     * @param keys all foreign keys of one table
     */
    public Optional<String> orphans(List<SchemaKey> keys) throws SQLException {
        if (keys.isEmpty() || keys.get(0).child().rowId().isEmpty()) {
            return Optional.empty();
        }
        SchemaKey first = keys.get(0);
        double rows = range(first.schema(), first.child(), first.child().rowId().get())
                .map(Range::size)
                .orElse(0.0);
        List<String> orphans = new ArrayList<>();
        for (SchemaKey key : keys) {
            Optional<Range> parents = gapless(key, rows * WORTH);
            if (parents.isEmpty()) {
                return Optional.empty();
            }
            orphans.add(orphans(key, parents.get()));
        }
        return Optional.of(
                "SELECT 1 FROM " + SqlNames.quoted(first.schema(), first.child().name()) + " c WHERE "
                        + String.join(" OR ", orphans) + " LIMIT 1");
    }

    private String orphans(SchemaKey key, Range parents) {
        String column = "+c." + SqlNames.quoted(key.foreignKey().childColumns().get(0));
        return "(NOT (typeof(" + column + ") = 'integer' AND " + column + " BETWEEN " + parents.first() + " AND "
                + parents.last() + ") AND " + new OrphanQueries(connection).isOrphan(key) + ")";
    }

    private Optional<Range> gapless(SchemaKey key, double most) throws SQLException {
        List<String> columns = key.foreignKey().parentColumns();
        if (columns.size() != 1
                || key.parent()
                        .column(columns.get(0))
                        .filter(key.parent()::isRowId)
                        .isEmpty()) {
            return Optional.empty();
        }
        Optional<Range> range = range(key.schema(), key.parent(), columns.get(0));
        if (range.isEmpty() || range.get().size() > most) {
            return Optional.empty();
        }
        long rows = Query.number(
                connection,
                "SELECT count(*) FROM "
                        + SqlNames.quoted(key.schema(), key.parent().name()));
        return range.filter(all -> all.size() == rows);
    }

    private Optional<Range> range(String schema, TableFacts table, String rowId) throws SQLException {
        // two queries: SQLite looks up one of both in the tree, but reads the whole table for both at once
        @Nullable Long first = bound("min", schema, table, rowId);
        @Nullable Long last = bound("max", schema, table, rowId);
        return first == null || last == null ? Optional.empty() : Optional.of(new Range(first, last));
    }

    private @Nullable Long bound(String function, String schema, TableFacts table, String rowId) throws SQLException {
        String query =
                "SELECT " + function + "(" + SqlNames.quoted(rowId) + ") FROM " + SqlNames.quoted(schema, table.name());
        return (Long) Query.rows(connection, query).get(0).get(0);
    }
}
