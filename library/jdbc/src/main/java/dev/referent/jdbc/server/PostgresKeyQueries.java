package dev.referent.jdbc.server;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.server.ServerKeys.LocatedKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The queries for PostgreSQL, which converts a value as a write of it would. */
final class PostgresKeyQueries extends KeyQueries {
    PostgresKeyQueries(Connection connection) throws SQLException {
        super(connection);
    }

    @Override
    Optional<Values> written(String schema, String table, List<String> columns, List<Object> given)
            throws SQLException {
        List<String> parameters = parameters(schema, table, columns);
        String query = "SELECT " + String.join(", ", parameters);
        return Optional.of(new Values(given, parameters, select(query, given).get(0)));
    }

    /** {@inheritDoc} MATCH FULL rejects a mixture. */
    @Override
    boolean areNull(LocatedKey key, List<@Nullable Object> values) {
        return values.stream().allMatch(value -> value == null);
    }

    @Override
    boolean isForPartOfParent(LocatedKey key) throws SQLException {
        return differsFromDeclared(
                key, "confrelid", table(key.parentSchema(), key.foreignKey().parentTable()));
    }

    @Override
    boolean isForPartOfChild(LocatedKey key) throws SQLException {
        return differsFromDeclared(
                key, "conrelid", table(key.childSchema(), key.foreignKey().childTable()));
    }

    /** Returns whether a key belongs to another table than the declared key that it is a copy of; a declared key does not. */
    private boolean differsFromDeclared(LocatedKey key, String column, String table) throws SQLException {
        String query = "WITH RECURSIVE origin AS (SELECT conparentid, conrelid, confrelid FROM pg_catalog.pg_constraint"
                + " WHERE contype = 'f' AND conname = ? AND conrelid = ?::regclass"
                + " UNION ALL SELECT parent.conparentid, parent.conrelid, parent.confrelid FROM origin"
                + " JOIN pg_catalog.pg_constraint parent ON parent.oid = origin.conparentid)"
                + " SELECT 1 FROM origin WHERE conparentid = 0 AND " + column + " <> ?::regclass";
        ForeignKey foreignKey = key.foreignKey();
        return hasRow(query, List.of(foreignKey.name(), table(key.childSchema(), foreignKey.childTable()), table));
    }

    @Override
    boolean mayDoMore(String table) throws SQLException {
        String query = "SELECT 1 FROM pg_catalog.pg_class c WHERE relname = ? AND (relkind = 'v' OR relhasrules"
                + " OR EXISTS (SELECT 1 FROM pg_catalog.pg_trigger t"
                + " WHERE t.tgrelid = c.oid AND NOT t.tgisinternal)) LIMIT 1";
        return hasRow(query, List.of(table));
    }

    /** {@inheritDoc} PostgreSQL converts it to the column's type. */
    @Override
    List<String> parameters(String schema, String table, List<String> columns) throws SQLException {
        String query = "SELECT format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute"
                + " WHERE attrelid = ?::regclass AND attname = ?";
        List<String> parameters = new ArrayList<>();
        for (String column : columns) {
            Object type =
                    select(query, List.of(table(schema, table), column)).get(0).get(0);
            parameters.add("CAST(? AS " + type + ")");
        }
        return parameters;
    }

    /** {@inheritDoc} Row security may hide rows, which a foreign key sees. */
    @Override
    Optional<String> rows(String schema, String table) throws SQLException {
        String name = table(schema, table);
        String query = "SELECT relrowsecurity, relkind = 'p' FROM pg_catalog.pg_class WHERE oid = ?::regclass";
        List<Object> kind = select(query, List.of(name)).get(0);
        boolean isPartitioned = Boolean.TRUE.equals(kind.get(1));
        return Boolean.TRUE.equals(kind.get(0))
                ? Optional.empty()
                : Optional.of(" FROM " + (isPartitioned ? "" : "ONLY ") + name);
    }
}
