package dev.referent.jdbc.server;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.server.ServerKeys.LocatedKey;
import dev.referent.jdbc.sql.SqlNames;
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
abstract class KeyQueries {
    final Connection connection;
    private final String quote;

    KeyQueries(Connection connection) throws SQLException {
        this.connection = connection;
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
    abstract Optional<Values> written(String schema, String table, List<String> columns, List<Object> given)
            throws SQLException;

    /** Returns whether values some of which are null certainly make the key match nothing. */
    abstract boolean areNull(LocatedKey key, List<@Nullable Object> values) throws SQLException;

    /** Returns whether a key is the server's copy of another one, for a partition of the parent table. */
    boolean isForPartOfParent(LocatedKey key) throws SQLException {
        return false;
    }

    /** Returns whether a key is the server's copy of another one, for a partition of the child table. */
    boolean isForPartOfChild(LocatedKey key) throws SQLException {
        return false;
    }

    /**
     * Returns whether a write of that table may do more than it says: a trigger or a rule changes it, or a view has the name. The
     * schema that a statement means is not known.
     */
    abstract boolean mayDoMore(String table) throws SQLException;

    List<String> parameters(String schema, String table, List<String> columns) throws SQLException {
        return Collections.nCopies(columns.size(), "?");
    }

    /** Returns the FROM clause of a table's own rows, which are those that a foreign key is about; empty if some may be hidden. */
    Optional<String> rows(String schema, String table) throws SQLException {
        return Optional.of(" FROM " + table(schema, table));
    }

    /** Returns an integer as a Long, and a time as a string, because {@link Time} has neither microseconds nor an offset. */
    Object value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return value instanceof Time ? rows.getString(column) : value;
    }

    final boolean hasRow(String query, List<Object> values) throws SQLException {
        return !select(query, values).isEmpty();
    }

    final List<List<Object>> select(String query, List<Object> values) throws SQLException {
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

    private String equal(List<String> columns, Values values) {
        List<String> equalities = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            equalities.add(quoted(columns.get(i)) + " = " + values.parameters().get(i));
        }
        return " WHERE " + String.join(" AND ", equalities);
    }

    final String table(String schema, String name) {
        return quoted(schema) + "." + quoted(name);
    }

    private String quoted(String name) {
        return SqlNames.quotedBy(quote, name);
    }
}
