package dev.referent.jdbc.schema;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The schemas of one connection's databases, each read again only when its version has changed. That of a file's main database
 * is shared by the connections of a data source.
 */
public final class Schemas {
    private static final String MAIN = "main";

    private final SQLiteConnection connection;
    private final Shared shared;
    private final Map<String, Stamped> own = new HashMap<>();

    /** Reads schemas on a connection, and shares them. */
    public Schemas(SQLiteConnection connection, Shared shared) {
        this.connection = connection;
        this.shared = shared;
    }

    /** What the connections of one data source have read; thread-safe. */
    public static final class Shared {
        private final Map<String, Stamped> byFile = new ConcurrentHashMap<>();
    }

    /** One of the connection's databases: its name, and its file, which is empty for one in memory or a temporary one. */
    public record Database(String name, String file) {}

    /** A schema, its version, and the greatest rowid in {@code sqlite_schema}. */
    private record Stamped(DatabaseSchema schema, long version, long greatest) {}

    /** Returns the connection's databases, in the order in which SQLite numbers them; reads none of them. */
    public static List<Database> databases(SQLiteConnection connection) throws SQLException {
        return Query.rows(connection, "PRAGMA database_list").stream()
                .map(row -> new Database(String.valueOf(row.get(1)), file(row.get(2))))
                .toList();
    }

    private static String file(@Nullable Object file) {
        return file == null ? "" : file.toString();
    }

    /** Returns the schema of a database. */
    public DatabaseSchema of(Database database) throws SQLException {
        String schema = SqlNames.quoted(database.name());
        long version = Query.number(connection, "PRAGMA " + schema + ".schema_version");
        long greatest = Query.number(connection, "SELECT max(rowid) FROM " + schema + ".sqlite_schema");
        boolean isShared = database.name().equals(MAIN) && !database.file().isEmpty();
        Stamped known = isShared ? shared.byFile.get(database.file()) : own.get(database.name());
        if (known == null || known.version() != version || known.greatest() != greatest) {
            known = new Stamped(new DatabaseSchema(database.name()), version, greatest);
            put(database, known);
        }
        return known.schema();
    }

    /** Forgets a schema that is out of date although its version is not. */
    public void forget(Database database) {
        shared.byFile.remove(database.file());
        own.remove(database.name());
    }

    private void put(Database database, Stamped stamped) {
        if (database.name().equals(MAIN) && !database.file().isEmpty()) {
            shared.byFile.put(database.file(), stamped);
        } else {
            own.put(database.name(), stamped);
        }
    }
}
