package dev.referent.jdbc;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.SchemaForeignKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConnection;

/** The foreign keys that the tables of an SQLite database declare. */
public final class ForeignKeys {
    private ForeignKeys() {}

    /**
     * Reads the foreign keys of the {@code main} database. Each has its declared name, or the name that PostgreSQL would
     * derive; no PRAGMA and no JDBC metadata returns the declared name. A key whose parent table is missing, or whose columns
     * do not pair up with its parent's, is left out: SQLite rejects every write that it would check.
     *
     * @param connection any driver's connection to SQLite, which need not enforce
     * @return the keys in the order of tables and declarations; unmodifiable
     * @throws SQLException if the schema cannot be read; the connection is unchanged
     */
    public static List<ForeignKey> of(Connection connection) throws SQLException {
        return List.copyOf(SchemaForeignKeys.of(driver(connection), "main"));
    }

    /**
     * Reads every foreign key of the {@code main} database as it is declared, including those that {@link #of} leaves out.
     * Each has the name that {@link #of} gives it.
     *
     * @param connection any driver's connection to SQLite, which need not enforce
     * @return the keys in the order of tables and declarations; unmodifiable
     * @throws SQLException if the schema cannot be read; the connection is unchanged
     */
    public static List<DeclaredForeignKey> declared(Connection connection) throws SQLException {
        return new DatabaseSchema("main")
                .declaredKeys(driver(connection)).stream()
                        .map(key -> new DeclaredForeignKey(
                                key.name(),
                                key.child(),
                                key.childColumns(),
                                key.parent(),
                                key.parentColumns(),
                                key.onDelete(),
                                key.onUpdate(),
                                key.deferred()))
                        .toList();
    }

    private static Connection driver(Connection connection) throws SQLException {
        return EnforcedDataSource.canEnforce(connection) ? connection.unwrap(SQLiteConnection.class) : connection;
    }
}
