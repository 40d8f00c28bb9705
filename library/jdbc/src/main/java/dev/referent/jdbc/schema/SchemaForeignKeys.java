package dev.referent.jdbc.schema;

import dev.referent.integrity.ForeignKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Reads the foreign keys of one of a connection's databases: {@code main}, {@code temp} or an attached one. */
public final class SchemaForeignKeys {
    private SchemaForeignKeys() {}

    /**
     * Returns the foreign keys in the order of tables and declarations. A key whose parent table is missing, or whose columns
     * do not pair up with its parent's, is left out: SQLite fails every write that it would check.
     *
     * @param connection any driver's connection to SQLite
     */
    public static List<ForeignKey> of(Connection connection, String schema) throws SQLException {
        return new DatabaseSchema(schema)
                .whole(connection).keys().stream().map(SchemaKey::foreignKey).toList();
    }
}
