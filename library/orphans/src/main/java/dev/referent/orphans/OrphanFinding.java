package dev.referent.orphans;

import java.util.List;
import java.util.stream.Collectors;

/** Says of a key that it has orphan rows. */
final class OrphanFinding {
    private OrphanFinding() {}

    static Finding of(AuditReport.Key key) {
        return Finding.of(
                AuditRule.ORPHAN_ROWS,
                key.childTable(),
                key.name(),
                message(key),
                "referent repair shows what would happen to them");
    }

    static String message(AuditReport.Key key) {
        long rows = key.orphanRows().orElse(0);
        return rows + (rows == 1 ? " row of " : " rows of ") + key.childTable() + " " + (rows == 1 ? "has" : "have")
                + " no parent row: " + columns(key.childTable(), key.childColumns()) + " has no matching "
                + columns(key.parentTable(), key.parentColumns());
    }

    /** Returns the columns with their table; the table alone where the primary key of one that does not exist is meant. */
    static String columns(String table, List<String> columns) {
        if (columns.isEmpty()) {
            return table;
        }
        return columns.size() == 1
                ? table + "." + columns.get(0)
                : columns.stream().collect(Collectors.joining(", ", table + ".(", ")"));
    }
}
