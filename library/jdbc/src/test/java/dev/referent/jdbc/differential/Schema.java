package dev.referent.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A generated schema: what the generator of statements, the oracle and the comparison know of the database. */
final class Schema {
    final List<Table> tables = new ArrayList<>();

    /** The views that take writes, by INSTEAD OF triggers. */
    final List<View> views = new ArrayList<>();

    /** Whether the program has functions and a collation of its own. */
    boolean functions;

    /** Whether the database is in memory, where no other connection reaches it. */
    boolean inMemory;

    /** Whether a trigger belongs to a connection alone, so that nobody else sees it when he alters its table. */
    boolean temporaryTriggers;

    /**
     * A view of some columns of a table.
     *
     * @param name its name
     * @param table the table behind it
     * @param columns its columns
     */
    record View(String name, Table table, List<Column> columns) {}

    Stream<Key> keys() {
        return tables.stream().flatMap(table -> table.keysInOrder().stream());
    }

    /** Returns the first of the keys that nobody can tell from this one, as a table may declare the same twice. */
    Key canonical(Key key) {
        return keys().filter(other -> other.foreignKey().equals(key.foreignKey()))
                .findFirst()
                .orElse(key);
    }

    boolean has(String database) {
        return tables.stream().anyMatch(table -> table.schema.equals(database));
    }

    List<Table> in(String database) {
        return tables.stream().filter(table -> table.schema.equals(database)).toList();
    }
}
