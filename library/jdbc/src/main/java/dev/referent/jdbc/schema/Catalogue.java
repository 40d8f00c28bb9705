package dev.referent.jdbc.schema;

import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The combined schemas of the databases that a statement writes, which decide how it may be re-run.
 *
 * @param keys the foreign keys, database after database, in the order of tables and declarations
 * @param run the tokens of the triggers and defaults that run when rows of a table are written
 */
public record Catalogue(List<WholeSchema> schemas, List<SchemaKey> keys, Map<String, List<List<Token>>> run) {
    /** Combines the schemas of databases. */
    public static Catalogue of(Map<String, WholeSchema> schemas) {
        List<SchemaKey> keys = new ArrayList<>();
        Map<String, List<List<Token>>> run = new HashMap<>();
        schemas.forEach((name, schema) -> {
            keys.addAll(schema.keys());
            schema.run(name).forEach((table, tokens) -> run.computeIfAbsent(table, unseen -> new ArrayList<>())
                    .addAll(tokens));
        });
        return new Catalogue(List.copyOf(schemas.values()), keys, run);
    }

    /** Returns whether there is a trigger. */
    public boolean triggers() {
        return says("TRIGGER");
    }

    /** Returns whether a trigger or a foreign key's action may change rows of that table. */
    public boolean mayChange(String schema, String table) {
        return triggers() || keys.stream().anyMatch(key -> key.acts() && key.isChild(schema, table));
    }

    /** Returns whether something may roll back the transaction. */
    public boolean rollsBack() {
        return says("ROLLBACK");
    }

    /** Returns whether something may replace rows. */
    public boolean replaces() {
        return says("REPLACE");
    }

    /** Returns whether a failed statement may leave rows behind. */
    public boolean fails() {
        return says("FAIL");
    }

    /** Returns whether a declaration has its own conflict resolution. */
    public boolean resolvesConflicts() {
        return says("CONFLICT");
    }

    /** Returns whether a trigger may raise SQLite's own message of a foreign key. */
    public boolean raisesForeignKeyMessage() {
        return schemas.stream().anyMatch(WholeSchema::raisesForeignKeyMessage);
    }

    private boolean says(String keyword) {
        return schemas.stream().anyMatch(schema -> schema.says(keyword));
    }

    /** Returns the tokens of each trigger and default that runs when rows of those tables are written. */
    public List<List<Token>> run(WrittenTables written) {
        List<List<Token>> all = new ArrayList<>();
        run.forEach((table, tokens) -> {
            boolean ofAny = table.startsWith(WholeSchema.EVERY_DATABASE)
                    && written.names().stream().anyMatch(name -> name.endsWith(table.substring(1)));
            if (ofAny
                    || table.equals(WholeSchema.EVERY_TABLE)
                    || written.names().contains(table)) {
                all.addAll(tokens);
            }
        });
        return all;
    }
}
