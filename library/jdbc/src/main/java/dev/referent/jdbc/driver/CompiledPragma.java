package dev.referent.jdbc.driver;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * The rows of a PRAGMA about the schema, which SQLite compiles into constants (sqlite.org/opcode.html). Executed, it would keep
 * an open transaction at the present state of the database; its compiled form takes no lock.
 */
final class CompiledPragma {
    private static final int OPCODE = 1;
    private static final int P1 = 2;
    private static final int P2 = 3;
    private static final int P4 = 5;

    private CompiledPragma() {}

    static List<List<@Nullable Object>> rows(SQLiteConnection connection, String pragma) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Map<Long, Object> registers = new HashMap<>();
        for (List<@Nullable Object> step : Query.rows(connection, "EXPLAIN PRAGMA " + pragma)) {
            long first = Query.number(step.get(P1));
            long second = Query.number(step.get(P2));
            Object constant = step.get(P4);
            switch (String.valueOf(step.get(OPCODE))) {
                case "Integer" -> registers.put(second, first);
                case "String", "String8" -> registers.put(second, String.valueOf(constant));
                case "Null" -> registers.remove(second);
                case "ResultRow" -> {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (long column = 0; column < second; column++) {
                        row.add(registers.get(first + column));
                    }
                    rows.add(row);
                }
                default -> {}
            }
        }
        return rows;
    }
}
