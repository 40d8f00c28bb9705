package dev.referent.orphans;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqliteDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory with the tables and indexes of another one and none of its rows. In it SQLite itself tells what no
 * PRAGMA tells of a file that is only read: whether it can use a key, one key at a time, and how a column compares.
 */
final class SchemaTwin implements AutoCloseable {
    private static final String PROBE = SqlNames.quoted("referent probe");

    /** Without a limit, the code of a column that is generated from generated columns may take any memory. */
    private static final String URL = "jdbc:sqlite::memory:?limit_vdbe_op=100000";

    private final Connection twin;

    private SchemaTwin(Connection twin) {
        this.twin = twin;
    }

    /**
     * How a column compares.
     *
     * @param affinity INT, NUM, REAL, TEXT, or empty for none
     * @param collation the collation's name
     */
    record Comparison(String affinity, String collation) {}

    /** Makes a twin. A table that cannot be made, for example as it calls a function of the application, is left out. */
    static SchemaTwin of(Connection connection) throws SQLException {
        SchemaTwin twin = new SchemaTwin(SqliteDriver.connect(URL));
        String query = "SELECT sql FROM main.sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL"
                + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY type DESC";
        for (String sql : Sql.texts(connection, query)) {
            if (Thread.currentThread()
                    .isInterrupted()) { // what cancels the connection's statements does not cancel the twin's
                twin.close();
                throw new SQLException("the audit was interrupted");
            }
            twin.attempt(sql);
        }
        return twin;
    }

    /** Runs a statement and returns SQLite's message if it fails. */
    private Optional<String> attempt(String sql) {
        try {
            Sql.execute(twin, sql);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Returns whether it has a table of that name. */
    boolean has(String table) throws SQLException {
        return Sql.number(twin, "SELECT count(*) FROM sqlite_schema WHERE name = ? COLLATE NOCASE", table) > 0;
    }

    /** Returns SQLite's message where it cannot use a key for its parent's columns; empty if it can. */
    Optional<String> mismatch(DeclaredForeignKey key) throws SQLException {
        String columns = IntStream.range(0, key.childColumns().size())
                .mapToObj(i -> "c" + i)
                .collect(Collectors.joining(", "));
        String parent = SqlNames.quoted(key.parentTable())
                + (key.parentColumns().isEmpty() ? "" : " (" + SqlNames.quoted("", key.parentColumns(), ", ") + ")");
        try {
            Sql.run(
                    twin,
                    "CREATE TABLE " + PROBE + " (" + columns + ", FOREIGN KEY (" + columns + ") REFERENCES " + parent
                            + ")");
            return attempt("PRAGMA foreign_key_check(" + PROBE + ")").map(message -> "foreign key mismatch");
        } finally {
            Sql.run(twin, "DROP TABLE IF EXISTS " + PROBE);
        }
    }

    /** Returns how the columns compare; empty where the table could not be made, or a collation is the application's. */
    Optional<List<Comparison>> comparisons(String table, List<String> columns) throws SQLException {
        List<Comparison> comparisons = new ArrayList<>();
        try {
            for (String column : columns) {
                comparisons.add(new Comparison(affinity(table, column), collation(table, column)));
            }
            return Optional.of(comparisons);
        } catch (SQLException e) {
            return Optional.empty();
        } finally {
            Sql.run(twin, "DROP TABLE IF EXISTS " + PROBE);
            Sql.run(twin, "DROP INDEX IF EXISTS " + PROBE);
        }
    }

    /** A table made of a query declares each column by its affinity (sqlite.org/lang_createtable.html). */
    private String affinity(String table, String column) throws SQLException {
        Sql.run(
                twin,
                "CREATE TABLE " + PROBE + " AS SELECT " + SqlNames.quoted(column) + " FROM " + SqlNames.quoted(table)
                        + " WHERE 0");
        String type = Sql.texts(twin, "SELECT type FROM pragma_table_info('referent probe')")
                .get(0);
        Sql.run(twin, "DROP TABLE " + PROBE);
        return type.equals("BLOB") ? "" : type;
    }

    private String collation(String table, String column) throws SQLException {
        Sql.run(twin, "CREATE INDEX " + PROBE + " ON " + SqlNames.quoted(table) + " (" + SqlNames.quoted(column) + ")");
        String collation = Sql.texts(twin, "SELECT coll FROM pragma_index_xinfo('referent probe') LIMIT 1")
                .get(0);
        Sql.run(twin, "DROP INDEX " + PROBE);
        return collation;
    }

    /** Returns whether an index begins with the columns, in any order, so that a look-up of one key reads few rows. */
    boolean hasIndex(String table, List<String> columns, List<String> collations) throws SQLException {
        String indexes = "SELECT name FROM pragma_index_list(?) WHERE partial = 0";
        for (String index : Sql.texts(twin, indexes, table)) {
            List<List<@Nullable Object>> parts = Sql.rows(
                    twin, "SELECT name, coll FROM pragma_index_xinfo(?) ORDER BY seqno LIMIT " + columns.size(), index);
            boolean begins = parts.size() == columns.size();
            for (List<@Nullable Object> part : parts) {
                int place = place(columns, String.valueOf(part.get(0)));
                begins &= place >= 0 && collations.get(place).equalsIgnoreCase(String.valueOf(part.get(1)));
            }
            if (begins) {
                return true;
            }
        }
        return false;
    }

    private static int place(List<String> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void close() throws SQLException {
        twin.close();
    }
}
