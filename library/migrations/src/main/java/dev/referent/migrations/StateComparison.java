package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqliteDriver;
import dev.referent.migrations.Schema.Attachment;
import dev.referent.orphans.AuditReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares a database after a migration with its copy from before it. SQLite counts; no row is kept in memory. */
final class StateComparison {
    private final DatabaseState before;
    private final DatabaseState after;
    private final Set<String> accepted;

    /**
     * Creates a comparison.
     *
     * @param accepted the tables that may lose anything, folded
     */
    StateComparison(DatabaseState before, DatabaseState after, Set<String> accepted) {
        this.before = before;
        this.after = after;
        this.accepted = accepted;
    }

    /**
     * Compares.
     *
     * @param copy the file from before
     * @param file the file from after
     */
    RehearsalReport.Migration run(String name, Optional<String> failure, Path copy, Path file) throws SQLException {
        List<RehearsalReport.Table> tables = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        List<String> indexes = new ArrayList<>();
        try (Connection connection = SqliteDriver.connect("jdbc:sqlite:" + file)) {
            attach(connection, copy);
            for (DatabaseState.Table table : before.tables()) {
                if (accepted.contains(SqlNames.folded(table.name()))) {
                    continue;
                }
                TableComparison comparison = new TableComparison(connection, before, after, table);
                RehearsalReport.Table rows = comparison.run();
                if (!rows.isWhole()) {
                    tables.add(rows);
                }
                declarations(table, comparison.now(), keys, indexes);
            }
        }
        return new RehearsalReport.Migration(name, failure, tables, newOrphans(), keys, indexes);
    }

    private static void attach(Connection connection, Path copy) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("ATTACH ? AS before")) {
            statement.setString(1, copy.toString());
            statement.execute();
        }
    }

    private void declarations(
            DatabaseState.Table table, Optional<DatabaseState.Table> now, List<String> keys, List<String> indexes) {
        boolean sameName =
                now.filter(each -> SqlNames.same(each.name(), table.name())).isPresent();
        if (!sameName) {
            return;
        }
        for (DeclaredForeignKey key : Losses.keys(before.schema(), after.schema(), table.name())) {
            keys.add(key.name());
        }
        if (now.orElseThrow().mayBeRebuilt(table)) {
            for (Attachment lost : Losses.attachments(before.schema(), after.schema(), table.name())) {
                indexes.add(lost.name());
            }
        }
    }

    private Map<String, Long> newOrphans() {
        Map<String, Long> more = new LinkedHashMap<>();
        for (AuditReport.Key key : after.audit().keys()) {
            long rows = key.orphanRows().orElse(0);
            if (rows > 0 && !accepted.contains(SqlNames.folded(key.childTable()))) {
                long added = earlier(key).map(old -> added(old, key)).orElse(rows);
                if (added > 0) {
                    more.put(key.name(), added);
                }
            }
        }
        return more;
    }

    /** Returns the key as it was: with the same parent table, else one that has another parent table now. */
    private Optional<AuditReport.Key> earlier(AuditReport.Key key) {
        List<AuditReport.Key> olds = before.audit().keys().stream()
                .filter(old -> SqlNames.same(now(old.childTable()), key.childTable())
                        && columnsNow(old).equals(folded(key.childColumns())))
                .toList();
        return olds.stream()
                .filter(old -> SqlNames.same(now(old.parentTable()), key.parentTable()))
                .findFirst()
                .or(() -> olds.stream().filter(old -> !isKept(old)).findFirst());
    }

    private boolean isKept(AuditReport.Key old) {
        return after.audit().keys().stream()
                .anyMatch(key -> SqlNames.same(now(old.childTable()), key.childTable())
                        && columnsNow(old).equals(folded(key.childColumns()))
                        && SqlNames.same(now(old.parentTable()), key.parentTable()));
    }

    /** Returns the name that a table has now. */
    private String now(String table) {
        return before.table(table)
                .filter(old -> after.table(table).isEmpty())
                .flatMap(old -> after.renamed(old, before))
                .map(DatabaseState.Table::name)
                .orElse(table);
    }

    /** Returns the names that the child columns of a key have now: a column that is renamed keeps its place. */
    private List<String> columnsNow(AuditReport.Key old) {
        List<String> were = names(before, old.childTable());
        List<String> are = names(after, now(old.childTable()));
        boolean altered = before.table(old.childTable())
                .flatMap(table -> after.table(now(old.childTable())).filter(table::isSame))
                .isPresent();
        return folded(old.childColumns()).stream()
                .map(column -> altered && were.size() == are.size() && !are.contains(column)
                        ? are.get(were.indexOf(column))
                        : column)
                .toList();
    }

    private static List<String> names(DatabaseState state, String table) {
        return folded(state.schema().columnsOf(table).stream()
                .map(Schema.Column::name)
                .toList());
    }

    private static List<String> folded(List<String> names) {
        return names.stream().map(SqlNames::folded).toList();
    }

    /** Compares value by value, unless there are too many to be listed. */
    private static long added(AuditReport.Key old, AuditReport.Key now) {
        boolean listed = isListed(old) && isListed(now);
        return listed
                ? now.orphanKeys().entrySet().stream()
                        .mapToLong(entry ->
                                Math.max(0, entry.getValue() - old.orphanKeys().getOrDefault(entry.getKey(), 0L)))
                        .sum()
                : now.orphanRows().orElse(0) - old.orphanRows().orElse(0);
    }

    private static boolean isListed(AuditReport.Key key) {
        return key.orphanRows().orElse(0) == 0 || !key.orphanKeys().isEmpty();
    }
}
