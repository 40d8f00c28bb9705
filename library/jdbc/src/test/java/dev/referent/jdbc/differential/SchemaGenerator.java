package dev.referent.jdbc.differential;

import dev.referent.integrity.ReferentialAction;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes up tables and foreign keys: mostly what people have, and each odd thing now and then. */
final class SchemaGenerator {
    private static final List<String> STRICT_TYPES = List.of("INTEGER", "TEXT", "REAL", "BLOB", "ANY", "INT");
    private static final List<String> ODD_TYPES = List.of("REAL", "BLOB", "", "NUMERIC", "VARCHAR(9)", "INT");

    private final Dice dice;
    private final boolean hostile;
    private final boolean mixed;
    private final boolean custom;
    private final Schema schema = new Schema();
    private int keyCount;

    private SchemaGenerator(Dice dice) {
        this.dice = dice;
        this.hostile = dice.chance(0.2);
        this.mixed = dice.chance(0.25);
        this.custom = dice.chance(0.08);
        schema.functions = custom;
    }

    static Schema generate(Dice dice) {
        SchemaGenerator generator = new SchemaGenerator(dice);
        Iterator<String> names = Names.tables(dice, generator.hostile).iterator();
        generator.database("main", 2 + dice.below(3), names);
        if (dice.chance(0.08)) {
            generator.database("aux", 2, names);
        }
        if (dice.chance(0.07)) {
            generator.database("temp", 2, names);
        }
        return generator.schema;
    }

    private void database(String name, int tables, Iterator<String> names) {
        for (int i = 0; i < tables; i++) {
            Names.Quotes quotes = dice.chance(0.8) ? Names.Quotes.NONE : dice.pick(List.of(Names.Quotes.values()));
            Table table = new Table(name, names.next(), quotes);
            Iterator<String> free = Names.columns(dice, hostile).iterator();
            table.strict = dice.chance(0.08);
            ownColumns(table, free);
            schema.tables.add(table);
        }
        List<Table> made = schema.in(name);
        for (int i = 0; i < made.size(); i++) {
            int keys = i == 0 ? dice.below(2) : 1 + dice.below(3);
            for (int k = 0; k < keys; k++) {
                Table parent = i == 0 || dice.chance(0.12) ? made.get(i) : made.get(dice.below(i));
                Table forward = dice.chance(0.06) ? dice.pick(made) : parent;
                addKey(made.get(i), forward);
            }
        }
    }

    private void ownColumns(Table table, Iterator<String> free) {
        int kind = dice.below(100);
        if (kind < 65) {
            Column id = Column.of("id", "INTEGER");
            table.columns.add(id);
            table.uniques.set(0, List.of(id));
            table.autoincrement = dice.chance(0.15);
        } else if (kind < 78) {
            Column code = column(table, free.next(), type(table), false);
            table.uniques.set(0, List.of(code));
            table.withoutRowid = dice.chance(0.4);
        } else if (kind < 91) {
            List<Column> pair = List.of(
                    column(table, free.next(), type(table), false), column(table, free.next(), type(table), false));
            table.uniques.set(0, pair);
            table.withoutRowid = dice.chance(0.35);
            table.keyCollation = mixed && dice.chance(0.4) ? dice.of(" COLLATE NOCASE", " COLLATE BINARY") : "";
        }
        if (table.primaryKey().isEmpty() || dice.chance(0.3)) {
            table.uniques.add(List.of(column(table, free.next(), type(table), false)));
        }
        if (dice.chance(0.1)) {
            table.uniques.add(List.of(
                    column(table, free.next(), type(table), false), column(table, free.next(), type(table), false)));
        }
        if (dice.chance(0.5) && free.hasNext()) {
            column(table, free.next(), table.strict ? "TEXT" : type(table), dice.chance(0.1));
        }
    }

    private Column column(Table table, String name, String type, boolean notNull) {
        boolean collated = type.equals("TEXT") && dice.chance(mixed || custom ? 0.25 : 0.03);
        String collation =
                collated ? " COLLATE " + (custom ? "folded" : dice.of("NOCASE", "NOCASE", "RTRIM", "BINARY")) : "";
        Value byDefault = notNull && !table.strict ? Value.of(1L) : null;
        Column column = new Column(name, type, collation, notNull, byDefault, null);
        table.columns.add(column);
        return column;
    }

    private String type(Table table) {
        if (table.strict) {
            return dice.pick(STRICT_TYPES);
        }
        return mixed && dice.chance(0.4) ? dice.pick(ODD_TYPES) : dice.of("INTEGER", "INTEGER", "TEXT");
    }

    private void addKey(Table child, Table parent) {
        if (dice.chance(0.01)) {
            child.keys.add(broken(child, parent));
            return;
        }
        List<Column> parentColumns = dice.pick(parent.candidates());
        @Nullable List<Column> own = dice.chance(0.12) ? ownColumns(child, parentColumns) : null;
        boolean generated = own == null && parentColumns.size() == 1 && dice.chance(0.02);
        List<Column> childColumns = own != null
                ? own
                : parentColumns.stream()
                        .map(column -> referencing(child, parent, column, generated))
                        .toList();
        child.keys.add(new Key(
                dice.chance(0.5) ? keyName(child) : null,
                child,
                childColumns,
                parent,
                parentColumns,
                generated ? ReferentialAction.NO_ACTION : action(),
                generated ? ReferentialAction.NO_ACTION : action(),
                form(parent, parentColumns, own == null)));
    }

    /** A key whose parent is missing, or has no such unique column. */
    private Key broken(Table child, Table parent) {
        Column plain = parent.columns.get(parent.columns.size() - 1);
        Table target = parent.isUnique(plain) ? new Table(child.schema, "missing", Names.Quotes.NONE) : parent;
        return new Key(
                null,
                child,
                List.of(referencing(child, parent, plain, false)),
                target,
                List.of(plain),
                action(),
                action(),
                new Key.Form(false, false, "", "", true, false));
    }

    private @Nullable List<Column> ownColumns(Table child, List<Column> parentColumns) {
        return child.candidates().stream()
                .filter(unique -> unique.size() == parentColumns.size())
                .filter(unique -> unique != parentColumns)
                .filter(unique -> IntStream.range(0, unique.size())
                        .allMatch(i -> unique.get(i).type.equals(parentColumns.get(i).type)))
                .findFirst()
                .orElse(null);
    }

    private Column referencing(Table child, Table parent, Column referenced, boolean generated) {
        String base = hostile && dice.chance(0.2) ? "ref to " + parent.name : parent.name + "_" + referenced.name;
        String name = base;
        for (int i = 2; isTaken(child, name); i++) {
            name = base + i;
        }
        String type = mixed && dice.chance(0.3) ? type(child) : referenced.type;
        if (child.strict && !STRICT_TYPES.contains(type)) {
            type = "ANY";
        }
        boolean notNull = dice.chance(0.12);
        Value byDefault = dice.chance(0.15) && !child.strict ? Value.of(1L + dice.below(5)) : null;
        Column source = generated ? child.columns.get(0) : null;
        String collation = mixed && dice.chance(0.1) ? " COLLATE NOCASE" : "";
        Column column = new Column(name, type, collation, notNull && !generated, generated ? null : byDefault, source);
        child.columns.add(column);
        return column;
    }

    private static boolean isTaken(Table table, String name) {
        return table.columns.stream().anyMatch(column -> column.name.equalsIgnoreCase(name));
    }

    private Key.Form form(Table parent, List<Column> parentColumns, boolean fresh) {
        boolean inline = fresh && parentColumns.size() == 1 && dice.chance(0.55);
        boolean implicit = parentColumns == parent.primaryKey() && (!parent.keyCollation.isEmpty() || dice.chance(0.4));
        String deferrability = dice.chance(0.22)
                ? Key.DEFERRED
                : dice.of("", "", "", "", " DEFERRABLE", " NOT DEFERRABLE", " DEFERRABLE INITIALLY IMMEDIATE");
        String comment = dice.chance(0.04) ? dice.of(" /* it's, a (comment) */", " -- REFERENCES \"none\n") : "";
        return new Key.Form(inline, implicit, deferrability, comment, false, dice.chance(0.04));
    }

    private String keyName(Table child) {
        int number = ++keyCount;
        return hostile && dice.chance(0.3)
                ? dice.of("my key ", "FK\"x", "ключ", "it's; DROP TABLE t; -- ") + number
                : Names.declared(child.name, Names.Quotes.NONE).replaceAll("[^a-z]", "") + "_fk" + number;
    }

    private ReferentialAction action() {
        int roll = dice.below(100);
        if (roll < 48) {
            return ReferentialAction.NO_ACTION;
        }
        if (roll < 68) {
            return ReferentialAction.CASCADE;
        }
        if (roll < 82) {
            return ReferentialAction.RESTRICT;
        }
        return roll < 92 ? ReferentialAction.SET_NULL : ReferentialAction.SET_DEFAULT;
    }
}
