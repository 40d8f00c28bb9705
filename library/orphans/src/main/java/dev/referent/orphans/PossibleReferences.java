package dev.referent.orphans;

import dev.referent.jdbc.sql.SqlNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Guesses which columns of tables without foreign keys are references, by their names: {@code author_id} beside {@code authors}. */
final class PossibleReferences {
    private static final Pattern REFERENCE = Pattern.compile("(.+?)(?:_id|_ID|Id|ID)");

    private PossibleReferences() {}

    static List<Finding> of(SqliteSchema schema) {
        Set<String> children =
                schema.keys().stream().map(key -> key.child().name()).collect(Collectors.toSet());
        Map<String, SqliteTable> parents = schema.tables().values().stream()
                .filter(table -> table.primaryKey().size() == 1)
                .collect(Collectors.toMap(table -> plain(table.name()), table -> table, (first, second) -> first));
        List<Finding> findings = new ArrayList<>();
        for (SqliteTable table : schema.tables().values()) {
            if (!children.contains(table.name())) {
                for (SqliteTable.Column column : table.columns()) {
                    parent(parents, table, column.name())
                            .map(parent -> finding(table, column.name(), parent))
                            .ifPresent(findings::add);
                }
            }
        }
        return findings;
    }

    private static Optional<SqliteTable> parent(Map<String, SqliteTable> parents, SqliteTable table, String column) {
        Matcher reference = REFERENCE.matcher(column);
        if (!reference.matches() || table.primaryKey().equals(List.of(column))) {
            return Optional.empty();
        }
        Set<String> names = names(plain(reference.group(1)));
        return names.stream()
                .flatMap(name -> Stream.ofNullable(parents.get(name)))
                .min(Comparator.comparing(SqliteTable::name));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "");
    }

    private static Set<String> names(String singular) {
        String withoutY = singular.endsWith("y") ? singular.substring(0, singular.length() - 1) : singular;
        return Set.of(singular, singular + "s", singular + "es", withoutY + "ies");
    }

    private static Finding finding(SqliteTable table, String column, SqliteTable parent) {
        return new Finding(
                AuditRule.POSSIBLE_REFERENCE,
                Optional.of(table.name()),
                Optional.empty(),
                table.name() + "." + column + " looks like a reference to " + parent.name() + "."
                        + parent.primaryKey().get(0) + ", and " + table.name() + " has no foreign key (a guess)",
                Optional.of("if it is one, rebuild " + table.name() + " with FOREIGN KEY (" + SqlNames.quoted(column)
                        + ") REFERENCES " + SqlNames.quoted(parent.name()) + " ("
                        + SqlNames.quoted(parent.primaryKey().get(0)) + ")"));
    }
}
