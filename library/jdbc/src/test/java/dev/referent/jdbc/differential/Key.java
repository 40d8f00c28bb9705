package dev.referent.jdbc.differential;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ReferentialAction;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A generated foreign key.
 *
 * @param declaredName null where it has none
 * @param child the referencing table
 * @param childColumns the referencing columns
 * @param parent the referenced table
 * @param parentColumns the referenced columns
 * @param onDelete what a delete of the parent row does
 * @param onUpdate what an update of the parent key does
 * @param form how it is declared
 */
record Key(
        @Nullable String declaredName,
        Table child,
        List<Column> childColumns,
        Table parent,
        List<Column> parentColumns,
        ReferentialAction onDelete,
        ReferentialAction onUpdate,
        Form form) {

    /**
     * How a key is declared.
     *
     * @param inline with its column, instead of as a constraint of the table
     * @param implicit without naming the columns of the parent's primary key
     * @param deferrability what is declared about it
     * @param comment what stands between its words
     * @param broken whether its parent is missing or does not match
     * @param otherCase whether it names the parent table in other letter case than the table itself
     */
    record Form(
            boolean inline,
            boolean implicit,
            String deferrability,
            String comment,
            boolean broken,
            boolean otherCase) {}

    static final String DEFERRED = " DEFERRABLE INITIALLY DEFERRED";

    boolean deferred() {
        return form.deferrability().equals(DEFERRED);
    }

    boolean restricts() {
        return onDelete == ReferentialAction.RESTRICT || onUpdate == ReferentialAction.RESTRICT;
    }

    /** Returns the name that Referent has to give. */
    String name() {
        return declaredName != null ? declaredName : child.name + "_" + String.join("_", names(childColumns)) + "_fkey";
    }

    /** Returns the key in the words in which Referent has to give it. */
    ForeignKey foreignKey() {
        return new ForeignKey(
                name(),
                child.name,
                names(childColumns),
                parent.name,
                names(parentColumns),
                onDelete,
                onUpdate,
                deferred());
    }

    /** Returns whether an explanation names this key; the parent table may be in the letter case of the declaration. */
    boolean isNamedBy(ForeignKey said) {
        ForeignKey own = foreignKey();
        return said.equals(own)
                || (form.otherCase()
                        && said.parentTable().equalsIgnoreCase(own.parentTable())
                        && new ForeignKey(
                                        said.name(),
                                        said.childTable(),
                                        said.childColumns(),
                                        own.parentTable(),
                                        said.parentColumns(),
                                        said.onDelete(),
                                        said.onUpdate(),
                                        said.deferred())
                                .equals(own));
    }

    /** Returns the clause of the declaration, with other actions and another deferrability than the key's own. */
    String clause(ReferentialAction delete, ReferentialAction update, String deferrability) {
        String columns = form.implicit() ? "" : " (" + child.declared(parentColumns) + ")";
        return (declaredName == null ? "" : " CONSTRAINT " + Names.declared(declaredName, child.quotes))
                + form.comment()
                + (form.inline() ? "" : " FOREIGN KEY (" + child.declared(childColumns) + ")")
                + " REFERENCES "
                + Names.declared(form.otherCase() ? Names.inOtherCase(parent.name) : parent.name, child.quotes)
                + columns
                + action(" ON DELETE ", delete)
                + action(" ON UPDATE ", update)
                + deferrability;
    }

    String clause() {
        return clause(onDelete, onUpdate, form.deferrability());
    }

    private static String action(String event, ReferentialAction action) {
        return action == ReferentialAction.NO_ACTION
                ? ""
                : event + action.name().replace('_', ' ');
    }

    /** Returns the condition under which a child row {@code c} has the parent row {@code p}, as SQLite itself compares. */
    String matches() {
        return String.join(
                " AND ",
                IntStream.range(0, childColumns.size())
                        .mapToObj(i -> "p." + parentColumns.get(i).quoted() + " = +c."
                                + childColumns.get(i).quoted())
                        .toList());
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(column -> column.name).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return name() + " of " + child.name + childColumns + (deferred() ? " deferred" : "");
    }
}
