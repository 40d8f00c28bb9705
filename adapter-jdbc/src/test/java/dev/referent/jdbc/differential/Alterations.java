package dev.referent.jdbc.differential;

import dev.referent.core.integrity.ReferentialAction;
import dev.referent.jdbc.differential.Step.Call;
import dev.referent.jdbc.differential.Step.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes the schema while connections are open, by one of them or by another. */
final class Alterations {
    private final Dice dice;
    private final Schema schema;
    private int count;
    private @Nullable Runnable effect;

    Alterations(Dice dice, Schema schema) {
        this.dice = dice;
        this.schema = schema;
    }

    /** Returns a change of a table of the main database, unless there is an open question about its keys. */
    Optional<Step> any() {
        List<Table> tables = schema.in("main");
        Table table = dice.pick(tables);
        if (!schema.views.isEmpty() || schema.keys().anyMatch(key -> key.form().broken())) {
            return Optional.empty();
        }
        count++;
        String sql =
                switch (dice.below(3)) {
                    case 0 -> renameTable(table, "renamed_" + count);
                    case 1 -> renameColumn(table, dice.pick(table.columns), "column_" + count);
                    default -> addColumn(table, dice.pick(tables), "added_" + count);
                };
        Kind kind =
                dice.chance(0.4) && !schema.has("temp") && !schema.temporaryTriggers ? Kind.FROM_OUTSIDE : Kind.CONTROL;
        Optional<Table> target = Optional.of(table);
        return Optional.of(new Step(kind, Call.EXECUTE, List.of(Sql.of(sql)), target, Optional.empty()));
    }

    private String renameTable(Table table, String name) {
        String sql = "ALTER TABLE " + table.qualified() + " RENAME TO " + name;
        effect = () -> table.name = name;
        return sql;
    }

    private String renameColumn(Table table, Column column, String name) {
        String sql = "ALTER TABLE " + table.qualified() + " RENAME COLUMN " + column.quoted() + " TO " + name;
        effect = () -> column.name = name;
        return sql;
    }

    private String addColumn(Table child, Table parent, String name) {
        List<Column> referenced = dice.pick(parent.candidates());
        Column column = Column.of(name, child.strict ? "ANY" : referenced.get(0).type);
        boolean plain = referenced.size() > 1;
        Key key = new Key(
                dice.chance(0.5) ? "added_fk" + count : null,
                child,
                List.of(column),
                parent,
                List.of(referenced.get(0)),
                dice.of(ReferentialAction.NO_ACTION, ReferentialAction.CASCADE),
                ReferentialAction.NO_ACTION,
                new Key.Form(true, false, dice.of("", Key.DEFERRED), "", false));
        effect = () -> {
            child.columns.add(column);
            if (!plain) {
                child.keys.add(key);
            }
        };
        return "ALTER TABLE " + child.qualified() + " ADD COLUMN " + child.definition(column)
                + (plain ? "" : key.clause());
    }

    void applied() {
        if (effect != null) {
            effect.run();
        }
    }
}
