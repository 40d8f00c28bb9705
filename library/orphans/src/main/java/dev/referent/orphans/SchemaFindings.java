package dev.referent.orphans;

import dev.referent.jdbc.sql.SqlNames;
import dev.referent.orphans.SchemaTwin.Comparison;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds what is wrong with the declaration of a key, whatever rows there are. */
final class SchemaFindings {
    private final SchemaTwin twin;

    SchemaFindings(SchemaTwin twin) {
        this.twin = twin;
    }

    List<Finding> of(SqliteKey key) throws SQLException {
        if (key.mismatch().isPresent()) {
            return List.of(mismatch(key, key.mismatch().get()));
        }
        if (key.parent().isEmpty()) {
            return List.of(missing(key));
        }
        List<Finding> findings = new ArrayList<>();
        Optional<List<Comparison>> child = twin.comparisons(key.child().name(), key.childColumns());
        Optional<List<Comparison>> parent = twin.comparisons(key.usableParent().name(), key.parentColumns());
        if (child.isPresent() && parent.isPresent()) {
            for (int i = 0; i < child.get().size(); i++) {
                compare(key, i, child.get().get(i), parent.get().get(i)).ifPresent(findings::add);
            }
            index(key, child.get(), parent.get()).ifPresent(findings::add);
        }
        return findings;
    }

    private static Finding missing(SqliteKey key) {
        String parent = key.declared().parentTable();
        return Finding.of(
                AuditRule.PARENT_TABLE_MISSING,
                key.child().name(),
                key.name(),
                "the parent table " + parent
                        + " does not exist; with enforcement on, SQLite rejects each INSERT and DELETE of "
                        + key.child().name() + ", and each UPDATE of "
                        + OrphanFinding.columns(key.child().name(), key.childColumns()),
                "create " + parent + ", or rebuild " + key.child().name()
                        + " with a key to the intended table; a repair leaves its rows unchanged");
    }

    private static Finding mismatch(SqliteKey key, String reason) {
        String parent = key.declared().parentTable();
        Optional<String> index = key.parent()
                .filter(table ->
                        key.parentColumns().size() == key.childColumns().size()
                                && key.parentColumns().stream()
                                        .allMatch(column -> table.column(column).isPresent()))
                .map(table -> "CREATE UNIQUE INDEX " + SqlNames.quoted(name(table.name(), key.parentColumns(), "key"))
                        + " ON " + SqlNames.quoted(table.name()) + " (" + SqlNames.quoted("", key.parentColumns(), ", ")
                        + ");");
        return Finding.of(
                AuditRule.PARENT_KEY_NOT_UNIQUE,
                key.child().name(),
                key.name(),
                "SQLite cannot use the key: the columns of " + parent
                        + " that it references do not exist, or are not unique (" + reason + ")",
                index.orElse("rebuild " + key.child().name() + " with a key to columns that exist and are unique"));
    }

    private static Optional<Finding> compare(SqliteKey key, int place, Comparison child, Comparison parent) {
        String columns = key.child().name() + "." + key.childColumns().get(place) + " and "
                + key.usableParent().name() + "." + key.parentColumns().get(place);
        if (!type(child).equals(type(parent))) {
            return Optional.of(Finding.of(
                    AuditRule.TYPES_DIFFER,
                    key.child().name(),
                    key.name(),
                    columns + " have different types: " + type(child) + " and " + type(parent)
                            + "; the key compares as the parent column does, other comparisons may not",
                    "rebuild " + key.child().name() + " with the parent column's type"));
        }
        if (!child.collation().equalsIgnoreCase(parent.collation())) {
            return Optional.of(Finding.of(
                    AuditRule.COLLATIONS_DIFFER,
                    key.child().name(),
                    key.name(),
                    columns + " have different collations: " + child.collation() + " and " + parent.collation()
                            + "; the key compares as the parent column does, other comparisons may not",
                    "rebuild " + key.child().name() + " with the parent column's collation"));
        }
        return Optional.empty();
    }

    /** An integer, a decimal and a floating-point number compare alike. */
    private static String type(Comparison column) {
        return switch (column.affinity()) {
            case "TEXT" -> "text";
            case "" -> "none";
            default -> "number";
        };
    }

    private static Optional<Finding> index(SqliteKey key, List<Comparison> child, List<Comparison> parent) {
        List<String> collations = parent.stream().map(Comparison::collation).toList();
        if (key.childIndexed()) {
            return Optional.empty();
        }
        String columns = IntStream.range(0, key.childColumns().size())
                .mapToObj(i -> SqlNames.quoted(key.childColumns().get(i))
                        + (collations.get(i).equalsIgnoreCase(child.get(i).collation())
                                ? ""
                                : " COLLATE " + collations.get(i)))
                .collect(Collectors.joining(", "));
        return Optional.of(Finding.of(
                AuditRule.CHILD_NOT_INDEXED,
                key.child().name(),
                key.name(),
                "no index begins with " + OrphanFinding.columns(key.child().name(), key.childColumns())
                        + ": each delete of a row of "
                        + key.usableParent().name() + ", and each update of its key, reads the whole table",
                "CREATE INDEX " + SqlNames.quoted(name(key.child().name(), key.childColumns(), "idx")) + " ON "
                        + SqlNames.quoted(key.child().name()) + " (" + columns + ");"));
    }

    private static String name(String table, List<String> columns, String ending) {
        return table + "_" + String.join("_", columns) + "_" + ending;
    }
}
