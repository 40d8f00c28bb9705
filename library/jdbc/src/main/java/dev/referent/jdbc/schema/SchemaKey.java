package dev.referent.jdbc.schema;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.sql.SqlConditions;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlStatement;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteUpdateListener;

/** A foreign key, with what is needed of its two tables to look its rows up. Keys are compared by identity. */
public final class SchemaKey {
    private final String schema;
    private final ForeignKey foreignKey;
    private final TableFacts child;
    private final TableFacts parent;
    private final List<String> parentCollations;
    private final boolean comparesEqually;

    /**
     * Creates a key.
     *
     * @param parentCollations the collations by which parent rows are looked up; empty for those of the parent columns
     */
    SchemaKey(
            String schema, ForeignKey foreignKey, TableFacts child, TableFacts parent, List<String> parentCollations) {
        this.schema = schema;
        this.foreignKey = foreignKey;
        this.child = child;
        this.parent = parent;
        this.parentCollations = parentCollations;
        this.comparesEqually = !child.collates() && !parent.collates() && hasEqualAffinities();
    }

    /**
     * Returns the same key for the tables of another state of the database, whose columns have the same positions but possibly
     * other names; empty if a column is missing.
     */
    public Optional<SchemaKey> between(TableFacts otherChild, TableFacts otherParent) {
        List<String> children = named(otherChild, child, foreignKey.childColumns());
        List<String> parents = named(otherParent, parent, foreignKey.parentColumns());
        int columns = foreignKey.childColumns().size();
        return children.size() < columns || parents.size() < columns
                ? Optional.empty()
                : Optional.of(new SchemaKey(
                        schema,
                        new ForeignKey(
                                foreignKey.name(),
                                otherChild.name(),
                                children,
                                otherParent.name(),
                                parents,
                                foreignKey.onDelete(),
                                foreignKey.onUpdate(),
                                foreignKey.deferred()),
                        otherChild,
                        otherParent,
                        parentCollations));
    }

    private static List<String> named(TableFacts in, TableFacts table, List<String> columns) {
        return columns.stream()
                .map(table::position)
                .filter(index -> index < in.columns().size())
                .map(index -> in.columns().get(index).name())
                .toList();
    }

    private boolean hasEqualAffinities() {
        return IntStream.range(0, foreignKey.childColumns().size())
                .allMatch(i -> child.column(foreignKey.childColumns().get(i))
                        .map(Column::affinity)
                        .equals(parent.column(foreignKey.parentColumns().get(i)).map(Column::affinity)));
    }

    /** Returns the database that holds both tables: main, temp or an attached one. */
    public String schema() {
        return schema;
    }

    /** Returns the foreign key. */
    public ForeignKey foreignKey() {
        return foreignKey;
    }

    /** Returns the child table. */
    public TableFacts child() {
        return child;
    }

    /** Returns the parent table. */
    public TableFacts parent() {
        return parent;
    }

    /** Returns the condition that the row {@code p} of the parent table is the one that the child columns' values reference. */
    public String isParent(IntFunction<String> value) {
        List<String> columns = foreignKey.parentColumns();
        return SqlConditions.all(
                columns.size(),
                i -> "p." + SqlNames.quoted(columns.get(i))
                        + (parentCollations.isEmpty() ? "" : " COLLATE " + SqlNames.quoted(parentCollations.get(i)))
                        + " = " + value.apply(i));
    }

    /** Returns a name by which the child table's rowid can be asked for; empty if it has none, or the update hook garbles its name. */
    public Optional<String> childRowId() {
        return child.rowId().filter(name -> isReported(foreignKey.childTable()));
    }

    /** Returns the columns that identify a row of a child table without rowid; empty for other tables. */
    public List<String> childPrimaryKey() {
        return child.rowId().isPresent() ? List.of() : child.primaryKey();
    }

    /** Returns the same as {@link #childRowId()} of the parent table. */
    public Optional<String> parentRowId() {
        return parent.rowId().filter(name -> isReported(foreignKey.parentTable()));
    }

    /** The driver's update listener garbles the name of a table with characters beyond the Basic Multilingual Plane. */
    private static boolean isReported(String table) {
        return table.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    /**
     * Returns whether the child and parent columns have the same affinities and default collations, so that a value of one
     * finds the rows of the other.
     */
    public boolean comparesEqually() {
        return comparesEqually;
    }

    /** Returns whether all effects of a statement on this key follow from the rowids of the rows that it wrote. */
    public boolean isReportedByUpdateHook() {
        return childRowId().isPresent() && parentRowId().isPresent() && comparesEqually;
    }

    /**
     * Returns whether the parent columns have the unique index that the key needs, as far as SQLite compiles a write of the child
     * columns; false if it does not, for whatever reason.
     *
     * @param connection a connection that enforces foreign keys
     * @param database the name of the database that holds both tables, on that connection
     */
    public boolean isCheckedBy(SQLiteConnection connection, String database) {
        String columns = foreignKey.childColumns().stream()
                .map(SqlNames::quoted)
                .map(column -> column + " = " + column)
                .collect(Collectors.joining(", "));
        return Query.compiles(
                connection, "UPDATE " + SqlNames.quoted(database, foreignKey.childTable()) + " SET " + columns);
    }

    /** Returns whether SQLite generates one of the child columns. */
    public boolean isGenerated() {
        return foreignKey.childColumns().stream()
                .anyMatch(
                        column -> child.column(column).filter(Column::generated).isPresent());
    }

    /** Returns whether a table references itself, where a row may be its own parent. */
    public boolean isWithinOneTable() {
        return SqlNames.same(foreignKey.childTable(), foreignKey.parentTable());
    }

    /** Returns whether that is the child table. */
    public boolean isChild(String inSchema, String table) {
        return SqlNames.same(schema, inSchema) && SqlNames.same(foreignKey.childTable(), table);
    }

    /** Returns whether that is the parent table. */
    public boolean isParent(String inSchema, String table) {
        return SqlNames.same(schema, inSchema) && SqlNames.same(foreignKey.parentTable(), table);
    }

    /** Returns whether a statement may write the child table. */
    public boolean isChildIn(WrittenTables written) {
        return written.contains(schema, foreignKey.childTable());
    }

    /** Returns whether a statement may write the parent table. */
    public boolean isParentIn(WrittenTables written) {
        return written.contains(schema, foreignKey.parentTable());
    }

    /** Returns whether a statement may write one of the two tables. */
    public boolean isIn(WrittenTables written) {
        return isChildIn(written) || isParentIn(written);
    }

    /** Returns the action on the child rows when a statement deletes parent rows, or updates their keys. */
    public ReferentialAction action(boolean deletes) {
        return deletes ? foreignKey.onDelete() : foreignKey.onUpdate();
    }

    /** Returns whether a delete or an update of a parent row changes child rows. */
    public boolean acts() {
        return actsOnDelete() || actsOnUpdate();
    }

    /** Returns whether the deletion of a parent row changes child rows. */
    public boolean actsOnDelete() {
        return acts(true);
    }

    /** Returns whether an update of a parent row's key changes child rows. */
    public boolean actsOnUpdate() {
        return acts(false);
    }

    /** Returns whether the deletion of a parent row, or an update of its key, changes child rows. */
    public boolean acts(boolean deletes) {
        ReferentialAction action = action(deletes);
        return action != ReferentialAction.NO_ACTION && action != ReferentialAction.RESTRICT;
    }

    /** Returns whether a delete or an update of a parent row fails at once, whatever the statement does later. */
    public boolean restricts() {
        return restrictsDelete() || restrictsUpdate();
    }

    /** Returns whether the deletion of a parent row fails at once. */
    public boolean restrictsDelete() {
        return restricts(true);
    }

    /** Returns whether an update of a parent row's key fails at once. */
    public boolean restrictsUpdate() {
        return restricts(false);
    }

    /** Returns whether the deletion of a parent row, or an update of its key, fails at once. */
    public boolean restricts(boolean deletes) {
        return action(deletes) == ReferentialAction.RESTRICT;
    }

    /** Returns whether a delete as well as an update of a parent row fails at once. */
    public boolean restrictsAlways() {
        return restrictsDelete() && restrictsUpdate();
    }

    /** Returns whether it immediately forbids the statement's change of its parent rows, according to its SQL. */
    public boolean restricts(SqlStatement statement) {
        return statement
                .plainChange()
                .filter(change -> SqlNames.same(change.table(), foreignKey.parentTable()))
                .map(change -> restricts(change.deletes()))
                .orElse(restrictsAlways());
    }

    /** Returns whether it immediately forbids all recorded changes of its parent rows. */
    public boolean restricts(WrittenRows rows) {
        return rows.of(schema, foreignKey.parentTable()).stream().anyMatch(table -> {
            boolean deleted = table.has(SQLiteUpdateListener.Type.DELETE);
            boolean updated = table.has(SQLiteUpdateListener.Type.UPDATE);
            return (deleted || updated) && (!deleted || restrictsDelete()) && (!updated || restrictsUpdate());
        });
    }
}
