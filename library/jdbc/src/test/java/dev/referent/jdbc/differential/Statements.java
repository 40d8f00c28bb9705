package dev.referent.jdbc.differential;

import dev.referent.integrity.ReferentialAction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes up statements that write. */
final class Statements {
    private final Dice dice;
    private final Schema schema;
    private final Values values;
    private boolean functions;

    Statements(Dice dice, Schema schema, Values values) {
        this.dice = dice;
        this.schema = schema;
        this.values = values;
    }

    /**
     * A statement that writes.
     *
     * @param sql the statement
     * @param target the table that it names
     * @param returning whether it returns rows
     */
    record Write(Sql sql, Table target, boolean returning) {}

    /** What people write is REPLACE and IGNORE. */
    private String conflictClause() {
        return dice.chance(0.1)
                ? dice.of("OR FAIL ", "OR ROLLBACK ")
                : dice.of("OR REPLACE ", "OR IGNORE ", "OR ABORT ");
    }

    /** Referent does not drop a table whose DROP would delete or change rows of others; the bare driver does it. */
    private boolean actsOnOthers(Table table) {
        return schema.keys()
                .anyMatch(key -> key.parent().equals(table)
                        && !key.child().equals(table)
                        && key.onDelete() != ReferentialAction.NO_ACTION
                        && key.onDelete() != ReferentialAction.RESTRICT);
    }

    /**
     * Returns a statement.
     *
     * @param bound whether its values are bound
     * @param alone whether it is a step of its own, so that it may call the program's functions
     */
    Write any(boolean bound, boolean alone) throws SQLException {
        functions = alone && schema.functions;
        int roll = dice.below(1000);
        Table table = dice.pick(schema.tables);
        if (roll < 6 && !actsOnOthers(table)) {
            return new Write(Sql.of("DROP TABLE " + table.quoted()), table, false);
        }
        if (roll < 12 && !schema.views.isEmpty()) {
            return intoView(dice.pick(schema.views), bound);
        }
        Phrase phrase = new Phrase(dice, bound);
        if (roll < 460) {
            insert(phrase, table);
        } else if (roll < 790) {
            update(phrase, table);
        } else {
            delete(phrase, table);
        }
        boolean returning = dice.chance(0.06);
        if (returning) {
            phrase.add(" RETURNING " + dice.of("*", dice.pick(table.columns).quoted()));
        }
        return new Write(phrase.sql(), table, returning);
    }

    /** Returns a statement with as many bound values each time, for a batch: its rows differ in their values alone. */
    List<Sql> rows(int count) throws SQLException {
        Table table = dice.pick(schema.tables);
        int kind = dice.below(10);
        List<Column> columns = kind < 6 ? table.settable() : List.of(dice.pick(table.settable()));
        List<Column> key = dice.pick(table.candidates());
        List<Sql> rows = new ArrayList<>();
        functions = false;
        for (int i = 0; i < count; i++) {
            Phrase phrase = new Phrase(dice, true);
            if (kind < 6) {
                phrase.add("INSERT INTO " + table.quoted() + " (" + list(columns) + ") VALUES ");
                tuple(phrase, values.row(table, columns));
            } else if (kind < 8) {
                phrase.add("UPDATE " + table.quoted() + " SET " + columns.get(0).quoted() + " = ")
                        .add(values.pointing(table, columns.get(0)));
                whereKey(phrase, table, key);
            } else {
                phrase.add("DELETE FROM " + table.quoted());
                whereKey(phrase, table, key);
            }
            rows.add(phrase.sql());
        }
        return rows;
    }

    /** Returns an INSERT of one row, for the content of a new database. */
    Sql row(Table table) throws SQLException {
        functions = false;
        Phrase phrase = new Phrase(dice, false);
        List<Column> columns = insertColumns(table);
        phrase.add("INSERT INTO " + table.quoted() + " (" + list(columns) + ") VALUES ");
        tuple(phrase, values.row(table, columns));
        return phrase.sql();
    }

    /** Writes a value, in the words of a program with functions of its own now and then. */
    private void cell(Phrase phrase, Value value) {
        if (functions && value.storage() == Value.Storage.INTEGER && dice.chance(0.3)) {
            phrase.add(dice.of("steady(", "once(")).add(value).add(")");
        } else {
            phrase.add(value);
        }
    }

    private Write intoView(Schema.View view, boolean bound) throws SQLException {
        Phrase phrase = new Phrase(dice, bound);
        phrase.add("INSERT INTO " + Names.quoted(view.name()) + " (" + list(view.columns()) + ") VALUES ");
        tuple(phrase, values.row(view.table(), view.columns()));
        return new Write(phrase.sql(), view.table(), false);
    }

    private void insert(Phrase phrase, Table table) throws SQLException {
        List<Column> columns = insertColumns(table);
        String withRows = dice.chance(0.03) ? "WITH w(x) AS (SELECT 1) " : "";
        String or = dice.chance(0.12) ? conflictClause() : "";
        if (dice.chance(0.01)) {
            phrase.add("INSERT INTO " + table.quoted() + " DEFAULT VALUES");
            return;
        }
        boolean rowid = table.rowid().isPresent() && table.rowidAlias().isEmpty() && dice.chance(0.04);
        phrase.add(withRows + (or.equals("OR REPLACE ") && dice.chance(0.3) ? "REPLACE " : "INSERT " + or) + "INTO "
                + target(table) + " (" + list(columns)
                + (rowid ? ", " + table.rowid().orElseThrow() : "") + ") ");
        if (!rowid && dice.chance(0.1)) {
            select(phrase, table, columns);
        } else {
            valueRows(phrase, table, columns, rowid);
        }
        if (or.isEmpty() && dice.chance(0.1)) {
            upsert(phrase, table);
        }
    }

    private List<Column> insertColumns(Table table) {
        List<Column> columns = new ArrayList<>(table.settable());
        if (table.rowidAlias().isPresent() && dice.chance(0.4) && columns.size() > 1) {
            columns.remove(table.rowidAlias().orElseThrow());
        }
        if (columns.size() > 2 && dice.chance(0.2)) {
            columns.remove(1 + dice.below(columns.size() - 1));
        }
        return columns;
    }

    private void valueRows(Phrase phrase, Table table, List<Column> columns, boolean rowid) throws SQLException {
        phrase.add("VALUES ");
        int rows = dice.chance(0.8) ? 1 : 2 + dice.below(3);
        for (int i = 0; i < rows; i++) {
            phrase.add(i == 0 ? "" : ", ");
            Map<Column, Value> row = values.row(table, columns);
            if (rowid) {
                row.put(Column.of("rowid", "INTEGER"), Value.of(1L + dice.below(20)));
            }
            tuple(phrase, row);
        }
    }

    private void select(Phrase phrase, Table table, List<Column> columns) throws SQLException {
        Table source = dice.pick(schema.tables);
        phrase.add("SELECT ");
        String comma = "";
        for (Map.Entry<Column, Value> cell : values.row(table, columns).entrySet()) {
            phrase.add(comma);
            if (dice.chance(0.5)) {
                phrase.add(dice.pick(source.columns).quoted());
            } else {
                phrase.add(cell.getValue());
            }
            comma = ", ";
        }
        phrase.add(" FROM " + source.quoted() + " WHERE true" + (dice.chance(0.4) ? " LIMIT 2" : ""));
    }

    private void upsert(Phrase phrase, Table table) throws SQLException {
        String target = dice.chance(0.7) ? " (" + list(dice.pick(table.candidates())) + ")" : "";
        Column column = dice.pick(table.settable());
        phrase.add(" ON CONFLICT" + target);
        if (dice.chance(0.2)) {
            phrase.add(" DO NOTHING");
        } else if (dice.chance(0.5)) {
            phrase.add(" DO UPDATE SET " + column.quoted() + " = excluded." + column.quoted());
        } else {
            phrase.add(" DO UPDATE SET " + column.quoted() + " = ").add(values.pointing(table, column));
        }
    }

    private void update(Phrase phrase, Table table) throws SQLException {
        String or = dice.chance(0.08) ? dice.of("OR REPLACE ", "OR IGNORE ", "OR FAIL ") : "";
        phrase.add("UPDATE " + or + target(table) + " SET ");
        Column column = updated(table);
        int form = dice.below(100);
        if (form < 3 && table.rowid().isPresent()) {
            phrase.add(table.rowid().orElseThrow() + " = " + table.rowid().orElseThrow() + dice.of(" + 10", " - 1"));
        } else if (form < 8) {
            Column other = dice.pick(table.settable());
            phrase.add("(" + column.quoted() + ", " + other.quoted() + ") = (")
                    .add(values.pointing(table, column))
                    .add(", ")
                    .add(values.pointing(table, other))
                    .add(")");
        } else if (form < 16) {
            phrase.add(column.quoted() + " = " + column.quoted() + dice.of(" + 1", " - 1", " || ''", ""));
        } else if (form < 20) {
            Table source = dice.pick(schema.tables);
            phrase.add(column.quoted() + " = f." + dice.pick(source.columns).quoted() + " FROM " + source.quoted()
                    + " AS f");
        } else {
            phrase.add(column.quoted() + " = ");
            cell(phrase, values.pointing(table, column));
        }
        where(phrase, table);
    }

    /** Half of the time a column of a foreign key, often a referenced one. */
    private Column updated(Table table) {
        List<Column> referencing = table.keys.stream()
                .flatMap(key -> key.childColumns().stream())
                .filter(column -> !column.isGenerated())
                .toList();
        if (!referencing.isEmpty() && dice.chance(0.5)) {
            return dice.pick(referencing);
        }
        return dice.chance(0.6) ? dice.pick(dice.pick(table.candidates())) : dice.pick(table.settable());
    }

    private void delete(Phrase phrase, Table table) throws SQLException {
        phrase.add("DELETE FROM " + target(table));
        where(phrase, table);
    }

    private void where(Phrase phrase, Table table) throws SQLException {
        int form = dice.below(100);
        if (form < 75) {
            whereKey(phrase, table, dice.pick(table.candidates()));
        } else if (form < 94) {
            Column column = dice.pick(table.columns);
            phrase.add(" WHERE " + table.quoted() + "." + column.quoted() + dice.of(" = ", " >= ", " < "))
                    .add(values.one(table, column));
        }
    }

    private void whereKey(Phrase phrase, Table table, List<Column> key) throws SQLException {
        List<Value> existing = dice.chance(0.85) ? values.existing(table, key) : List.of();
        for (int i = 0; i < key.size(); i++) {
            phrase.add((i == 0 ? " WHERE " : " AND ") + table.quoted() + "."
                            + key.get(i).quoted() + " = ")
                    .add(existing.isEmpty() ? values.one(table, key.get(i)) : existing.get(i));
        }
    }

    private String target(Table table) {
        if (table.schema.equals("main") && dice.chance(0.05)) {
            return Names.quoted(Names.inOtherCase(table.name));
        }
        return dice.chance(0.06) ? table.qualified() : table.quoted();
    }

    private void tuple(Phrase phrase, Map<Column, Value> row) {
        String comma = "(";
        for (Value value : row.values()) {
            phrase.add(comma);
            cell(phrase, value);
            comma = ", ";
        }
        phrase.add(")");
    }

    private static String list(List<Column> columns) {
        return String.join(", ", columns.stream().map(Column::quoted).toList());
    }
}
