package dev.referent.jdbc.migration;

import dev.referent.core.integrity.Explanation;
import dev.referent.core.integrity.ForeignKey;
import dev.referent.jdbc.driver.BrokenKeys;
import dev.referent.jdbc.explain.Violations;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * What is broken of all of a connection's foreign keys at one moment.
 *
 * @param rows foreign key to the child rows that lack their parent
 * @param unjudged why SQLite cannot judge a key at all: sentence to the child table, in lower case; to nothing where rows of it
 *     point at a table that does not exist
 * @param tables the child tables, in lower case
 */
record Orphans(Map<SchemaKey, Map<KeyValues, Tally>> rows, Map<String, String> unjudged, Set<String> tables) {
    private static final String CHILD_TABLES =
            """
            SELECT t.name, (SELECT k."table" FROM pragma_foreign_key_list(t.name, ?1) k
                             WHERE NOT EXISTS (SELECT 1 FROM %1$s.sqlite_schema p
                                                WHERE p.type = 'table' AND p.name = k."table" COLLATE NOCASE)) AS missing
              FROM %1$s.sqlite_schema t
             WHERE t.type = 'table' AND EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name, ?1))
             ORDER BY t.name
            """;

    /** Looks at every child row of all databases. */
    static Orphans of(SQLiteConnection connection) throws SQLException {
        Orphans orphans = new Orphans(new LinkedHashMap<>(), new LinkedHashMap<>(), new HashSet<>());
        Set<String> unsound = new HashSet<>();
        for (String schema : Catalogue.schemas(connection)) {
            orphans.check(connection, schema, unsound);
        }
        OrphanQueries queries = new OrphanQueries(connection);
        for (SchemaKey key : Catalogue.of(connection, Catalogue.unread()).keys()) {
            boolean sound =
                    !unsound.contains(name(key.schema(), key.foreignKey().childTable()));
            orphans.rows.put(key, sound ? Map.of() : queries.all(key));
        }
        return orphans;
    }

    private void check(SQLiteConnection connection, String schema, Set<String> unsound) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(CHILD_TABLES.formatted(SqlNames.quoted(schema)))) {
            statement.setString(1, schema);
            try (ResultSet children = statement.executeQuery()) {
                while (children.next()) {
                    String child = children.getString(1);
                    String missing = children.getString(2);
                    tables.add(name(schema, child));
                    boolean pointsAtNothing = isUnsound(connection, schema, child);
                    if (missing != null) {
                        unjudged.put(
                                child + " references the table " + missing + ", which does not exist",
                                pointsAtNothing ? "" : name(schema, child));
                    }
                    if (pointsAtNothing) {
                        unsound.add(name(schema, child));
                    }
                }
            }
        }
    }

    private boolean isUnsound(SQLiteConnection connection, String schema, String child) throws SQLException {
        String check = "PRAGMA " + SqlNames.quoted(schema) + ".foreign_key_check(" + SqlNames.quoted(child) + ")";
        try (PreparedStatement statement = connection.prepareStatement(check);
                ResultSet row = statement.executeQuery()) {
            return row.next();
        } catch (SQLException e) {
            if (e.getErrorCode() != SQLiteErrorCode.SQLITE_ERROR.code) {
                throw e;
            }
            unjudged.put(
                    BrokenKeys.explanation(connection, e, check).orElse(String.valueOf(e.getMessage())),
                    name(schema, child));
            return true;
        }
    }

    /**
     * Returns what is broken here and was not before; empty if nothing is. A key that did not exist before is forgiven the
     * orphans of the keys that exist no more, as its table or a column may merely be renamed.
     */
    Optional<Explanation> since(Orphans before) {
        Map<String, Map<KeyValues, Tally>> known = new HashMap<>();
        before.rows.forEach((key, tallies) -> known.put(identity(key), tallies));
        Map<KeyValues, Tally> vanished = before.vanished(this);
        Violations violations = Violations.ofAll();
        rows.forEach((key, tallies) -> {
            Map<KeyValues, Tally> old = known.getOrDefault(identity(key), vanished);
            tallies.forEach((values, tally) -> addNew(violations, key, values, tally, old.get(values)));
        });
        List<String> newlyUnjudged = unjudged.keySet().stream()
                .filter(sentence -> !before.unjudged.containsKey(sentence))
                .filter(sentence -> before.tables.contains(unjudged.get(sentence)) || "".equals(unjudged.get(sentence)))
                .toList();
        if (violations.size() == 0 && newlyUnjudged.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(violations.explanation(newlyUnjudged.stream().findFirst()));
    }

    private static void addNew(
            Violations violations, SchemaKey key, KeyValues values, Tally now, @Nullable Tally before) {
        long rows = now.rows() - (before == null ? 0 : before.rows());
        if (rows > 0) {
            violations.addMissingParent(key, values, before == null ? now : new Tally(rows, Map.of()));
        }
    }

    private Map<KeyValues, Tally> vanished(Orphans after) {
        Set<String> present = new HashSet<>();
        after.rows.keySet().forEach(key -> present.add(identity(key)));
        Map<KeyValues, Tally> vanished = new HashMap<>();
        rows.forEach((key, tallies) -> {
            if (!present.contains(identity(key))) {
                tallies.forEach((values, tally) ->
                        vanished.merge(values, tally, (one, other) -> new Tally(one.rows() + other.rows(), Map.of())));
            }
        });
        return vanished;
    }

    private static String identity(SchemaKey key) {
        ForeignKey foreignKey = key.foreignKey();
        return (key.schema()
                        + foreignKey.childTable()
                        + foreignKey.childColumns()
                        + foreignKey.parentTable()
                        + foreignKey.parentColumns())
                .toLowerCase(Locale.ROOT);
    }

    private static String name(String schema, String table) {
        return (schema + "." + table).toLowerCase(Locale.ROOT);
    }
}
