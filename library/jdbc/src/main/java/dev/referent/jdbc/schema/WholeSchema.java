package dev.referent.jdbc.schema;

import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.sql.SqlStatement;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.HashMap;
import java.util.HashSet;
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
    public static final String EVERY_TABLE = "*";

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

    /** Returns whether a trigger may raise SQLite's message for foreign keys. */
    public boolean raisesForeignKeyMessage() {
        return raisesForeignKeyMessage;
    }

    /**
     * Returns the functions that triggers and the defaults of referencing columns call when rows are written.
     *
     * @return the functions in lower case, by the table's name as {@link WrittenTables#nameOf} forms it
     */
    public Map<String, Set<String>> called(String schema) {
        Set<String> views = entries.stream()
                .filter(entry -> entry.type().equals("view"))
                .map(SchemaEntry::name)
                .collect(Collectors.toSet());
        Map<String, Set<String>> called = new HashMap<>();
        for (SchemaEntry entry : entries) {
            if (entry.isTrigger()) {
                String table =
                        views.contains(entry.table()) ? EVERY_TABLE : WrittenTables.nameOf(schema, entry.table());
                add(called, table, entry.sql());
            }
        }
        for (SchemaKey key : keys) {
            for (String column : key.foreignKey().childColumns()) {
                key.child()
                        .column(column)
                        .flatMap(Column::defaultValue)
                        .ifPresent(sql -> add(
                                called,
                                WrittenTables.nameOf(schema, key.foreignKey().childTable()),
                                sql));
            }
        }
        return called;
    }

    private static void add(Map<String, Set<String>> called, String table, String sql) {
        called.computeIfAbsent(table, unseen -> new HashSet<>()).addAll(SqlStatement.called(SqlTokens.of(sql)));
    }
}
