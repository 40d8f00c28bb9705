package dev.referent.jdbc;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.driver.SqlLength;
import dev.referent.jdbc.group.GroupedConnection;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.DeclaredKey;
import dev.referent.jdbc.schema.ReferenceCheck;
import dev.referent.jdbc.schema.SchemaKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** The foreign keys that the tables of an SQLite database declare, and questions to ask of them before writing. */
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
        return new DatabaseSchema("main")
                .whole(driver(connection)).keys().stream()
                        .map(SchemaKey::foreignKey)
                        .toList();
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
        return declared(new DatabaseSchema("main").declaredKeys(driver(connection)));
    }

    /**
     * Reads the foreign keys of one table of the {@code main} database as they are declared.
     *
     * @param connection any driver's connection to SQLite, which need not enforce
     * @param table the child table
     * @return the keys in the order of their declarations; none if there is no such table; unmodifiable
     * @throws SQLException if the schema cannot be read; the connection is unchanged
     */
    public static List<DeclaredForeignKey> declared(Connection connection, String table) throws SQLException {
        return declared(new DatabaseSchema("main").declaredKeysFrom(driver(connection), table));
    }

    private static List<DeclaredForeignKey> declared(List<DeclaredKey> keys) {
        return keys.stream()
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

    /**
     * Checks references beforehand: returns those that have no parent row now, each once. One query answers for 1,000 references. It compares as
     * the database does when they are written; on SQLite, with the affinity of the child column and the affinity and collation of the
     * parent column. The database still decides at the write: another transaction may delete a parent row in between.
     *
     * @param connection any connection to SQLite ({@code main} has the tables), PostgreSQL or MariaDB (its current schema has them)
     * @param key any foreign key, such as one of {@link #of} or of a violation
     * @param references values of the child columns, in their order, as the driver binds them; one that contains a null needs no
     *     parent row
     * @return in the order in which they were given; unmodifiable
     * @throws SQLException if a table or column does not exist, or the database cannot compare a value; nothing is written
     * @throws IllegalArgumentException if a reference has not one value for each child column, or, on SQLite, a value is neither a number, a
     *     String nor a byte array, or longer than 10 million characters or bytes
     */
    public static List<List<Object>> withoutParent(
            Connection connection, ForeignKey key, List<? extends List<? extends @Nullable Object>> references)
            throws SQLException {
        Connection driver = driver(connection);
        return SqlLength.during(driver, () -> List.copyOf(new ReferenceCheck(driver, key).withoutParent(references)));
    }

    /**
     * Previews a DELETE of rows of SQLite's {@code main} database: what it would delete, set to null, or be stopped by, over all
     * cascades, if the connection enforces foreign keys. It only reads, and remembers at most about 100,000 rows.
     *
     * @param connection any driver's connection to SQLite, which need not enforce
     * @param table the table of the rows
     * @param keys the primary keys of the rows, or their rowids where the table has no primary key; a row that does not exist is ignored
     * @return what the DELETE would do at this moment, and what the preview cannot tell, such as what a trigger does
     * @throws SQLException if there is no such table, or a foreign key of a table that is concerned cannot be used, so that the DELETE would
     *     fail, too; nothing is written
     * @throws IllegalArgumentException if a key has not one value for each column of the primary key, or one that is neither a number, a
     *     String nor a byte array, or longer than 10 million characters or bytes
     */
    public static DeletePreview previewDelete(Connection connection, String table, List<? extends List<?>> keys)
            throws SQLException {
        Connection driver = driver(connection);
        return SqlLength.during(driver, () -> new DeleteSearch(driver).preview(table, keys));
    }

    /** Returns the driver's connection to SQLite, which is only read here: the application's own access to it would count as a write. */
    private static Connection driver(Connection connection) throws SQLException {
        if (!GroupedConnection.isGrouped(connection)
                && EnforcedDataSource.isEnforced(connection)
                && connection.unwrap(EnforcedConnection.class).engine() instanceof SqliteEngine engine) {
            return engine.sqlite();
        }
        return EnforcedDataSource.canEnforce(connection) ? connection.unwrap(SQLiteConnection.class) : connection;
    }
}
