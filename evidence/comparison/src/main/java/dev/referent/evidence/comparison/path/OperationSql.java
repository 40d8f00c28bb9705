package dev.referent.evidence.comparison.path;

import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Generates the SQL of operations on rows.
 *
 * @param marker writes parameters in the access path's syntax
 */
record OperationSql(ParameterMarker marker) {
    /** SQL with JDBC's question marks. */
    static final OperationSql JDBC = new OperationSql((index, number) -> "?");

    /** Writes a parameter in an access path's syntax. */
    @FunctionalInterface
    interface ParameterMarker {
        /**
         * Returns a parameter.
         *
         * @param index the index of the parameter, from 0
         * @param number whether its column holds numbers rather than text
         */
        String of(int index, boolean number);
    }

    /** Returns whether a column holds numbers rather than text. */
    static boolean isNumber(Table table, String column) {
        return table.columns().stream()
                .noneMatch(definition -> definition.startsWith(column + " ") && definition.contains("CHAR"));
    }

    /** Returns the INSERT of one row, with a parameter for each column. */
    String insert(Table table) {
        List<String> columns = table.columnNames();
        String markers = IntStream.range(0, columns.size())
                .mapToObj(i -> marker(table, columns.get(i), i))
                .collect(Collectors.joining(", "));
        return "INSERT INTO " + table.name() + " (" + String.join(", ", columns) + ") VALUES (" + markers + ")";
    }

    /** Returns the UPDATE of one column, with parameters for the value and the id. */
    String update(Operation.Update update) {
        Table table = update.table();
        return "UPDATE " + table.name() + " SET " + update.column() + " = " + marker(table, update.column(), 0)
                + " WHERE id = " + marker(table, "id", 1);
    }

    /** Returns the DELETE of one row, with a parameter for the id. */
    String delete(Operation.Delete delete) {
        return "DELETE FROM " + delete.table().name() + " WHERE id = " + marker(delete.table(), "id", 0);
    }

    private String marker(Table table, String column, int index) {
        return marker.of(index, isNumber(table, column));
    }
}
