package dev.referent.jdbc.schema;

import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The complete schema of a database: its foreign keys, and what its triggers and constraints may do when a statement is
 * re-run.
 */
public final class WholeSchema {
    /** Represents every table, for the triggers of a view, whose name does not show which tables they write. */
    static final String EVERY_TABLE = "*";

    /** Begins the names of tables of any database, for temporary triggers. */
    static final String EVERY_DATABASE = "*.";

    private final List<SchemaEntry> entries;
    private final List<SchemaKey> keys;
    private final Set<String> keywords;
    private final boolean raisesForeignKeyMessage;

    WholeSchema(List<SchemaEntry> entries, List<SchemaKey> keys) {
        this.entries = List.copyOf(entries);
        this.keys = List.copyOf(keys);
        String sql = entries.stream().map(SchemaEntry::sql).collect(Collectors.joining("\n;\n"));
        this.keywords = SqlTokens.of(sql).stream().map(Token::keyword).collect(Collectors.toSet());
        this.raisesForeignKeyMessage = sql.toLowerCase(Locale.ROOT).contains("foreign key constraint failed");
    }

    /** Returns the foreign keys, in the order of tables and declarations. */
    public List<SchemaKey> keys() {
        return keys;
    }

    /** Returns whether the database still has exactly the entries that were read. */
    boolean isAsRead(Connection connection, String schema) throws SQLException {
        return SchemaEntry.areAll(entries, connection, schema);
    }

    /** Returns the tables that have foreign keys. */
    public List<String> children() {
        return entries.stream()
                .filter(SchemaEntry::mayHaveKeys)
                .map(SchemaEntry::name)
                .sorted()
                .toList();
    }

    /** Returns whether a declaration contains a keyword in upper case: TRIGGER, ROLLBACK, REPLACE, FAIL, CONFLICT. */
    public boolean says(String keyword) {
        return keywords.contains(keyword);
    }

    /** Returns whether an index, a constraint or a generated column may use a column of that name. */
    public boolean constrains(String column) {
        return entries.stream().anyMatch(entry -> entry.constrains(column));
    }

    /** Returns whether a trigger may raise SQLite's message for foreign keys. */
    public boolean raisesForeignKeyMessage() {
        return raisesForeignKeyMessage;
    }

    /** Returns the tokens of each view's declaration, by its name as SQLite compares it. */
    public Map<String, List<Token>> views() {
        return entries.stream()
                .filter(entry -> entry.type().equals("view"))
                .collect(Collectors.toMap(entry -> SqlNames.folded(entry.name()), entry -> SqlTokens.of(entry.sql())));
    }

    /**
     * Returns the tokens of the triggers, and of the defaults of referencing columns, that run when rows are written.
     *
     * @return the tokens of each, by the table's name as {@link WrittenTables#nameOf} forms it, or one of the names above
     */
    Map<String, List<List<Token>>> run(String schema) {
        Set<String> views = views().keySet();
        Map<String, List<List<Token>>> run = new HashMap<>();
        for (SchemaEntry entry : entries) {
            if (entry.isTrigger()) {
                String table = SqlNames.folded(entry.table());
                String ofTemporary =
                        schema.equals("temp") ? EVERY_DATABASE + table : WrittenTables.nameOf(schema, table);
                add(run, views.contains(table) ? EVERY_TABLE : ofTemporary, entry.sql());
            }
        }
        for (SchemaKey key : keys) {
            String table = WrittenTables.nameOf(schema, key.foreignKey().childTable());
            for (String column : key.foreignKey().childColumns()) {
                key.child().column(column).flatMap(Column::defaultValue).ifPresent(sql -> add(run, table, sql));
            }
        }
        return run;
    }

    private static void add(Map<String, List<List<Token>>> run, String table, String sql) {
        run.computeIfAbsent(table, unseen -> new ArrayList<>()).add(SqlTokens.of(sql));
    }
}
