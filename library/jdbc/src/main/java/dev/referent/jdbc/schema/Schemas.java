package dev.referent.jdbc.schema;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The schemas of one connection's databases, each read again only when its version has changed. The connections of a data
 * source share the schema of a file's main database.
 */
public final class Schemas {
    private static final String MAIN = "main";
    private static final String TEMP = "temp";
    private static final String FILE = "\n";

    private final SQLiteConnection connection;
    private final SharedSchemas shared;
    private final BooleanSupplier uncommitted;
    private final Map<String, VersionedSchema> own = new HashMap<>();
    private boolean readUncommitted;

    /**
     * Reads schemas on a connection, using the shared ones.
     *
     * @param uncommitted whether the open transaction may have changed a schema
     */
    public Schemas(SQLiteConnection connection, SharedSchemas shared, BooleanSupplier uncommitted) {
        this.connection = connection;
        this.shared = shared;
        this.uncommitted = uncommitted;
    }

    /** The schemas that the connections of one data source share; thread-safe. */
    public static final class SharedSchemas {
        private final Map<String, VersionedSchema> byFile = new ConcurrentHashMap<>();
    }

    /** One of the connection's databases: its name, and its file, which is empty for an in-memory or temporary database. */
    public record Database(String name, String file) {}

    /** A schema, its version, and the greatest rowid in {@code sqlite_schema}. */
    private record VersionedSchema(DatabaseSchema schema, long version, long greatest) {}

    /**
     * Begins an explanation. After a rollback the version of a schema that was never committed recurs with other declarations, so
     * such a schema is read for one explanation only, and not shared; nor is one of a database without a file, which may be a new
     * one each time, except {@code main}.
     *
     * @param inTransaction whether a transaction is open
     */
    public void begin(boolean inTransaction) {
        boolean uncommittedNow = inTransaction && uncommitted.getAsBoolean();
        own.keySet().removeIf(key -> uncommittedNow || readUncommitted || isReplaceable(key));
        readUncommitted = uncommittedNow;
    }

    /** Returns the connection's databases in SQLite's order, without reading them. */
    public static List<Database> databases(SQLiteConnection connection) throws SQLException {
        return Query.rows(connection, "PRAGMA database_list").stream()
                .map(row -> new Database(String.valueOf(row.get(1)), Objects.toString(row.get(2), "")))
                .toList();
    }

    /** Returns the databases in the order in which SQLite resolves an unqualified table name: temp first, if it is used. */
    public static List<Database> inOrderOfSearch(List<Database> databases) {
        return databases.stream()
                .sorted(Comparator.comparing(database -> !database.name().equals(TEMP)))
                .toList();
    }

    /** Returns the name of a database and its file, by which its schema is kept. */
    private static String key(Database database) {
        return database.name() + FILE + database.file();
    }

    private static boolean isReplaceable(String key) {
        return key.endsWith(FILE) && !key.equals(MAIN + FILE);
    }

    /** Returns the schema of a database. */
    public DatabaseSchema of(Database database) throws SQLException {
        return of(database, "");
    }

    /**
     * Returns a schema of a database in which a table, its parents and its children have their current declarations, or all tables if
     * none is named. The same version can recur with other declarations, after the replacement of a file.
     */
    public DatabaseSchema of(Database database, String table) throws SQLException {
        boolean isShared = database.name().equals(MAIN) && !database.file().isEmpty() && !readUncommitted;
        Map<String, VersionedSchema> stamps = isShared ? shared.byFile : own;
        VersionedSchema known = stamps.get(key(database));
        String schema = SqlNames.quoted(database.name());
        long version = Query.number(connection, "PRAGMA " + schema + ".schema_version");
        List<@Nullable Object> now = Query.rows(
                        connection,
                        "SELECT max(rowid), "
                                + (known == null ? "1" : known.schema().isDeclared(table)) + " FROM " + schema
                                + ".sqlite_schema")
                .get(0);
        long greatest = Query.number(now.get(0));
        if (known != null
                && known.version() == version
                && known.greatest() == greatest
                && Long.valueOf(1).equals(now.get(1))
                && (!table.isEmpty() || known.schema().isWholeAsRead(connection))) {
            return known.schema();
        }
        DatabaseSchema unread = new DatabaseSchema(database.name());
        stamps.put(key(database), new VersionedSchema(unread, version, greatest));
        return unread;
    }
}
