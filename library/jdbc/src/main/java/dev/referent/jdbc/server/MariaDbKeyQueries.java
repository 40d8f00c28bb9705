package dev.referent.jdbc.server;

import dev.referent.jdbc.server.ServerKeys.LocatedKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The queries for MariaDB, which may store another value than it is given. No partitioned table has foreign keys there. */
final class MariaDbKeyQueries extends KeyQueries {
    MariaDbKeyQueries(Connection connection) throws SQLException {
        super(connection);
    }

    @Override
    Optional<Values> written(String schema, String table, List<String> columns, List<Object> given)
            throws SQLException {
        return areKept(schema, table, columns, given)
                ? Optional.of(new Values(given, parameters(schema, table, columns), given))
                : Optional.empty();
    }

    @Override
    boolean areNull(LocatedKey key, List<@Nullable Object> values) throws SQLException {
        return areKept(
                key.childSchema(),
                key.foreignKey().childTable(),
                key.foreignKey().childColumns(),
                values);
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

    @Override
    boolean mayDoMore(String table) throws SQLException {
        String query = "SELECT 1 FROM information_schema.triggers WHERE event_object_table = ? UNION ALL"
                + " SELECT 1 FROM information_schema.views WHERE table_name = ? LIMIT 1";
        return hasRow(query, List.of(table, table));
    }

    /** {@inheritDoc} A tinyint(1), which is a boolean for the driver, holds other numbers too. */
    @Override
    Object value(ResultSet rows, int column) throws SQLException {
        Object value = super.value(rows, column);
        return value instanceof Boolean ? rows.getLong(column) : value;
    }
}
