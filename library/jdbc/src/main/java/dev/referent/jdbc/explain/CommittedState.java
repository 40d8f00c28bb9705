package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Deadline;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.SqlLength;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * The state of a database's file before the transaction, as another connection still sees it. A table is the same as before if
 * it has the same root page, even under another name. Its columns have the same positions unless something was dropped.
 */
final class CommittedState implements AutoCloseable {
    private static final String MAIN = "main";

    private final SQLiteConnection connection;
    private final SQLiteConnection committed;
    private final DatabaseSchema schema = new DatabaseSchema(MAIN);
    private final OrphanQueries orphans;
    private final Drops drops;

    private CommittedState(SQLiteConnection connection, SQLiteConnection committed, Drops drops) {
        this.connection = connection;
        this.committed = committed;
        this.orphans = new OrphanQueries(committed, Optional.of(MAIN));
        this.drops = drops;
    }

    /**
     * What the transaction may have dropped, so that pages and columns may have moved.
     *
     * @param any whether anything
     * @param indexes whether an index, without which a key may not match its parent table
     * @param tables the names in the statements that drop or rename a table or a column; empty if it may be any table
     */
    record Drops(boolean any, boolean indexes, Optional<Set<String>> tables) {
        private static final Set<String> OTHERS = Set.of("INDEX", "TRIGGER", "VIEW");

        /** Reads the statements of the transaction; empty if not all are known. */
        static Drops of(Optional<Set<String>> statements) {
            Set<String> dropped = new HashSet<>();
            Set<String> tables = new HashSet<>();
            for (String sql : statements.orElse(Set.of())) {
                List<Token> tokens = SqlTokens.of(sql);
                Set<String> ofSql = new HashSet<>();
                for (int i = 0; i + 1 < tokens.size(); i++) {
                    if (tokens.get(i).is("DROP")) {
                        ofSql.add(tokens.get(i + 1).keyword());
                    }
                }
                dropped.addAll(ofSql);
                if (!OTHERS.containsAll(ofSql) || SqlTokens.says(tokens, "RENAME")) {
                    tokens.forEach(token -> tables.add(SqlNames.folded(token.text())));
                }
            }
            boolean unknown = statements.isEmpty()
                    || statements.get().stream().anyMatch(sql -> SqlTokens.says(SqlTokens.of(sql), "WRITABLE_SCHEMA"));
            boolean any = !Set.of("TRIGGER", "VIEW").containsAll(dropped);
            return new Drops(
                    unknown || any,
                    unknown || dropped.contains("INDEX"),
                    unknown ? Optional.empty() : Optional.of(tables));
        }

        /** Returns whether a table, or a column of it, may have been dropped. */
        boolean mayInclude(TableFacts table) {
            return any && (tables.isEmpty() || tables.get().contains(SqlNames.folded(table.name())));
        }
    }

    /** Opens the file a second time, for reading only. */
    static CommittedState of(SQLiteConnection connection, String file, Drops drops) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(0);
        Connection opened =
                config.createConnection("jdbc:sqlite:" + Path.of(file).toUri());
        SQLiteConnection committed = opened.unwrap(SQLiteConnection.class);
        SqlLength.raise(committed);
        return new CommittedState(connection, committed, drops);
    }

    /** Also interrupts this connection at the deadline. */
    void until(Deadline deadline) throws SQLException {
        deadline.alsoOf(committed);
    }

    /**
     * A foreign key before the transaction.
     *
     * @param child the key of its child table; empty if the table, or a column of the key, is new
     * @param parent the key of its parent table; empty if that table is new
     */
    record KeyBefore(Optional<SchemaKey> child, Optional<SchemaKey> parent) {}

    /**
     * Returns the earlier form of the key; empty if its tables cannot be compared with the present ones, or if a generated column of it
     * is new: SQLite does not check the rows of the table to which it is added.
     */
    Optional<KeyBefore> before(SchemaKey key) throws SQLException {
        return formOf(key).filter(form -> form.child().isPresent() || !key.isGenerated());
    }

    /**
     * Returns whether child rows may have lost their parent row without SQLite's notice: their key did not match its parent table while
     * that, or a column of it, was dropped.
     */
    boolean mayHaveLostParents(SchemaKey key, KeyBefore before) throws SQLException {
        Optional<SchemaKey> child = before.child();
        boolean dropped = drops.mayInclude(key.parent())
                || child.filter(former -> drops.mayInclude(former.parent())).isPresent();
        boolean matched = child.isEmpty() || child.get().isCheckedBy(committed, MAIN);
        return dropped && !(matched && !drops.indexes()) && !hasSchemaOf(key.schema());
    }

    /** Returns whether the transaction has not changed the schema. */
    boolean hasSchemaOf(String database) throws SQLException {
        return Query.number(committed, "PRAGMA schema_version")
                == Query.number(connection, "PRAGMA " + SqlNames.quoted(database) + ".schema_version");
    }

    private Optional<KeyBefore> formOf(SchemaKey key) throws SQLException {
        long childPage = rootPage(connection, key.schema(), key.child().name());
        long parentPage = rootPage(connection, key.schema(), key.parent().name());
        Optional<TableFacts> child = table(childPage);
        Optional<TableFacts> parent = table(parentPage);
        if (drops.any() && child.isPresent() && parent.isPresent() && isDeclared(key, child.get(), parent.get())) {
            return Optional.of(new KeyBefore(Optional.of(key), Optional.of(key)));
        }
        boolean newParent = parent.isEmpty() && isFree(parentPage);
        if (child.isEmpty() && isFree(childPage)) {
            Optional<SchemaKey> ofParent = parent.flatMap(facts -> between(key, key.child(), facts));
            return newParent || ofParent.isPresent()
                    ? Optional.of(new KeyBefore(Optional.empty(), ofParent))
                    : Optional.empty();
        }
        if (child.isEmpty() || parent.isEmpty()) {
            return Optional.empty();
        }
        Optional<SchemaKey> ofParent = between(key, key.child(), parent.get());
        Optional<SchemaKey> ofChild = between(key, child.get(), parent.get());
        boolean known = ofParent.isPresent() && (ofChild.isPresent() || !drops.any());
        return known ? Optional.of(new KeyBefore(ofChild, ofParent)) : Optional.empty();
    }

    /** If something was dropped, only an unchanged declaration is certain to be the same. */
    private Optional<SchemaKey> between(SchemaKey key, TableFacts child, TableFacts parent) {
        return drops.any() && !(isSame(key.child(), child) && isSame(key.parent(), parent))
                ? Optional.empty()
                : key.between(child, parent);
    }

    /** Returns whether the two tables had the same names, and the same key between them. */
    private boolean isDeclared(SchemaKey key, TableFacts child, TableFacts parent) throws SQLException {
        return SqlNames.same(child.name(), key.child().name())
                && SqlNames.same(parent.name(), key.parent().name())
                && schema.keysFrom(committed, child.name()).stream()
                        .anyMatch(before -> before.foreignKey().equals(key.foreignKey()));
    }

    private static boolean isSame(TableFacts now, TableFacts before) {
        return SqlNames.same(now.name(), before.name()) && now.sql().equals(before.sql());
    }

    private Optional<TableFacts> table(long page) throws SQLException {
        List<? extends List<?>> names = Query.rows(
                committed, "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage = " + page);
        return names.isEmpty()
                ? Optional.empty()
                : schema.table(committed, String.valueOf(names.get(0).get(0)));
    }

    private boolean isFree(long page) throws SQLException {
        return !Query.hasRow(committed, "SELECT 1 FROM main.sqlite_schema WHERE rootpage = " + page);
    }

    private static long rootPage(SQLiteConnection of, String schema, String table) throws SQLException {
        return Query.number(
                of,
                "SELECT rootpage FROM " + SqlNames.quoted(schema) + ".sqlite_schema WHERE type = 'table' AND name = "
                        + SqlLiteral.of(table) + " COLLATE NOCASE");
    }

    /** Returns the queries for the child rows that had no parent row before. */
    OrphanQueries orphans() {
        return orphans;
    }

    /** Returns the keys of the child rows that had no parent row before. */
    Map<KeyValues, Tally> orphans(KeyBefore key) throws SQLException {
        return key.child().isPresent() ? orphans.all(key.child().get()) : Map.of();
    }

    /** Returns the key that the parent row of a child row's values had; empty if there was no such parent row. */
    Optional<KeyValues> parent(KeyBefore key, KeyValues values) throws SQLException {
        return key.parent().isPresent() ? orphans.parent(key.parent().get(), values) : Optional.empty();
    }

    /** Returns those of the child rows' keys that had a parent row before. */
    Map<KeyValues, Tally> withParent(KeyBefore key, Map<KeyValues, Tally> found) throws SQLException {
        Map<KeyValues, Tally> withParent = new LinkedHashMap<>();
        for (Map.Entry<KeyValues, Tally> entry : found.entrySet()) {
            if (parent(key, entry.getKey()).isPresent()) {
                withParent.put(entry.getKey(), entry.getValue());
            }
        }
        return withParent;
    }

    @Override
    public void close() throws SQLException {
        committed.close();
    }
}
