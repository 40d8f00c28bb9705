package dev.referent.jdbc;

import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.DeletePreview.Outcome;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.Column;
import dev.referent.jdbc.schema.DatabaseSchema;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.TableFacts;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What SET NULL or SET DEFAULT does to child rows: an UPDATE of their foreign key, which other constraints may reject. */
final class SetAction {
    private final Connection connection;
    private final DatabaseSchema schema;
    private final SchemaKey key;
    private final TableFacts child;
    private final List<String> columns;
    private final Set<String> undetermined;

    /** Follows the action of a key, and collects in {@code undetermined} what cannot be told. */
    SetAction(Connection connection, DatabaseSchema schema, SchemaKey key, Set<String> undetermined) {
        this.connection = connection;
        this.schema = schema;
        this.key = key;
        this.child = key.child();
        this.columns = key.foreignKey().childColumns();
        this.undetermined = undetermined;
    }

    Outcome outcome() throws SQLException {
        List<String> toDefault = toDefault();
        noteFurtherKeys(toDefault);
        if (isRejected(toDefault)) {
            return Outcome.STOPS;
        }
        noteConstraints(toDefault);
        if (!toDefault.isEmpty()) {
            undetermined.add("whether the default of " + key.foreignKey().name() + " has a parent row");
        }
        return key.foreignKey().onDelete() == ReferentialAction.SET_DEFAULT
                ? Outcome.SET_TO_DEFAULT
                : Outcome.SET_TO_NULL;
    }

    /** Returns whether a constraint or a further key may reject the action, or act on it, also for child rows that go later. */
    boolean mayBeRejected() throws SQLException {
        List<String> toDefault = toDefault();
        noteFurtherKeys(toDefault);
        noteConstraints(toDefault);
        return isRejected(toDefault) || !undetermined.isEmpty();
    }

    /** Returns the columns that become a default other than null. */
    private List<String> toDefault() {
        return key.foreignKey().onDelete() == ReferentialAction.SET_DEFAULT
                ? columns.stream().filter(this::hasDefault).toList()
                : List.of();
    }

    private boolean isRejected(List<String> toDefault) {
        return columns.stream().anyMatch(column -> !toDefault.contains(column) && takesNoNull(column));
    }

    private boolean hasDefault(String column) {
        return child.column(column).orElseThrow().defaultValue().isPresent();
    }

    private boolean takesNoNull(String name) {
        Column column = child.column(name).orElseThrow();
        return column.notNull() || child.isRowId(column) || (!child.hasRowId() && column.primaryKey() > 0);
    }

    /** A changed column may be the parent column of other keys, and a default the child column; so may generated columns. */
    private void noteFurtherKeys(List<String> toDefault) throws SQLException {
        for (SchemaKey further : schema.keysTo(connection, child.name())) {
            List<String> parents = further.foreignKey().parentColumns();
            if (share(parents, columns) || hasGenerated(parents)) {
                undetermined.add("what " + further.foreignKey().name() + " does when "
                        + key.foreignKey().name() + " changes its parent rows");
            }
        }
        for (SchemaKey other : schema.keysFrom(connection, child.name())) {
            List<String> children = other.foreignKey().childColumns();
            boolean isAnother = !other.foreignKey().equals(key.foreignKey());
            if (hasGenerated(children) || (isAnother && share(children, toDefault))) {
                undetermined.add("whether " + key.foreignKey().name() + " leaves child rows of "
                        + other.foreignKey().name() + " without a parent row");
            }
        }
    }

    /** Returns whether the names include a generated column that SQLite computes from a changed one. */
    private boolean hasGenerated(List<String> names) {
        List<String> generated = names.stream()
                .filter(name -> child.column(name).orElseThrow().generated())
                .toList();
        return child.dependOn(generated, columns);
    }

    private void noteConstraints(List<String> toDefault) throws SQLException {
        String value = toDefault.isEmpty() ? "the null" : "the default";
        if (SqlTokens.says(SqlTokens.of(child.sql()), "CHECK")) {
            undetermined.add("whether a CHECK of " + child.name() + " accepts " + value);
        }
        List<String> required = child.columns().stream()
                .filter(Column::notNull)
                .map(Column::name)
                .toList();
        if (hasGenerated(required)) {
            undetermined.add("whether a generated column of " + child.name() + " accepts " + value);
        }
        if (mayBeTaken(toDefault)) {
            undetermined.add("whether a unique index of " + child.name() + " accepts " + value);
        }
    }

    /** Nulls are distinct, except to a unique index of an expression or a generated column, or a partial one. */
    private boolean mayBeTaken(List<String> toDefault) throws SQLException {
        if (toDefault.stream().anyMatch(name -> child.isRowId(child.column(name).orElseThrow()))) {
            return true;
        }
        String list = "PRAGMA \"main\".index_list(" + SqlNames.quoted(child.name()) + ")";
        for (List<@Nullable Object> index : Query.rows(connection, list)) {
            boolean partial = !Long.valueOf(0).equals(index.get(4));
            String info = "PRAGMA \"main\".index_info(" + SqlNames.quoted(String.valueOf(index.get(1))) + ")";
            List<String> indexed = new ArrayList<>();
            boolean calculated = false;
            for (List<@Nullable Object> column : Query.rows(connection, info)) {
                calculated |= column.get(2) == null;
                if (column.get(2) != null) {
                    indexed.add(String.valueOf(column.get(2)));
                }
            }
            boolean unique = Long.valueOf(1).equals(index.get(2));
            boolean reads = (partial || calculated) && mayRead(String.valueOf(index.get(1)));
            if (unique && (reads || hasGenerated(indexed) || share(indexed, toDefault))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the declaration of an index names a changed column. */
    private boolean mayRead(String index) throws SQLException {
        String query = "SELECT sql FROM \"main\".sqlite_schema WHERE type = 'index' AND name = " + SqlLiteral.of(index);
        Set<String> names = new HashSet<>();
        for (List<@Nullable Object> declaration : Query.rows(connection, query)) {
            SqlTokens.of(String.valueOf(declaration.get(0))).forEach(token -> names.add(token.text()));
        }
        return child.dependOn(names, columns);
    }

    /** Returns whether two lists have a column in common. */
    static boolean share(List<String> columns, List<String> others) {
        Set<String> folded = columns.stream().map(SqlNames::folded).collect(Collectors.toSet());
        return others.stream().map(SqlNames::folded).anyMatch(folded::contains);
    }
}
