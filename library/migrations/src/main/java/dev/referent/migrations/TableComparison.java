package dev.referent.migrations;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Compares the rows of one table before a migration ({@code before}) and after it ({@code main}), with queries that count. */
final class TableComparison {
    private final Connection connection;
    private final DatabaseState before;
    private final DatabaseState after;
    private final DatabaseState.Table old;
    private final DatabaseState.@Nullable Table now;

    TableComparison(Connection connection, DatabaseState before, DatabaseState after, DatabaseState.Table old) {
        this.connection = connection;
        this.before = before;
        this.after = after;
        this.old = old;
        this.now = after.table(old.name()).or(() -> after.renamed(old, before)).orElse(null);
    }

    /** Returns the table afterwards; empty if it is gone. */
    Optional<DatabaseState.Table> now() {
        return Optional.ofNullable(now);
    }

    /** Returns what happened to the rows. */
    RehearsalReport.Table run() throws SQLException {
        long rows = count(from());
        Optional<String> same = identity();
        Map<String, Long> byKey = new LinkedHashMap<>();
        long lost;
        if (now == null) {
            lost = rows;
        } else if (same.isEmpty()) {
            lost = Math.max(0, rows - count(" FROM main." + SqlNames.quoted(now.name())));
        } else {
            lost = count(from() + " WHERE " + isLost(same.get()));
        }
        if (lost > 0 && same.isPresent()) {
            for (DeclaredForeignKey key : cascadingKeys()) {
                add(byKey, key.name(), count(from() + " WHERE " + isLost(same.get()) + cascaded(key)));
            }
        }
        Map<String, Long> nulled = new LinkedHashMap<>();
        Map<String, Long> defaulted = new LinkedHashMap<>();
        if (same.isPresent()) {
            changes(same.get(), nulled, defaulted);
        }
        return new RehearsalReport.Table(old.name(), rows, lost, byKey, nulled, defaulted);
    }

    private String from() {
        return " FROM before." + SqlNames.quoted(old.name()) + " b";
    }

    private String isLost(String same) {
        return "NOT EXISTS (SELECT 1 FROM main." + SqlNames.quoted(nowName()) + " a WHERE " + same + ")";
    }

    private String nowName() {
        return now == null ? old.name() : now.name();
    }

    /** Returns the condition that {@code a} and {@code b} are the same row; empty if rows cannot be told apart. */
    private Optional<String> identity() throws SQLException {
        if (now == null) {
            return Optional.empty();
        }
        List<String> key = before.primaryKey(old.name());
        boolean kept = key.stream()
                .allMatch(column -> after.schema().column(nowName(), column).isPresent());
        if (!key.isEmpty()) {
            return kept ? Optional.of(sameKey(key)) : Optional.empty();
        }
        boolean hidden = before.schema().column(old.name(), "rowid").isPresent();
        return now.isSame(old) && !hidden ? Optional.of("a.rowid = b.rowid") : Optional.empty();
    }

    /** The index of a primary key tells rows apart, by collations that need not be those of its columns. */
    private String sameKey(List<String> key) throws SQLException {
        Set<String> conditions = new LinkedHashSet<>();
        for (String column : key) {
            Set<String> collations = new LinkedHashSet<>(keyCollations("main", nowName(), column));
            collations.addAll(keyCollations("before", old.name(), column));
            for (String collation : collations.isEmpty() ? Set.of("BINARY") : collations) {
                conditions.add("a." + SqlNames.quoted(column) + " COLLATE " + SqlNames.quoted(collation) + " IS b."
                        + SqlNames.quoted(column));
            }
        }
        return String.join(" AND ", conditions);
    }

    private List<String> keyCollations(String database, String table, String column) throws SQLException {
        String query = "SELECT part.coll FROM pragma_index_list(?, ?) i, pragma_index_xinfo(i.name, ?) part"
                + " WHERE i.origin = 'pk' AND part.\"key\" = 1 AND part.name = ? COLLATE NOCASE";
        return Sql.texts(connection, query, table, database, database, column);
    }

    private List<DeclaredForeignKey> cascadingKeys() {
        return before.schema().keys().stream()
                .filter(key ->
                        SqlNames.same(key.childTable(), old.name()) && key.onDelete() == ReferentialAction.CASCADE)
                .toList();
    }

    /** Returns the condition that a delete of the parent row explains the loss: its table was rebuilt or dropped, or it is gone. */
    private String cascaded(DeclaredForeignKey key) {
        List<String> columns = before.parentColumns(key);
        Optional<DatabaseState.Table> parent = before.table(key.parentTable());
        if (parent.isEmpty() || columns.size() != key.childColumns().size()) {
            return " AND 0";
        }
        String references = key.childColumns().stream()
                .map(column -> " AND b." + SqlNames.quoted(column) + " IS NOT NULL")
                .collect(Collectors.joining());
        Optional<DatabaseState.Table> same = after.table(parent.get().name());
        boolean kept = same.filter(table -> !table.mayBeRebuilt(parent.get())).isPresent()
                && columns.stream()
                        .allMatch(column ->
                                after.schema().column(key.parentTable(), column).isPresent());
        return kept
                ? references + " AND NOT EXISTS (SELECT 1 FROM main." + SqlNames.quoted(key.parentTable())
                        + " p WHERE "
                        + IntStream.range(0, columns.size())
                                .mapToObj(i -> "p." + SqlNames.quoted(columns.get(i)) + " = +b."
                                        + SqlNames.quoted(key.childColumns().get(i)))
                                .collect(Collectors.joining(" AND "))
                        + ")"
                : references;
    }

    /** Counts, in one pass over the rows that still exist, those of which a value was set to null or to its default. */
    private void changes(String same, Map<String, Long> nulled, Map<String, Long> defaulted) throws SQLException {
        List<RowChange> changes = RowChange.of(before, after, old.name(), nowName());
        if (changes.isEmpty()) {
            return;
        }
        String sums = changes.stream()
                .map(change -> "total(" + change.condition() + ")")
                .collect(Collectors.joining(", "));
        String query = "SELECT " + sums + from() + " JOIN main." + SqlNames.quoted(nowName()) + " a ON " + same;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            for (int i = 0; i < changes.size(); i++) {
                RowChange change = changes.get(i);
                add(change.toDefault() ? defaulted : nulled, change.name(), row.getLong(i + 1));
            }
        }
    }

    private static void add(Map<String, Long> counts, String name, long count) {
        if (count > 0) {
            counts.put(name, count);
        }
    }

    private long count(String from) throws SQLException {
        return Sql.number(connection, "SELECT count(*)" + from);
    }
}
