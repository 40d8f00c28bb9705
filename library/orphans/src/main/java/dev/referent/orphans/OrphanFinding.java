package dev.referent.orphans;

import java.util.List;
import java.util.stream.Collectors;

/** Says of a key that it has orphan rows. */
final class OrphanFinding {
    private OrphanFinding() {}

    static Finding of(AuditReport.Key key) {
        long rows = key.orphanRows().orElse(0);
        return Finding.of(
                AuditRule.ORPHAN_ROWS,
                key.childTable(),
                key.name(),
                rows + (rows == 1 ? " row of " : " rows of ") + key.childTable() + " " + (rows == 1 ? "has" : "have")
                        + " no parent row: " + columns(key.childTable(), key.childColumns()) + " has no matching "
                        + columns(key.parentTable(), key.parentColumns()),
                "referent repair shows what would happen to them");
    }

    static String columns(String table, List<String> columns) {
        return columns.size() == 1
                ? table + "." + columns.get(0)
                : columns.stream().collect(Collectors.joining(", ", table + ".(", ")"));
    }
}
