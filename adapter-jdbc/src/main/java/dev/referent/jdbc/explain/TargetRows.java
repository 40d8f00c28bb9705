package dev.referent.jdbc.explain;

import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.sql.PlainChange;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The rows that a DELETE or an UPDATE of one table means, asked for by its own WHERE clause before it changes them.
 *
 * <p>Only plain forms are understood ({@code DELETE FROM t WHERE …}, {@code UPDATE t SET … WHERE …}, with or without an
 * alias); of any other statement there are no target rows.
 */
final class TargetRows {
    private static final TargetRows NONE = new TargetRows(null, "", "", "", List.of(), false);

    /** Which database an unqualified name means: temp first, main next, then the attached ones in their order. */
    private static final String TABLE =
            """
            SELECT l.schema FROM pragma_table_list l JOIN pragma_database_list d ON d.name = l.schema
             WHERE l.name = ?1 COLLATE NOCASE AND l.type = 'table' AND (?2 = '' OR l.schema = ?2 COLLATE NOCASE)
             ORDER BY d.seq <> 1, d.seq LIMIT 1
            """;

    private final @Nullable OrphanQueries orphans;
    private final String schema;
    private final String table;
    private final String fromWhere;
    private final List<@Nullable Object> parameters;
    private final boolean deletes;

    private TargetRows(
            @Nullable OrphanQueries orphans,
            String schema,
            String table,
            String fromWhere,
            List<@Nullable Object> parameters,
            boolean deletes) {
        this.orphans = orphans;
        this.schema = schema;
        this.table = table;
        this.fromWhere = fromWhere;
        this.parameters = parameters;
        this.deletes = deletes;
    }

    static TargetRows none() {
        return NONE;
    }

    /** Reads the statement. */
    static TargetRows of(SQLiteConnection connection, Rerun rerun) throws SQLException {
        Optional<PlainChange> change = PlainChange.of(rerun.sql());
        if (change.isEmpty() || rerun.values().isEmpty()) {
            return NONE;
        }
        String schema = schemaOf(connection, change.get());
        return schema.isEmpty()
                ? NONE
                : new TargetRows(
                        new OrphanQueries(connection),
                        schema,
                        change.get().table(),
                        change.get().fromWhere(schema),
                        rerun.values().get(),
                        change.get().deletes());
    }

    private static String schemaOf(SQLiteConnection connection, PlainChange change) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, change.table());
            statement.setString(2, change.schema());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    /** Tells whether the statement deletes them. */
    boolean deletes() {
        return deletes;
    }

    /** Tells whether they are rows of that table. */
    boolean areOf(String inSchema, String ofTable) {
        return schema.equalsIgnoreCase(inSchema) && table.equalsIgnoreCase(ofTable);
    }

    /** Tells whether the foreign key references their table. */
    boolean areParents(SchemaKey key) {
        return areOf(key.schema(), key.foreignKey().parentTable());
    }

    /** Returns the keys by which the foreign key references them; nothing if it references another table. */
    List<KeyValues> parentKeys(SchemaKey key) throws SQLException {
        if (orphans == null || !areParents(key)) {
            return List.of();
        }
        String columns = SqlNames.quoted("", key.foreignKey().parentColumns(), ", ");
        return orphans.parentKeys(key, "SELECT " + columns + fromWhere, parameters);
    }
}
