package dev.referent.comparison.path;

import dev.referent.comparison.scenario.Operation;
import dev.referent.comparison.scenario.Table;
import java.util.Collections;

/** The SQL of the operations that have no text of their own. */
final class Sentences {
    private Sentences() {}

    /** Returns the INSERT of one row, with a parameter for each column. */
    static String insert(Table table) {
        int columns = table.columns().size();
        return "INSERT INTO " + table.name() + " (" + String.join(", ", table.columnNames()) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns, "?")) + ")";
    }

    /** Returns the UPDATE of one column, with parameters for the value and the id. */
    static String update(Operation.Update update) {
        return "UPDATE " + update.table().name() + " SET " + update.column() + " = ? WHERE id = ?";
    }

    /** Returns the DELETE of one row, with a parameter for the id. */
    static String delete(Operation.Delete delete) {
        return "DELETE FROM " + delete.table().name() + " WHERE id = ?";
    }
}
