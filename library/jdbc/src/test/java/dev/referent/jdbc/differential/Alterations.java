package dev.referent.jdbc.differential;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.differential.Step.Call;
import dev.referent.jdbc.differential.Step.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Changes the schema while connections are open: in a transaction or not, by one of them or by another. */
final class Alterations {
    private final Dice dice;
    private final Schema schema;
    private final List<String> indexes = new ArrayList<>();
    private final List<String> triggers = new ArrayList<>();
    private final Deque<Change> uncommitted = new ArrayDeque<>();
    private int count;
    private String sql = "";
    private Runnable effect = Alterations::nothing;
    private Runnable undo = Alterations::nothing;

    Alterations(Dice dice, Schema schema) {
        this.dice = dice;
        this.schema = schema;
    }

    /**
     * A change of a transaction that is still open.
     *
     * @param sql the statement
     * @param undo makes what is known of the schema what it was before
     * @param before the schema before, in the database's own words
     */
    private record Change(String sql, Runnable undo, String before) {}

    /**
     * Returns a change of a table of the main database, unless there is an open question about its keys.
     *
     * @param free whether no transaction is open, so that another connection can do it
     */
    Optional<Step> any(boolean free) {
        if (!schema.views.isEmpty() || schema.keys().anyMatch(key -> key.form().broken())) {
            return Optional.empty();
        }
        count++;
        effect = Alterations::nothing;
        undo = Alterations::nothing;
        List<Table> tables = schema.in("main");
        Table table = dice.pick(tables);
        switch (dice.below(8)) {
            case 0 -> renameTable(table, "renamed_" + count);
            case 1 -> renameColumn(table, dice.pick(table.columns), "column_" + count);
            case 2, 3 -> addColumn(table, dice.pick(tables), "added_" + count);
            case 4 -> createTable(dice.pick(tables), "made_" + count);
            case 5 -> index(table);
            default -> trigger();
        }
        boolean reachable = free && !schema.inMemory && !schema.has("temp") && !schema.temporaryTriggers;
        Kind kind = reachable && dice.chance(0.4) ? Kind.FROM_OUTSIDE : Kind.CONTROL;
        return Optional.of(new Step(kind, Call.EXECUTE, List.of(Sql.of(sql)), Optional.of(table), Optional.empty()));
    }

    /** An index or a trigger changes nothing that is known of the schema. */
    private static void nothing() {}

    private void renameTable(Table table, String name) {
        sql = "ALTER TABLE " + table.qualified() + " RENAME TO " + name;
        String former = table.name;
        effect = () -> table.name = name;
        undo = () -> table.name = former;
    }

    private void renameColumn(Table table, Column column, String name) {
        sql = "ALTER TABLE " + table.qualified() + " RENAME COLUMN " + column.quoted() + " TO " + name;
        String former = column.name;
        effect = () -> column.name = name;
        undo = () -> column.name = former;
    }

    private void addColumn(Table child, Table parent, String name) {
        List<Column> referenced = dice.pick(parent.candidates());
        Column column = Column.of(name, child.strict ? "ANY" : referenced.get(0).type);
        boolean plain = referenced.size() > 1;
        Key key = key(child, column, parent, referenced);
        sql = "ALTER TABLE " + child.qualified() + " ADD COLUMN " + child.definition(column)
                + (plain ? "" : key.clause());
        effect = () -> {
            child.columns.add(column);
            if (!plain) {
                child.keys.add(key);
            }
        };
        undo = () -> {
            child.columns.remove(column);
            child.keys.remove(key);
        };
    }

    private Key key(Table child, Column column, Table parent, List<Column> referenced) {
        return new Key(
                dice.chance(0.5) ? "added_fk" + count : null,
                child,
                List.of(column),
                parent,
                List.of(referenced.get(0)),
                dice.of(ReferentialAction.NO_ACTION, ReferentialAction.CASCADE),
                ReferentialAction.NO_ACTION,
                new Key.Form(true, false, dice.of("", Key.DEFERRED), "", false, false));
    }

    private void createTable(Table parent, String name) {
        Table table = new Table("main", name, Names.Quotes.NONE);
        Column id = Column.of("id", "INTEGER");
        List<Column> referenced = dice.pick(parent.candidates());
        Column column = Column.of("parent", referenced.get(0).type);
        table.columns.addAll(List.of(id, column));
        table.uniques.set(0, List.of(id));
        if (referenced.size() == 1) {
            table.keys.add(key(table, column, parent, referenced));
        }
        sql = table.declaration();
        effect = () -> schema.tables.add(table);
        undo = () -> schema.tables.remove(table);
    }

    private void index(Table table) {
        if (!indexes.isEmpty() && dice.chance(0.4)) {
            sql = "DROP INDEX " + dice.pick(indexes);
            return;
        }
        String name = "made_index_" + count;
        indexes.add(name);
        sql = "CREATE INDEX " + name + " ON " + Names.quoted(table.name) + " ("
                + dice.pick(table.columns).quoted() + ")";
    }

    private void trigger() {
        if (!triggers.isEmpty() && dice.chance(0.4)) {
            sql = "DROP TRIGGER " + dice.pick(triggers);
            return;
        }
        String name = "made_trigger_" + count;
        triggers.add(name);
        sql = ObjectGenerator.trigger(dice, schema, name);
    }

    /**
     * Takes note that the last change was made.
     *
     * @param before the schema before, in the database's own words
     */
    void applied(String before) {
        effect.run();
        uncommitted.push(new Change(sql, undo, before));
    }

    /** Takes note of what the schema is now: where changes are undone, by a rollback mostly, it is what it was before them. */
    void follow(String now) {
        while (uncommitted.stream().anyMatch(change -> change.before().equals(now))) {
            uncommitted.pop().undo().run();
        }
    }

    /** Takes note that the transaction is over. */
    void over() {
        uncommitted.clear();
    }

    /** Returns the changes of the transaction, in their order. */
    List<String> uncommitted() {
        List<String> changes =
                new ArrayList<>(uncommitted.stream().map(Change::sql).toList());
        Collections.reverse(changes);
        return changes;
    }
}
