package dev.referent.evidence.comparison.scenario;

import org.jspecify.annotations.Nullable;

/** The tables and steps that most scenarios share. */
final class Fixtures {
    static final Operation FLUSH = new Operation.Flush();
    static final Operation COMMIT = new Operation.Commit();
    static final Operation ROLLBACK = new Operation.Rollback();
    static final Operation RECONNECT = new Operation.Reconnect();

    static final String ID = "id INTEGER NOT NULL PRIMARY KEY";
    static final Key KEY = Key.of("child", "parent_id", "parent", "");
    static final Table PARENT = Table.of("parent", ID);
    static final Table CHILD = Table.of("child", ID, "parent_id INTEGER");
    static final Table PLAIN = CHILD.with(KEY);
    static final Table NOTED_PARENT = Table.of("parent", ID, "note VARCHAR(20)");
    static final Table NOTED_CHILD =
            Table.of("child", ID, "parent_id INTEGER", "note VARCHAR(20)").with(KEY);

    private Fixtures() {}

    /** A child whose key has those clauses. */
    static Table child(String clauses) {
        return CHILD.with(Key.of("child", "parent_id", "parent", clauses));
    }

    /** A table whose rows point at rows of the same table. */
    static Table node(String clauses) {
        return Table.of("node", ID, "parent_id INTEGER").with(Key.of("node", "parent_id", "node", clauses));
    }

    /** Another value for one column of a row. */
    static Operation update(Table table, int id, String column, @Nullable Object value) {
        return new Operation.Update(table, id, column, value);
    }

    /** A row goes. */
    static Operation delete(Table table, int id) {
        return new Operation.Delete(table, id);
    }

    /** The same text for every engine. */
    static Operation.Sql sql(String text) {
        return Operation.Sql.of(text);
    }
}
