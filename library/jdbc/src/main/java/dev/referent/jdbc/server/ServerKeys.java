package dev.referent.jdbc.server;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ReferentialAction;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The foreign keys of a server's catalogue, read through JDBC metadata. */
final class ServerKeys {
    private static final Map<Short, ReferentialAction> ACTIONS = Map.of(
            (short) DatabaseMetaData.importedKeyCascade, ReferentialAction.CASCADE,
            (short) DatabaseMetaData.importedKeyRestrict, ReferentialAction.RESTRICT,
            (short) DatabaseMetaData.importedKeySetNull, ReferentialAction.SET_NULL,
            (short) DatabaseMetaData.importedKeySetDefault, ReferentialAction.SET_DEFAULT);

    private final DatabaseMetaData metaData;
    private final boolean catalogs;

    ServerKeys(Connection connection, Server server) throws SQLException {
        this.metaData = connection.getMetaData();
        this.catalogs = server == Server.MARIADB;
    }

    /** A foreign key and the schemas of its tables. */
    record LocatedKey(ForeignKey foreignKey, String childSchema, String parentSchema) {
        /** Returns whether the table references itself, where a row may be its own parent. */
        boolean isWithinOneTable() {
            return childSchema.equals(parentSchema) && foreignKey.childTable().equals(foreignKey.parentTable());
        }
    }

    List<LocatedKey> of(String schema, String table) throws SQLException {
        try (ResultSet columns = catalogs
                ? metaData.getImportedKeys(schema, null, table)
                : metaData.getImportedKeys(null, schema, table)) {
            return keys(columns);
        }
    }

    List<LocatedKey> to(String schema, String table) throws SQLException {
        try (ResultSet columns = catalogs
                ? metaData.getExportedKeys(schema, null, table)
                : metaData.getExportedKeys(null, schema, table)) {
            return keys(columns);
        }
    }

    private List<LocatedKey> keys(ResultSet columns) throws SQLException {
        Map<String, LocatedKey> keys = new LinkedHashMap<>();
        Map<String, List<String>> childColumns = new HashMap<>();
        Map<String, List<String>> parentColumns = new HashMap<>();
        String place = catalogs ? "_CAT" : "_SCHEM";
        while (columns.next()) {
            String name = columns.getString("FK_NAME");
            String childSchema = columns.getString("FKTABLE" + place);
            String child = columns.getString("FKTABLE_NAME");
            String id = String.join("\0", childSchema, child, name);
            childColumns.computeIfAbsent(id, unseen -> new ArrayList<>()).add(columns.getString("FKCOLUMN_NAME"));
            parentColumns.computeIfAbsent(id, unseen -> new ArrayList<>()).add(columns.getString("PKCOLUMN_NAME"));
            ForeignKey key = new ForeignKey(
                    name,
                    child,
                    childColumns.getOrDefault(id, List.of()),
                    columns.getString("PKTABLE_NAME"),
                    parentColumns.getOrDefault(id, List.of()),
                    action(columns.getShort("DELETE_RULE")),
                    action(columns.getShort("UPDATE_RULE")),
                    columns.getShort("DEFERRABILITY") == DatabaseMetaData.importedKeyInitiallyDeferred);
            keys.put(
                    id, new LocatedKey(key, childSchema, columns.getString("PKTABLE" + place))); // with one more column
        }
        return List.copyOf(keys.values());
    }

    private static ReferentialAction action(short rule) {
        return ACTIONS.getOrDefault(rule, ReferentialAction.NO_ACTION);
    }
}
