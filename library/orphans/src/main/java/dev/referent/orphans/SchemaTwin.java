package dev.referent.orphans;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqliteDriver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory with tables and indexes of another one, made when they are first needed, and none of its rows. In it SQLite itself
 * tells what no PRAGMA tells of a file that is only read: whether it can use a key, one key at a time, and how a column compares. A table
 * that cannot be made, for example as it calls a function of the application, is missing.
 */
final class SchemaTwin implements AutoCloseable {
    /** Without a limit, the code of a column that is generated from generated columns may take any memory. */
    private static final String URL = "jdbc:sqlite::memory:?limit_vdbe_op=100000";

    /** SQLite searches its whole schema for each table that is made or dropped, which takes too long among thousands. */
    private static final int MOST_TABLES = 50;

    private final Map<String, List<String>> declarations;

    /** The name of the tables and indexes that are made to ask SQLite, which none of the database's has. */
    private final String probe;

    private final String quotedProbe;
    private final Set<String> made = new HashSet<>();
    private Connection twin = SqliteDriver.connect(URL);

    private SchemaTwin(Map<String, List<String>> declarations, String probe) throws SQLException {
        this.declarations = declarations;
        this.probe = probe;
        this.quotedProbe = SqlNames.quoted(probe);
    }

    /**
     * How a column compares.
     *
     * @param affinity INT, NUM, REAL, TEXT, or empty for none
     * @param collation the collation's name
     */
    record Comparison(String affinity, String collation) {}

    /** Makes a twin without tables. */
    static SchemaTwin of(Connection connection) throws SQLException {
        String query =
                "SELECT tbl_name, sql FROM main.sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL"
                        + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY type DESC";
        Map<String, List<String>> declarations = new HashMap<>();
        for (List<@Nullable Object> row : Sql.rows(connection, query)) {
            declarations
                    .computeIfAbsent(SqlNames.folded(String.valueOf(row.get(0))), table -> new ArrayList<>())
                    .add(String.valueOf(row.get(1)));
        }
        String probe = "referent probe";
        String taken = "SELECT count(*) FROM main.sqlite_schema WHERE name = ? COLLATE NOCASE";
        while (Sql.number(connection, taken, probe) > 0) {
            probe += "_";
        }
        return new SchemaTwin(declarations, probe);
    }

    /** Returns the twin with a table and its indexes; begins it anew if it has many others. */
    private Connection with(String table) throws SQLException {
        String name = SqlNames.folded(table);
        if (made.contains(name)) {
            return twin;
        }
        if (Thread.currentThread()
                .isInterrupted()) { // what cancels the connection's statements does not cancel the twin's
            throw new SQLException("the audit was interrupted");
        }
        if (made.size() == MOST_TABLES) {
            twin.close();
            twin = SqliteDriver.connect(URL);
            made.clear();
        }
        declarations.getOrDefault(name, List.of()).forEach(this::attempt);
        made.add(name);
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
        return Sql.number(with(table), "SELECT count(*) FROM sqlite_schema WHERE name = ? COLLATE NOCASE", table) > 0;
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
                    with(key.parentTable()),
                    "CREATE TABLE " + quotedProbe + " (" + columns + ", FOREIGN KEY (" + columns + ") REFERENCES "
                            + parent + ")");
            return attempt("PRAGMA foreign_key_check(" + quotedProbe + ")").map(message -> "foreign key mismatch");
        } finally {
            Sql.run(twin, "DROP TABLE IF EXISTS " + quotedProbe);
        }
    }

    /** Returns how the columns compare; empty where the table could not be made, or a collation is the application's. */
    Optional<List<Comparison>> comparisons(String table, List<String> columns) throws SQLException {
        List<Comparison> comparisons = new ArrayList<>();
        with(table); // here, so that an interruption is not taken for a column that cannot be compared
        try {
            for (String column : columns) {
                comparisons.add(new Comparison(affinity(table, column), collation(table, column)));
            }
            return Optional.of(comparisons);
        } catch (SQLException e) {
            return Optional.empty();
        } finally {
            Sql.run(twin, "DROP TABLE IF EXISTS " + quotedProbe);
            Sql.run(twin, "DROP INDEX IF EXISTS " + quotedProbe);
        }
    }

    /** A table made of a query declares each column by its affinity (sqlite.org/lang_createtable.html). */
    private String affinity(String table, String column) throws SQLException {
        Sql.run(
                with(table),
                "CREATE TABLE " + quotedProbe + " AS SELECT " + SqlNames.quoted(column) + " FROM "
                        + SqlNames.quoted(table) + " WHERE 0");
        String type =
                Sql.texts(twin, "SELECT type FROM pragma_table_info(?)", probe).get(0);
        Sql.run(twin, "DROP TABLE " + quotedProbe);
        return type.equals("BLOB") ? "" : type;
    }

    private String collation(String table, String column) throws SQLException {
        Sql.run(
                with(table),
                "CREATE INDEX " + quotedProbe + " ON " + SqlNames.quoted(table) + " (" + SqlNames.quoted(column) + ")");
        String collation = Sql.texts(twin, "SELECT coll FROM pragma_index_xinfo(?) LIMIT 1", probe)
                .get(0);
        Sql.run(twin, "DROP INDEX " + quotedProbe);
        return collation;
    }

    /** Returns the collations of the index of a primary key, in its order; empty if it has none, or the table names no collation. */
    List<String> primaryKeyCollations(String table) throws SQLException {
        if (declarations.getOrDefault(SqlNames.folded(table), List.of()).stream()
                .noneMatch(sql -> sql.toUpperCase(Locale.ROOT).contains("COLLATE"))) {
            return List.of();
        }
        String query = "SELECT part.coll FROM pragma_index_list(?) i JOIN pragma_index_xinfo(i.name) part"
                + " WHERE i.origin = 'pk' AND part.\"key\" = 1 ORDER BY part.seqno";
        return Sql.texts(with(table), query, table);
    }

    /** Returns whether an index begins with the columns, in any order, so that a look-up of one key reads few rows. */
    boolean hasIndex(String table, List<String> columns, List<String> collations) throws SQLException {
        String indexes = "SELECT name FROM pragma_index_list(?) WHERE partial = 0";
        for (String index : Sql.texts(with(table), indexes, table)) {
            String parts = "SELECT name, coll FROM pragma_index_xinfo(?) ORDER BY seqno LIMIT " + columns.size();
            int matching = 0;
            for (List<@Nullable Object> part : Sql.rows(twin, parts, index)) {
                int place = place(columns, String.valueOf(part.get(0)));
                matching += place >= 0 && collations.get(place).equalsIgnoreCase(String.valueOf(part.get(1))) ? 1 : 0;
            }
            if (matching == columns.size()) {
                return true;
            }
        }
        return false;
    }

    private static int place(List<String> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (SqlNames.same(columns.get(i), name)) {
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
