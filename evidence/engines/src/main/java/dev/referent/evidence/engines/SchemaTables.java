package dev.referent.evidence.engines;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables and views in the current schema of a connection, which are found and dropped with SQL that most engines support.
 */
final class SchemaTables {
    /** The timeout of a statement that waits for an open session, if the driver supports it. */
    private static final int SECONDS = 15;

    private final Connection connection;
    private final List<String> names;

    private SchemaTables(Connection connection, List<String> names) {
        this.connection = connection;
        this.names = names;
    }

    static SchemaTables of(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        String catalog = connection.getCatalog();
        String schema = connection.getSchema();
        try (ResultSet found = connection.getMetaData().getTables(catalog, schema, "%", null)) {
            while (found.next()) {
                String type = String.valueOf(found.getString("TABLE_TYPE")).toUpperCase(Locale.ROOT);
                boolean isUserTable = (type.contains("TABLE") || type.contains("VIEW")) && !type.contains("SYSTEM");
                // getTables() takes the schema as a pattern
                if (isUserTable && (schema == null || schema.equals(found.getString("TABLE_SCHEM")))) {
                    names.add(found.getString("TABLE_NAME"));
                }
            }
        }
        return new SchemaTables(connection, names);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    String first() {
        return names.get(0);
    }

    /**
     * Drops the foreign keys, if the engine can, and then the tables. Tables that cannot be dropped yet are tried again as
     * long as others can be dropped.
     */
    void drop() throws SQLException {
        for (String table : names) {
            for (String key : keys(table)) {
                attempt("ALTER TABLE " + quoted(table) + " DROP CONSTRAINT " + quoted(key));
            }
        }
        List<String> left = names;
        while (!left.isEmpty()) {
            List<String> failed = new ArrayList<>();
            Optional<SQLException> reason = Optional.empty();
            for (String table : left) {
                Optional<SQLException> failure = attempt("DROP TABLE " + quoted(table));
                if (failure.isPresent()) {
                    failed.add(table);
                    reason = failure;
                }
            }
            if (failed.size() == left.size()) {
                throw reason.orElseThrow();
            }
            left = failed;
        }
    }

    private Set<String> keys(String table) throws SQLException {
        Set<String> keys = new LinkedHashSet<>();
        try (ResultSet found =
                connection.getMetaData().getImportedKeys(connection.getCatalog(), connection.getSchema(), table)) {
            while (found.next()) {
                @Nullable String name = found.getString("FK_NAME");
                if (name != null && !name.isEmpty()) {
                    keys.add(name);
                }
            }
        }
        return keys;
    }

    private Optional<SQLException> attempt(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            statement.executeUpdate(sql);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    private String quoted(String name) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        String quote = data.getIdentifierQuoteString().strip();
        return quote + name.replace(quote, quote + quote) + quote;
    }
}
