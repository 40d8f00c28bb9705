package dev.referent.jdbc.server;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.server.ServerKeys.LocatedKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Queries the committed rows of a foreign key's two tables, on a separate connection. */
final class KeyQueries {
    private final Connection connection;
    private final boolean postgres;
    private final String quote;

    KeyQueries(Server server, Connection connection) throws SQLException {
        this.connection = connection;
        this.postgres = server == Server.POSTGRESQL;
        this.quote = connection.getMetaData().getIdentifierQuoteString();
    }

    /**
     * Values of columns.
     *
     * @param given as the server's message or the statement has them
     * @param parameters a SQL parameter for each, of the column's type
     * @param stored as the columns store them
     */
    record Values(List<Object> given, List<String> parameters, List<Object> stored) {}

    /** Returns whether a parent row has that key; empty if rows may be hidden from the user. */
    Optional<Boolean> parentExists(LocatedKey key, Values values) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        Optional<String> parent = rows(key.parentSchema(), foreignKey.parentTable());
        return parent.isEmpty()
                ? Optional.empty()
                : Optional.of(hasRow(
                        "SELECT 1" + parent.get() + equal(foreignKey.parentColumns(), values) + " LIMIT 1",
                        values.given()));
    }

    /** Returns how many child rows have that key, up to a limit; empty if rows may be hidden from the user. */
    OptionalLong children(LocatedKey key, Values values) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        Optional<String> child = rows(key.childSchema(), foreignKey.childTable());
        if (child.isEmpty()) {
            return OptionalLong.empty();
        }
        String query = "SELECT count(*) FROM (SELECT 1" + child.get() + equal(foreignKey.childColumns(), values)
                + " LIMIT " + ForeignKeyViolation.CHILD_ROWS_BOUND + ") counted";
        return OptionalLong.of(((Number) select(query, values.given()).get(0).get(0)).longValue());
    }

    /** Returns the key of the only parent row whose columns equal values; empty if there is not exactly one. */
    Optional<Values> ofParent(LocatedKey key, List<Object> given) throws SQLException {
        ForeignKey foreignKey = key.foreignKey();
        List<String> columns = foreignKey.parentColumns();
        Optional<String> parent = rows(key.parentSchema(), foreignKey.parentTable());
        if (parent.isEmpty()) {
            return Optional.empty();
        }
        Values values = new Values(given, parameters(key.parentSchema(), foreignKey.parentTable(), columns), given);
        String query = "SELECT DISTINCT " + columns.stream().map(this::quoted).collect(Collectors.joining(", "))
                + parent.get() + equal(columns, values) + " LIMIT 2";
        List<List<Object>> found = select(query, given);
        return found.size() == 1 ? Optional.of(new Values(given, values.parameters(), found.get(0))) : Optional.empty();
    }

    /** Returns what columns store if values are written to them; empty if that is not known. */
    Optional<Values> written(String schema, String table, List<String> columns, List<Object> given)
            throws SQLException {
        List<String> parameters = parameters(schema, table, columns);
        if (postgres) {
            String query = "SELECT " + String.join(", ", parameters);
            return Optional.of(
                    new Values(given, parameters, select(query, given).get(0)));
        }
        return areKept(schema, table, columns, given)
                ? Optional.of(new Values(given, parameters, given))
                : Optional.empty();
    }

    /** Returns whether values some of which are null certainly make the key match nothing. */
    boolean areNull(LocatedKey key, List<@Nullable Object> values) throws SQLException {
        List<String> columns = key.foreignKey().childColumns();
        return postgres // where MATCH FULL rejects a mixture
                ? values.stream().allMatch(value -> value == null)
                : areKept(key.childSchema(), key.foreignKey().childTable(), columns, values);
    }

    private boolean areKept(String schema, String table, List<String> columns, List<? extends @Nullable Object> values)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            if (!MariaDbColumn.of(connection, schema, table, columns.get(i)).keeps(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether a write of that table may do more than it says: a trigger or a rule changes it, or a view has the name. The
     * schema that a statement means is not known.
     */
    boolean mayDoMore(String table) throws SQLException {
        return postgres
                ? hasRow(
                        "SELECT 1 FROM pg_catalog.pg_class c WHERE relname = ? AND (relkind = 'v' OR relhasrules"
                                + " OR EXISTS (SELECT 1 FROM pg_catalog.pg_trigger t"
                                + " WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)) LIMIT 1",
                        List.of(table))
                : hasRow(
                        "SELECT 1 FROM information_schema.triggers WHERE event_object_table = ? UNION ALL"
                                + " SELECT 1 FROM information_schema.views WHERE table_name = ? LIMIT 1",
                        List.of(table, table));
    }

    /** Returns a parameter for each column; PostgreSQL converts it to the column's type. */
    private List<String> parameters(String schema, String table, List<String> columns) throws SQLException {
        if (!postgres) {
            return Collections.nCopies(columns.size(), "?");
        }
        List<String> parameters = new ArrayList<>();
        for (String column : columns) {
            String query = "SELECT format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute"
                    + " WHERE attrelid = ?::regclass AND attname = ?";
            parameters.add("CAST(? AS "
                    + select(query, List.of(table(schema, table), column))
                            .get(0)
                            .get(0) + ")");
        }
        return parameters;
    }

    /**
     * Returns the FROM clause of a table's own rows, which are those that a foreign key is about; empty if PostgreSQL's row security
     * may hide some, which a foreign key sees.
     */
    private Optional<String> rows(String schema, String table) throws SQLException {
        String name = table(schema, table);
        if (!postgres) {
            return Optional.of(" FROM " + name);
        }
        String query = "SELECT relrowsecurity, relkind = 'p' FROM pg_catalog.pg_class WHERE oid = ?::regclass";
        List<Object> kind = select(query, List.of(name)).get(0);
        return Boolean.TRUE.equals(kind.get(0))
                ? Optional.empty()
                : Optional.of(" FROM " + (Boolean.TRUE.equals(kind.get(1)) ? "" : "ONLY ") + name);
    }

    private boolean hasRow(String query, List<Object> values) throws SQLException {
        return !select(query, values).isEmpty();
    }

    private List<List<Object>> select(String query, List<Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<List<Object>> found = new ArrayList<>();
                while (rows.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        row.add(value(rows, i));
                    }
                    found.add(row);
                }
                return found;
            }
        }
    }

    /** Returns an integer as a Long, and a time as a string, because {@link Time} has neither microseconds nor an offset. */
    private Object value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Boolean && !postgres) {
            return rows.getLong(column); // of a tinyint(1), which holds other numbers too
        }
        return value instanceof Time ? rows.getString(column) : value;
    }

    private String equal(List<String> columns, Values values) {
        List<String> equalities = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            equalities.add(quoted(columns.get(i)) + " = " + values.parameters().get(i));
        }
        return " WHERE " + String.join(" AND ", equalities);
    }

    private String table(String schema, String name) {
        return quoted(schema) + "." + quoted(name);
    }

    private String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }
}
