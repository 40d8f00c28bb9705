package dev.referent.evidence.comparison.scenario;

import dev.referent.evidence.engines.Family;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tables and steps that many scenarios share. */
final class Fixtures {
    static final Operation FLUSH = new Operation.Flush();
    static final Operation COMMIT = new Operation.Commit();
    static final Operation ROLLBACK = new Operation.Rollback();
    static final Operation RECONNECT = new Operation.Reconnect();

    /** Switches the checks of foreign keys off, on the engines that have a statement for it. */
    static final Operation CHECKS_OFF = checks(Family::checksOff);

    /** Switches them on. */
    static final Operation CHECKS_ON = checks(Family::checksOn);

    static final String ID = "id INTEGER NOT NULL PRIMARY KEY";
    static final Key KEY = Key.of("child", "parent_id", "parent", "");
    static final Table PARENT = Table.of("parent", ID);
    static final Table CHILD = Table.of("child", ID, "parent_id INTEGER");
    static final Table PLAIN = CHILD.with(KEY);
    static final Table NOTED_PARENT = Table.of("parent", ID, "note VARCHAR(20)");
    static final Table NOTED_CHILD =
            Table.of("child", ID, "parent_id INTEGER", "note VARCHAR(20)").with(KEY);

    private Fixtures() {}

    private static Operation checks(Function<Family, Optional<String>> statement) {
        Map<Family, String> statements = new EnumMap<>(Family.class);
        for (Family family : Family.values()) {
            statement.apply(family).ifPresent(sql -> statements.put(family, sql));
        }
        return new Operation.Sql(statements);
    }

    /** Returns the child table, with those clauses in its foreign key. */
    static Table child(String clauses) {
        return CHILD.with(Key.of("child", "parent_id", "parent", clauses));
    }

    /** Returns a self-referencing table. */
    static Table node(String clauses) {
        return Table.of("node", ID, "parent_id INTEGER").with(Key.of("node", "parent_id", "node", clauses));
    }

    /** Returns an update of one column of one row. */
    static Operation update(Table table, int id, String column, @Nullable Object value) {
        return new Operation.Update(table, id, column, value);
    }

    /** Returns the deletion of one row. */
    static Operation delete(Table table, int id) {
        return new Operation.Delete(table, id);
    }

    /** Returns a statement that is the same for every engine. */
    static Operation.Sql sql(String sql) {
        return Operation.Sql.of(sql);
    }
}
