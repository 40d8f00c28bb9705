package dev.referent.jdbc.schema;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code sqlite_schema} (sqlite.org/schematab.html).
 *
 * @param type table, index, view or trigger
 * @param table the table that the object belongs to
 * @param sql its declaration; empty for an index that SQLite creates itself
 */
record SchemaEntry(long rowId, String type, String name, String table, String sql) {
    private static final Pattern QUOTES = Pattern.compile("[\"'`\\[\\]]");

    private static final Set<String> CONSTRAINTS =
            Set.of("PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "GENERATED", "AS");

    /** The types of a STRICT table that take any time. */
    private static final Set<String> SAFE_TYPES = Set.of("TEXT", "ANY");

    private static final String ENTRIES = "SELECT rowid, type, name, tbl_name, ifnull(sql, '') FROM %s.sqlite_schema";

    static List<SchemaEntry> of(Connection connection, String schema, String condition) throws SQLException {
        String query = ENTRIES.formatted(SqlNames.quoted(schema)) + condition;
        return Query.rows(connection, query).stream().map(SchemaEntry::of).toList();
    }

    static boolean areAll(List<SchemaEntry> entries, Connection connection, String schema) throws SQLException {
        String query = "SELECT ifnull(group_concat(rowid || ifnull(sql, ''), char(10)), '') FROM "
                + SqlNames.quoted(schema) + ".sqlite_schema";
        String read = entries.stream().map(entry -> entry.rowId() + entry.sql()).collect(Collectors.joining("\n"));
        return read.equals(Query.rows(connection, query).get(0).get(0));
    }

    /** Returns the names of the tables whose declaration contains the name of another table, sorted. */
    static List<String> tablesThatMayReference(Connection connection, String schema, String table) throws SQLException {
        // a quote in a name is written twice, so search only for the part between the quotes
        String part = Arrays.stream(QUOTES.split(SqlNames.folded(table)))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        String query = "SELECT name FROM " + SqlNames.quoted(schema) + ".sqlite_schema WHERE type = 'table'"
                + " AND instr(lower(sql), 'references') AND instr(lower(sql), " + SqlLiteral.of(part)
                + ") ORDER BY name";
        return Query.rows(connection, query).stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    private static SchemaEntry of(List<@Nullable Object> row) {
        return new SchemaEntry(
                Query.number(row.get(0)),
                String.valueOf(row.get(1)),
                String.valueOf(row.get(2)),
                String.valueOf(row.get(3)),
                String.valueOf(row.get(4)));
    }

    /** Returns whether it is a table that may have foreign keys, which virtual tables cannot. */
    boolean isTable() {
        return type.equals("table") && !sql.regionMatches(true, 0, "CREATE VIRTUAL", 0, 14);
    }

    boolean isUniqueIndex() {
        return type.equals("index") && (sql.isEmpty() || SqlTokens.says(SqlTokens.of(sql), "UNIQUE"));
    }

    boolean isTrigger() {
        return type.equals("trigger");
    }

    /** Returns whether it is a trigger for an event: INSERT, UPDATE or DELETE. */
    boolean isTriggerFor(String event) {
        if (!isTrigger()) {
            return false;
        }
        for (Token token : SqlTokens.of(sql)) {
            if (token.is("INSERT") || token.is("UPDATE") || token.is("DELETE")) {
                return token.is(event);
            }
        }
        return true;
    }

    /** Returns whether it may use a column of that name for an index or a constraint, or generate another column from it. */
    boolean constrains(String column) {
        List<Token> tokens = SqlTokens.of(sql);
        if (!isTable()) {
            return !type.equals("view")
                    && !isTrigger()
                    && tokens.stream().anyMatch(token -> SqlNames.same(token.text(), column));
        }
        boolean strict = SqlTokens.says(tokens, "STRICT");
        boolean own = false;
        boolean begins = false;
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean named = SqlNames.same(token.text(), column);
            if (begins) {
                own = named;
            }
            boolean typed = !strict
                    || !named
                    || (i + 1 < tokens.size()
                            && SAFE_TYPES.contains(tokens.get(i + 1).keyword()));
            if ((named && !begins) || !typed || (own && CONSTRAINTS.contains(token.keyword()))) {
                return true;
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            begins = depth == 1 && (token.is("(") || token.is(","));
        }
        return false;
    }

    /** Returns a SQL expression that is 1 if a database has the declaration at the same place. */
    String isAsRead(String schema) {
        return "(SELECT sql = " + SqlLiteral.of(sql) + " FROM " + SqlNames.quoted(schema)
                + ".sqlite_schema WHERE rowid = " + rowId + ")";
    }

    /** Returns whether it may declare a foreign key, by a quick look at its SQL. */
    boolean mayHaveKeys() {
        return isTable() && sql.toLowerCase(Locale.ROOT).contains("references");
    }
}
