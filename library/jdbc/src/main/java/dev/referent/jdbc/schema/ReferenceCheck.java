package dev.referent.jdbc.schema;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.sql.SqlConditions;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/** Looks for references without a parent row, before they are written. One query answers for 1,000 of them. */
public record ReferenceCheck(Connection connection, ForeignKey key) {
    private static final int REFERENCES = 1_000;

    /** SQLite leaves a floating-point number at the limits of an integer as it is. */
    private static final String WITHIN = " BETWEEN -9223372036854775807 AND 9223372036854775806";

    @FunctionalInterface
    private interface Lookup {
        /** Returns of each reference whether it has a parent row. */
        List<Boolean> found(List<List<Object>> references) throws SQLException;
    }

    /** Returns the references that have no parent row, in their order; one with a null in it needs none. */
    public List<List<Object>> withoutParent(List<? extends List<? extends @Nullable Object>> references)
            throws SQLException {
        List<List<Object>> complete = references.stream()
                .peek(this::requireAllColumns)
                .filter(reference -> reference.stream().noneMatch(this::isNull))
                .map(reference -> List.<Object>copyOf(reference))
                .distinct()
                .toList();
        List<List<Object>> missing = new ArrayList<>();
        if (complete.isEmpty()) {
            return missing;
        }
        Lookup lookup = connection instanceof SQLiteConnection ? sqlite() : this::server;
        for (int i = 0; i < complete.size(); i += REFERENCES) {
            List<List<Object>> some = complete.subList(i, Math.min(i + REFERENCES, complete.size()));
            List<Boolean> found = lookup.found(some);
            IntStream.range(0, some.size()).filter(j -> !found.get(j)).forEach(j -> missing.add(some.get(j)));
        }
        return missing;
    }

    private boolean isNull(@Nullable Object value) {
        return connection instanceof SQLiteConnection ? SqlLiteral.isNull(value) : value == null;
    }

    private void requireAllColumns(List<? extends @Nullable Object> reference) {
        if (reference.size() != key.childColumns().size()) {
            throw new IllegalArgumentException("a reference of " + key.name() + " has "
                    + key.childColumns().size() + " values, not " + reference.size());
        }
    }

    /** SQLite first stores a value by the child column's affinity, then compares by the parent's affinity and collation. */
    private Lookup sqlite() throws SQLException {
        DatabaseSchema schema = new DatabaseSchema("main");
        TableFacts child = schema.table(connection, key.childTable())
                .orElseThrow(() -> new SQLException("the database has no table " + key.childTable()));
        List<Affinity> affinities = new ArrayList<>();
        for (String name : key.childColumns()) {
            affinities.add(child.column(name)
                    .map(Column::affinity)
                    .orElseThrow(() -> new SQLException(key.childTable() + " has no column " + name)));
        }
        Optional<SchemaKey> declared = schema.keysFrom(connection, key.childTable()).stream()
                .filter(this::isDeclaredBy)
                .findFirst();
        String table = SqlNames.quoted("main", key.parentTable());
        return references -> {
            String query = references.stream()
                    .map(reference -> {
                        IntFunction<String> value = i -> stored(reference.get(i), affinities.get(i));
                        return exists(
                                table,
                                declared.map(found -> found.isParent(value)).orElseGet(() -> isParent("\"", value)));
                    })
                    .collect(Collectors.joining(", ", "SELECT ", ""));
            return Query.rows(connection, query).get(0).stream()
                    .map(value -> Long.valueOf(1).equals(value))
                    .toList();
        };
    }

    /** Returns an expression, without affinity and collation, for what a column stores of a value. */
    public static String stored(Object value, Affinity affinity) {
        String literal = SqlLiteral.of(value);
        Optional<Object> known = affinity.stored(value);
        if (known.isPresent()) {
            return SqlLiteral.of(known.get()); // SQLite is slow to compile what follows
        }
        if (affinity == Affinity.TEXT) {
            return "+CAST(" + literal + " AS TEXT)";
        }
        String type = affinity == Affinity.REAL ? "REAL" : value instanceof String ? "NUMERIC" : "INTEGER";
        String cast = "CAST(" + literal + " AS " + type + ")";
        if (affinity == Affinity.REAL && !(value instanceof String)) {
            return "+" + cast;
        }
        // what is no number, or no integer, stays as it is, where CAST takes the digits that it begins with
        String number = value instanceof String ? "CAST(" + literal + " AS NUMERIC)" : cast;
        String within = value instanceof String ? "" : " AND " + number + WITHIN;
        return "CASE WHEN " + number + " = " + literal + within + " THEN " + cast + " ELSE " + literal + " END";
    }

    private List<Boolean> server(List<List<Object>> references) throws SQLException {
        String quote = connection.getMetaData().getIdentifierQuoteString();
        String exists = exists(SqlNames.quotedBy(quote, key.parentTable()), isParent(quote, i -> "?"));
        String query = "SELECT " + String.join(", ", Collections.nCopies(references.size(), exists));
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            int parameter = 1;
            for (Object value : references.stream().flatMap(List::stream).toList()) {
                statement.setObject(parameter++, value);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                List<Boolean> found = new ArrayList<>();
                for (int i = 1; i <= references.size(); i++) {
                    found.add(row.getBoolean(i));
                }
                return found;
            }
        }
    }

    /** Returns whether the key, which may be any, is that of the schema. */
    private boolean isDeclaredBy(SchemaKey declared) {
        return declared.isParent("main", key.parentTable())
                && declared.foreignKey().childColumns().equals(key.childColumns())
                && declared.foreignKey().parentColumns().equals(key.parentColumns());
    }

    private String isParent(String quote, IntFunction<String> value) {
        return SqlConditions.all(
                key.parentColumns().size(),
                i -> "p." + SqlNames.quotedBy(quote, key.parentColumns().get(i)) + " = " + value.apply(i));
    }

    private static String exists(String table, String isParent) {
        return "EXISTS (SELECT 1 FROM " + table + " p WHERE " + isParent + ")";
    }
}
