package dev.referent.hibernate;

import dev.referent.integrity.ReferentialAction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;

/**
 * A foreign key of the mapping.
 *
 * @param key Hibernate's foreign key
 * @param name its name, with the information whether it is quoted
 * @param cyclic whether its parent's keys lead back to its child table through another table
 * @param objection why SQLite does not accept it; empty if it does
 */
record MappedKey(ForeignKey key, Identifier name, boolean cyclic, Optional<String> objection) {
    private static final Pattern TABLE_CONSTRAINT =
            Pattern.compile("foreign\\s+key\\s*\\([^)]*\\)\\s*", Pattern.CASE_INSENSITIVE);

    /** Whether the database is to have it; false for {@code NO_CONSTRAINT}. */
    boolean isDeclared() {
        return key.isCreationEnabled() && objection.isEmpty();
    }

    /** Returns the same key with SQLite's objection. */
    MappedKey tried(Optional<String> answer) {
        return new MappedKey(key, name, cyclic, answer);
    }

    Table child() {
        return key.getTable();
    }

    Table parent() {
        return key.getReferencedTable();
    }

    List<Column> childColumns() {
        return key.getColumns();
    }

    List<Column> parentColumns() {
        return key.isReferenceToPrimaryKey() ? parent().getPrimaryKey().getColumns() : key.getReferencedColumns();
    }

    /** Returns the action on a delete of the parent row; meaningless if the application wrote the clause itself. */
    ReferentialAction onDelete() {
        OnDeleteAction action = key.getOnDeleteAction();
        return action == null ? ReferentialAction.NO_ACTION : ReferentialAction.valueOf(action.name());
    }

    /** Whether the application wrote (a part of) the clause itself. */
    boolean isHandwritten() {
        return key.getKeyDefinition() != null || !options().isEmpty();
    }

    /** Returns the clause for CREATE TABLE. Tables in a cycle get deferred keys, so that rows can be inserted in any order. */
    String clause(Dialect dialect) {
        String clause = "constraint " + name.render(dialect) + " " + definition(dialect);
        return cyclic && !clause.toLowerCase(Locale.ROOT).contains("deferrable")
                ? clause + " deferrable initially deferred"
                : clause;
    }

    /**
     * Returns the clause for a column that is added to an existing table; empty if the key has several columns, or the column
     * has a default, with which SQLite cannot add it to a table that has rows
     * (sqlite.org/lang_altertable.html#altertabaddcol).
     */
    Optional<String> columnClause(Dialect dialect) {
        Column column = childColumns().get(0);
        boolean plain = childColumns().size() == 1
                && column.getDefaultValue() == null
                && column.getGeneratedAs() == null
                && (column.getSqlType() == null
                        || !column.getSqlType().toLowerCase(Locale.ROOT).contains("default"));
        return plain ? Optional.of(TABLE_CONSTRAINT.matcher(clause(dialect)).replaceFirst("")) : Optional.empty();
    }

    private String definition(Dialect dialect) {
        if (key.getKeyDefinition() != null) {
            return key.getKeyDefinition();
        }
        String action = onDelete() == ReferentialAction.NO_ACTION
                ? ""
                : "on delete " + key.getOnDeleteAction().toSqlString();
        return Stream.of(
                        "foreign key (" + names(childColumns(), dialect) + ")",
                        "references " + parent().getQuotedName(dialect) + " (" + names(parentColumns(), dialect) + ")",
                        action,
                        options())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private String options() {
        return HibernateLine.options(key);
    }

    static String names(List<Column> columns, Dialect dialect) {
        return columns.stream().map(column -> column.getQuotedName(dialect)).collect(Collectors.joining(", "));
    }
}
