package dev.referent.jdbc.differential;

import java.util.ArrayList;
import java.util.List;

/** Makes up what stands around the tables: indexes, triggers, and views that take writes. */
final class ObjectGenerator {
    private final Dice dice;
    private final Schema schema;
    private final List<String> declarations = new ArrayList<>();

    private ObjectGenerator(Dice dice, Schema schema) {
        this.dice = dice;
        this.schema = schema;
    }

    /** Returns the declarations, to be run when the tables hold their rows. */
    static List<String> generate(Dice dice, Schema schema) {
        ObjectGenerator generator = new ObjectGenerator(dice, schema);
        schema.keys().forEach(generator::index);
        int triggers = dice.chance(0.2) ? 1 + dice.below(2) : 0;
        for (int i = 0; i < triggers; i++) {
            generator.trigger("trigger " + i);
        }
        if (dice.chance(0.06)) {
            generator.view();
        }
        return generator.declarations;
    }

    /** Returns the declaration of one trigger more. */
    static String trigger(Dice dice, Schema schema, String name) {
        ObjectGenerator generator = new ObjectGenerator(dice, schema);
        generator.trigger(name);
        return generator.declarations.get(0);
    }

    private void index(Key key) {
        if (dice.chance(0.4)) {
            Table child = key.child();
            String name = Names.quoted(child.schema) + "." + Names.quoted("index " + declarations.size());
            declarations.add("CREATE INDEX " + name + " ON " + Names.quoted(child.name) + " ("
                    + child.declared(key.childColumns()) + ")");
        }
    }

    private void trigger(String name) {
        List<Table> tables = schema.in("main");
        Table table = dice.pick(tables);
        String event = dice.of("INSERT", "DELETE", "UPDATE");
        String temporary = dice.chance(0.1) ? "TEMP " : "";
        schema.temporaryTriggers |= !temporary.isEmpty();
        declarations.add(
                "CREATE " + temporary + "TRIGGER " + Names.quoted(name) + " " + dice.of("BEFORE", "AFTER", "AFTER")
                        + " " + event + " ON " + (temporary.isEmpty() ? Names.quoted(table.name) : table.qualified())
                        + " BEGIN "
                        + effect(dice.pick(tables), event.equals("DELETE") ? "OLD." : "NEW.", dice.pick(table.columns))
                        + "; END");
    }

    private String effect(Table table, String row, Column column) {
        String value = row + column.quoted();
        Column target = dice.pick(table.settable());
        String name = Names.quoted(table.name);
        return switch (dice.below(4)) {
            case 0 -> "INSERT OR IGNORE INTO " + name + " (" + target.quoted() + ") VALUES (" + value + ")";
            case 1 -> "DELETE FROM " + name + " WHERE " + target.quoted() + " = " + value;
            case 2 ->
                "UPDATE " + name + " SET " + target.quoted() + " = " + value + " WHERE "
                        + dice.pick(table.columns).quoted() + " = " + (1 + dice.below(5));
            default -> "INSERT INTO " + name + " (" + target.quoted() + ") VALUES (" + value + ")";
        };
    }

    private void view() {
        List<Table> children = schema.in("main").stream()
                .filter(table -> !table.keys.isEmpty())
                .toList();
        if (children.isEmpty()) {
            return;
        }
        Table table = dice.pick(children);
        Schema.View view = new Schema.View("view of " + table.name, table, table.settable());
        String columns = columns(view, "");
        String name = Names.quoted(view.name());
        declarations.add("CREATE VIEW " + name + " AS SELECT " + columns + " FROM " + Names.quoted(table.name));
        declarations.add("CREATE TRIGGER " + Names.quoted("instead of insert") + " INSTEAD OF INSERT ON " + name
                + " BEGIN INSERT INTO " + Names.quoted(table.name) + " (" + columns + ") VALUES ("
                + columns(view, "NEW.")
                + "); END");
        schema.views.add(view);
    }

    private static String columns(Schema.View view, String prefix) {
        return String.join(
                ", ",
                view.columns().stream().map(column -> prefix + column.quoted()).toList());
    }
}
