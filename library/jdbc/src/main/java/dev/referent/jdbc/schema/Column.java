package dev.referent.jdbc.schema;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.sql.SqlNames;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param affinity how its declared type converts a value
 * @param isInteger whether it is declared {@code INTEGER}, as the alias of a rowid is
 * @param defaultValue the SQL of its default; empty if it has none, or the default is null
 * @param generated whether it is generated, or hidden in a virtual table
 * @param primaryKey its place in the primary key, counted from 1; 0 if it is not part of it
 */
public record Column(
        String name,
        Affinity affinity,
        boolean isInteger,
        Optional<String> defaultValue,
        boolean notNull,
        boolean generated,
        int primaryKey) {

    /** Determines a column from a row of {@code PRAGMA table_xinfo} for a table that may be STRICT. */
    static Column of(List<@Nullable Object> row, boolean strict) {
        String type = row.get(2) == null ? "" : SqlNames.folded(String.valueOf(row.get(2)));
        return new Column(
                String.valueOf(row.get(1)),
                strict && type.equals("any") ? Affinity.BLOB : Affinity.of(type),
                type.equals("integer"),
                Optional.ofNullable(row.get(4)).map(Object::toString).filter(value -> !value.equalsIgnoreCase("NULL")),
                Query.number(row.get(3)) != 0,
                Query.number(row.get(6)) != 0,
                (int) Query.number(row.get(5)));
    }
}
