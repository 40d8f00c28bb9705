package dev.referent.jdbc.driver;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteLimits;

/**
 * Everything that a URL's parameters can change and that a program can observe on a connection: each PRAGMA read back, each
 * setting of the driver, each limit, and what the connection does with dates, generated keys, transactions and writes. PRAGMAs
 * and settings are enumerated at run time, so that those of a later SQLite or driver are read as well.
 */
final class ConnectionState {
    /** PRAGMAs that do work when they are read, or return what differs between any two files. */
    private static final Set<String> NOT_READ = Set.of(
            "incremental_vacuum",
            "optimize",
            "wal_checkpoint",
            "shrink_memory",
            "integrity_check",
            "quick_check",
            "foreign_key_check",
            "database_list",
            "data_version",
            "function_list",
            "module_list",
            "pragma_list",
            "collation_list",
            "table_list",
            "compile_options");

    private final Connection connection;
    private final SortedMap<String, String> values = new TreeMap<>();

    private ConnectionState(Connection connection) {
        this.connection = connection;
    }

    /** Something that is observed. */
    @FunctionalInterface
    private interface Observation {
        Object get() throws SQLException, ReflectiveOperationException;
    }

    /** Observes a connection to a file with the table {@code t (id INTEGER PRIMARY KEY, x)}, which it may write. */
    static SortedMap<String, String> of(Connection connection) throws SQLException {
        ConnectionState state = new ConnectionState(connection);
        SQLiteConnection driver = connection.unwrap(SQLiteConnection.class);
        // before any statement, as the driver wants it
        state.observe("switching to read-only", state::readOnly);
        state.settings("connection", connection, Connection.class);
        state.settings("driver", driver, SQLiteConnection.class);
        state.settings(
                "config",
                driver.getDatabase().getConfig(),
                driver.getDatabase().getConfig().getClass());
        state.settings(
                "settings",
                driver.getConnectionConfig(),
                driver.getConnectionConfig().getClass());
        for (SQLiteLimits limit : SQLiteLimits.values()) {
            state.observe("limit " + limit, () -> driver.getDatabase().limit(limit.getId(), -1));
        }
        for (String pragma : state.column("SELECT DISTINCT name FROM pragma_pragma_list")) {
            if (!NOT_READ.contains(pragma)) {
                state.observe("PRAGMA " + pragma, () -> state.column("PRAGMA " + pragma));
            }
        }
        state.observe("PRAGMA database_list", () -> state.column("SELECT name FROM pragma_database_list"));
        // it has been read; no test here is about a power cut
        state.column("PRAGMA synchronous = OFF");
        state.behaviour();
        return state.values;
    }

    private void behaviour() {
        observe("LIKE", () -> column("SELECT 'a' LIKE 'A'"));
        observe("order", () -> column("SELECT name FROM sqlite_schema"));
        observe("columns", () -> label("SELECT t.id FROM t"));
        observe("extension", () -> column("SELECT load_extension('/none')"));
        observe("count of a write", () -> column("INSERT INTO t (x) VALUES (1)"));
        observe("date", this::date);
        observe("generated key", this::generatedKey);
        observe("reading a transaction", () -> transaction(true));
        observe("writing a transaction", () -> transaction(false));
    }

    private String readOnly() throws SQLException {
        connection.setReadOnly(true);
        connection.setReadOnly(false);
        return "possible";
    }

    private String label(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.getMetaData().getColumnName(1);
        }
    }

    private List<String> date() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (x) VALUES (?)")) {
            insert.setTimestamp(1, new Timestamp(1_234_567_890_123L));
            insert.executeUpdate();
        }
        List<String> date = column("SELECT typeof(x) || ' ' || x FROM t ORDER BY id DESC LIMIT 1");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT x FROM t ORDER BY id DESC LIMIT 1")) {
            date.add(String.valueOf(rows.getTimestamp(1)));
        }
        return date;
    }

    private String generatedKey() throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO t (x) VALUES (2)", Statement.RETURN_GENERATED_KEYS)) {
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                return keys.next() ? keys.getString(1) : "none";
            }
        }
    }

    private List<String> transaction(boolean readOnly) throws SQLException {
        SQLiteConnection driver = connection.unwrap(SQLiteConnection.class);
        connection.setAutoCommit(false);
        try {
            connection.rollback();
            connection.setReadOnly(readOnly);
            List<String> transaction =
                    column(readOnly ? "SELECT count(*) FROM t" : "INSERT INTO t (x) VALUES (3) RETURNING x");
            transaction.add(String.valueOf(driver.getCurrentTransactionMode()));
            return transaction;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Reads all properties of an object that are plain values. */
    private void settings(String name, Object object, Class<?> type) {
        Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getName().matches("(get|is)[A-Z].*"))
                .filter(method -> isPlain(method.getReturnType()))
                .forEach(method -> observe(name + " " + method.getName(), () -> invoke(method, object)));
    }

    private static boolean isPlain(Class<?> type) {
        return type.isPrimitive() || type.isEnum() || type == String.class || Number.class.isAssignableFrom(type);
    }

    private static Object invoke(Method method, Object object) throws ReflectiveOperationException {
        try {
            return String.valueOf(method.invoke(object));
        } catch (InvocationTargetException e) {
            return String.valueOf(e.getCause());
        }
    }

    private List<String> column(String sql) throws SQLException {
        List<String> column = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        column.add(rows.getString(1));
                    }
                }
            } else {
                column.add("changed " + statement.getUpdateCount());
            }
        }
        return column;
    }

    private void observe(String name, Observation observation) {
        String value;
        try {
            value = String.valueOf(observation.get());
        } catch (SQLiteException e) {
            value = "fails with " + e.getResultCode();
        } catch (SQLException | ReflectiveOperationException e) {
            value = "fails: " + e.getMessage();
        }
        values.put(name, value);
    }
}
