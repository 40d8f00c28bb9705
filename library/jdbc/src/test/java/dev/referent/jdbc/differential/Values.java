package dev.referent.jdbc.differential;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chooses what to write: keys that exist mostly, and small domains, so that values meet. */
final class Values {
    private static final double EXISTING = 0.72;
    private static final List<Object> WORDS = List.of("a", "b", "c", "d", "e", "f");
    private static final List<Object> ODD_WORDS = List.of("A", "a ", "5", "05", "1", "B");
    private static final List<Object> ANYTHING =
            List.of(1L, 2L, 3L, 5L, "5", "05", 5.0, 2.5, "a", "A", new byte[] {0x61}, new byte[] {0x62});

    private final Dice dice;
    private final Connection connection;

    /** Reads what exists through that connection, at the moment of each choice. */
    Values(Dice dice, Connection connection) {
        this.dice = dice;
        this.connection = connection;
    }

    /** Returns a value for each of the columns; those of one foreign key mostly point at one parent row. */
    Map<Column, Value> row(Table table, List<Column> columns) throws SQLException {
        Map<Column, Value> row = new LinkedHashMap<>();
        for (Column column : columns) {
            row.put(column, one(table, column));
        }
        for (Key key : table.keys) {
            if (dice.chance(EXISTING) && row.keySet().containsAll(key.childColumns())) {
                List<Value> parent = existing(key.parent(), key.parentColumns());
                for (int i = 0; i < parent.size(); i++) {
                    row.put(key.childColumns().get(i), parent.get(i));
                }
            }
        }
        return row;
    }

    /** Returns a value for one column, whatever its foreign keys. */
    Value one(Table table, Column column) {
        if (!column.notNull && !table.primaryKey().contains(column) && dice.chance(0.07)) {
            return Value.NULL;
        }
        boolean fresh = table.isUnique(column) && dice.chance(0.6);
        return Value.of(object(column.type, table.strict, fresh));
    }

    /** Returns a value for one column that mostly points at a parent row. */
    Value pointing(Table table, Column column) throws SQLException {
        for (Key key : table.keys) {
            int position = key.childColumns().indexOf(column);
            if (position >= 0 && dice.chance(EXISTING)) {
                List<Value> parent = existing(key.parent(), key.parentColumns());
                return parent.isEmpty() ? one(table, column) : parent.get(position);
            }
        }
        return one(table, column);
    }

    /** Returns the values of the columns in a row that exists; empty if there is none. */
    List<Value> existing(Table table, List<Column> columns) throws SQLException {
        String names = String.join(", ", columns.stream().map(Column::quoted).toList());
        try {
            List<List<Value>> rows =
                    Query.rows(connection, "SELECT " + names + " FROM " + table.quoted() + " LIMIT 30");
            return rows.isEmpty() ? List.of() : dice.pick(rows);
        } catch (SQLException e) {
            return List.of();
        }
    }

    private Object object(String type, boolean strict, boolean fresh) {
        boolean odd = !strict && dice.chance(0.04);
        return switch (type) {
            case "INTEGER", "INT" ->
                odd ? dice.<Object>of("5", "05", 2.0, "3") : (Object) (1L + dice.below(fresh ? 60 : 7));
            case "TEXT", "VARCHAR(9)" ->
                fresh ? "w" + dice.below(40) : dice.chance(0.2) ? dice.pick(ODD_WORDS) : odd ? 5L : dice.pick(WORDS);
            case "REAL" -> odd ? dice.<Object>of("5", 5L) : (Object) (1.0 + dice.below(fresh ? 30 : 5));
            case "BLOB" -> strict ? dice.of(new byte[] {0x61}, new byte[] {0x62}, new byte[] {0}) : dice.pick(ANYTHING);
            case "NUMERIC" -> dice.<Object>of(1L, 2L, 3L, "5", 5.0, 2.5, "05");
            default -> dice.pick(ANYTHING);
        };
    }
}
