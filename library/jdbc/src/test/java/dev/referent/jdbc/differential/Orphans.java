package dev.referent.jdbc.differential;

import dev.referent.jdbc.differential.Value.Storage;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteConnection;

/** The child rows without a parent row, as {@code PRAGMA foreign_key_check} finds them, counted by their key. */
final class Orphans {

    /**
     * A key that has no parent row.
     *
     * @param key the foreign key
     * @param values as the child rows hold them
     */
    record Orphan(Key key, List<Value> values) {}

    private final SQLiteConnection connection;
    private final Map<Orphan, Long> counts = new HashMap<>();

    private Orphans(SQLiteConnection connection) {
        this.connection = connection;
    }

    static Map<Orphan, Long> of(SQLiteConnection connection, Schema schema) throws SQLException {
        Orphans orphans = new Orphans(connection);
        for (Table table : schema.tables) {
            if (!table.keys.isEmpty() && orphans.exists(table)) {
                orphans.check(table);
            }
        }
        return orphans.counts;
    }

    private void check(Table table) throws SQLException {
        List<Key> keys = table.keysInOrder();
        List<List<Value>> found;
        try {
            found = Query.rows(
                    connection,
                    "SELECT rowid, fkid FROM pragma_foreign_key_check(?, ?)",
                    Value.of(table.name),
                    Value.of(table.schema));
        } catch (SQLException e) {
            for (Key key : keys) {
                search(key);
            }
            return;
        }
        Set<Key> unnumbered = new LinkedHashSet<>();
        for (List<Value> row : found) {
            Key key = keys.get(keys.size() - 1 - Integer.parseInt(row.get(1).text()));
            if (row.get(0).storage() == Storage.NULL || table.rowid().isEmpty()) {
                unnumbered.add(key);
            } else if (!key.form().broken()) {
                count(
                        key,
                        "c." + table.rowid().orElseThrow() + " = " + row.get(0).text());
            }
        }
        for (Key key : unnumbered) {
            search(key);
        }
    }

    /** Finds the orphans of a key by an anti-join, where the check has no rowids or fails for another key of the table. */
    private void search(Key key) throws SQLException {
        if (!key.form().broken()) {
            String present = String.join(
                    " AND ",
                    key.childColumns().stream()
                            .map(column -> "c." + column.quoted() + " IS NOT NULL")
                            .toList());
            String parents =
                    " AND NOT EXISTS (SELECT 1 FROM " + key.parent().qualified() + " p WHERE " + key.matches() + ")";
            count(key, present + (exists(key.parent()) ? parents : ""));
        }
    }

    private void count(Key key, String condition) throws SQLException {
        String columns = String.join(
                ", ",
                key.childColumns().stream()
                        .map(column -> "c." + column.quoted())
                        .toList());
        String query = "SELECT " + columns + " FROM " + key.child().qualified() + " c WHERE " + condition;
        for (List<Value> values : Query.rows(connection, query)) {
            counts.merge(new Orphan(key, values), 1L, Long::sum);
        }
    }

    private boolean exists(Table table) throws SQLException {
        String query =
                "SELECT 1 FROM " + Names.quoted(table.schema) + ".sqlite_schema WHERE type = 'table' AND name = ?";
        return !Query.rows(connection, query, Value.of(table.name)).isEmpty();
    }

    /** Compares what SQLite says of the foreign keys with what is known of them. */
    static void verify(SQLiteConnection connection, Schema schema) throws SQLException {
        for (Table table : schema.tables) {
            List<Key> keys = table.keysInOrder();
            List<List<Value>> listed = Query.rows(
                    connection,
                    "SELECT id, lower(\"table\"), \"from\" FROM pragma_foreign_key_list(?, ?) WHERE seq = 0 ORDER BY id DESC",
                    Value.of(table.name),
                    Value.of(table.schema));
            List<List<Value>> known = keys.stream()
                    .map(key -> List.of(
                            Value.of(keys.size() - 1L - keys.indexOf(key)),
                            Value.of(key.parent().name.toLowerCase(Locale.ROOT)),
                            Value.of(key.childColumns().get(0).name)))
                    .toList();
            if (!listed.equals(known)) {
                throw new IllegalStateException("foreign keys of " + table + ": " + listed + ", known are " + known);
            }
        }
    }
}
