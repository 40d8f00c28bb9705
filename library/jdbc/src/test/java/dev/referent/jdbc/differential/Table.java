package dev.referent.jdbc.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A generated table; its name changes when it is renamed, columns and keys are added when it is altered. */
final class Table {
    final String schema;
    final Names.Quotes quotes;
    final List<Column> columns = new ArrayList<>();

    /** The primary key, empty if there is none, and then the unique keys. */
    final List<List<Column>> uniques = new ArrayList<>();

    final List<Key> keys = new ArrayList<>();
    boolean withoutRowid;
    boolean strict;
    boolean autoincrement;

    /** The collation of the last column of a composite primary key, where it is not that of the column. */
    String keyCollation = "";

    String name;

    Table(String schema, String name, Names.Quotes quotes) {
        this.schema = schema;
        this.name = name;
        this.quotes = quotes;
        uniques.add(List.of());
    }

    List<Column> primaryKey() {
        return uniques.get(0);
    }

    /** Returns the keys that a foreign key can reference. */
    List<List<Column>> candidates() {
        return uniques.stream().filter(unique -> !unique.isEmpty()).toList();
    }

    List<Column> settable() {
        return columns.stream().filter(column -> !column.isGenerated()).toList();
    }

    boolean isUnique(Column column) {
        return uniques.stream().anyMatch(unique -> unique.contains(column));
    }

    /** Returns the column that is another name for the rowid. */
    Optional<Column> rowidAlias() {
        return primaryKey().size() == 1
                        && !withoutRowid
                        && primaryKey().get(0).type.equals("INTEGER")
                ? Optional.of(primaryKey().get(0))
                : Optional.empty();
    }

    /** Returns the name under which the rowid can be had; empty if there is none, or columns hide it. */
    Optional<String> rowid() {
        return withoutRowid
                ? Optional.empty()
                : Stream.of("rowid", "oid", "_rowid_")
                        .filter(word -> columns.stream().noneMatch(column -> column.name.equalsIgnoreCase(word)))
                        .findFirst();
    }

    /** Returns the name as most statements write it: that of the main database's tables alone. */
    String quoted() {
        return schema.equals("main") ? Names.quoted(name) : qualified();
    }

    String qualified() {
        return Names.quoted(schema) + "." + Names.quoted(name);
    }

    /** Returns the names as the declaration writes them. */
    String declared(List<Column> some) {
        return some.stream().map(this::declared).collect(Collectors.joining(", "));
    }

    private String declared(Column column) {
        return Names.declared(column.name, quotes);
    }

    /** Returns the keys in the order in which SQLite meets them; {@code foreign_key_list} counts them backwards. */
    List<Key> keysInOrder() {
        Stream<Key> inline = columns.stream().flatMap(column -> inlineKey(column).stream());
        return Stream.concat(inline, keys.stream().filter(key -> !key.form().inline()))
                .toList();
    }

    private Optional<Key> inlineKey(Column column) {
        return keys.stream()
                .filter(key -> key.form().inline() && key.childColumns().get(0) == column)
                .findFirst();
    }

    String declaration() {
        String temporary = schema.equals("temp") ? "TEMP " : "";
        String place = schema.equals("aux") ? "aux." : "";
        return "CREATE " + temporary + "TABLE " + place + body(Key::clause);
    }

    /** Returns the text that the schema table holds, with other clauses of its foreign keys. */
    String rewritten(Function<Key, String> clause) {
        return "CREATE TABLE " + body(clause);
    }

    private String body(Function<Key, String> clause) {
        List<String> parts = new ArrayList<>();
        for (Column column : columns) {
            parts.add(definition(column) + inlineKey(column).map(clause).orElse(""));
        }
        if (primaryKey().size() > 1) {
            parts.add("PRIMARY KEY (" + declared(primaryKey()) + keyCollation + ")");
        }
        uniques.stream()
                .skip(1)
                .filter(unique -> unique.size() > 1)
                .forEach(unique -> parts.add("UNIQUE (" + declared(unique) + ")"));
        keysInOrder().stream()
                .filter(key -> !key.form().inline())
                .forEach(key -> parts.add(clause.apply(key).strip()));
        List<String> options = new ArrayList<>();
        if (withoutRowid) {
            options.add("WITHOUT ROWID");
        }
        if (strict) {
            options.add("STRICT");
        }
        return Names.declared(name, quotes) + " (" + String.join(", ", parts) + ") " + String.join(", ", options);
    }

    /** Returns the definition of a column without its foreign key. */
    String definition(Column column) {
        StringBuilder text = new StringBuilder(declared(column)).append(' ').append(column.type);
        if (primaryKey().equals(List.of(column))) {
            text.append(" PRIMARY KEY").append(autoincrement ? " AUTOINCREMENT" : "");
        } else if (uniques.contains(List.of(column))) {
            text.append(" UNIQUE");
        }
        text.append(column.notNull ? " NOT NULL" : "").append(column.collation);
        if (column.isGenerated()) {
            text.append(" AS (")
                    .append(declared(Objects.requireNonNull(column.source)))
                    .append(") STORED");
        } else if (column.byDefault != null) {
            text.append(" DEFAULT ").append(column.byDefault.literal());
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
