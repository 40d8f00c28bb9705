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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

/**
 * The state of a database's file before the transaction, as another connection still sees it. A table is the same as before if
 * it has the same root page, even under another name. Its columns have the same positions unless something was dropped.
 */
final class CommittedState implements AutoCloseable {
    private final SQLiteConnection connection;
    private final SQLiteConnection committed;
    private final DatabaseSchema schema = new DatabaseSchema("main");
    private final OrphanQueries orphans;
    private final boolean dropped;

    private CommittedState(SQLiteConnection connection, SQLiteConnection committed, boolean dropped) {
        this.connection = connection;
        this.committed = committed;
        this.orphans = OrphanQueries.ofCommitted(committed);
        this.dropped = dropped;
    }

    /**
     * Opens the file a second time, for reading only.
     *
     * @param dropped whether the transaction may have dropped something, so that pages and columns may have moved
     */
    static CommittedState of(SQLiteConnection connection, String file, boolean dropped) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(0);
        Connection opened =
                config.createConnection("jdbc:sqlite:" + Path.of(file).toUri());
        SQLiteConnection committed = opened.unwrap(SQLiteConnection.class);
        SqlLength.raise(committed);
        return new CommittedState(connection, committed, dropped);
    }

    /** Also interrupts this connection at the deadline. */
    void until(Deadline deadline) throws SQLException {
        deadline.alsoOf(committed);
    }

    long schemaVersion() throws SQLException {
        return Query.number(committed, "PRAGMA schema_version");
    }

    /**
     * A foreign key before the transaction.
     *
     * @param child the key of its child table; empty if the table, or a column of the key, is new
     * @param parent the key of its parent table; empty if that table is new
     */
    record KeyBefore(Optional<SchemaKey> child, Optional<SchemaKey> parent) {}

    /** Returns the earlier form of the key; empty if its tables cannot be compared with the present ones. */
    Optional<KeyBefore> before(SchemaKey key) throws SQLException {
        long childPage = rootPage(connection, key.schema(), key.child().name());
        long parentPage = rootPage(connection, key.schema(), key.parent().name());
        Optional<TableFacts> child = table(childPage);
        Optional<TableFacts> parent = table(parentPage);
        if (dropped && child.isPresent() && parent.isPresent() && isDeclared(key, child.get(), parent.get())) {
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
        boolean known = ofParent.isPresent() && (ofChild.isPresent() || !dropped);
        return known ? Optional.of(new KeyBefore(ofChild, ofParent)) : Optional.empty();
    }

    /** If something was dropped, only an unchanged declaration is certain to be the same. */
    private Optional<SchemaKey> between(SchemaKey key, TableFacts child, TableFacts parent) {
        return dropped && !(isSame(key.child(), child) && isSame(key.parent(), parent))
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

    /** Returns the keys of the child rows that had no parent row before. */
    Map<KeyValues, Tally> orphans(KeyBefore key) throws SQLException {
        return key.child().isPresent() ? orphans.all(key.child().get()) : Map.of();
    }

    /** Returns the key that the parent row of a child row's values had; empty if there was no such parent row. */
    Optional<KeyValues> parent(KeyBefore key, KeyValues values) throws SQLException {
        return key.parent().isPresent() ? orphans.parent(key.parent().get(), values) : Optional.empty();
    }

    @Override
    public void close() throws SQLException {
        committed.close();
    }
}
