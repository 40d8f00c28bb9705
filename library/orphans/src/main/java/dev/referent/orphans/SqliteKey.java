package dev.referent.orphans;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.SqlNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key of an SQLite database, with what SQLite makes of it.
 *
 * @param declared the key as it is declared
 * @param child the child table
 * @param parent the parent table; empty if there is none of that name
 * @param parentColumns the referenced columns
 * @param keyCollations the collations of the primary key that is referenced without naming it, where they are not its columns' own;
 *     empty otherwise. SQLite finds parent rows by that index as it is, and needs one with the columns' own where they are named
 * @param mismatch SQLite's message where it cannot use the key; empty where it can
 * @param sameComparison whether both ends have the same affinity and collation, so that an index of the child's columns finds
 *     the rows that reference a parent row
 * @param childIndexed whether an index, or the rowid, begins with the child columns and has the parent columns' collations
 */
record SqliteKey(
        DeclaredForeignKey declared,
        SqliteTable child,
        Optional<SqliteTable> parent,
        List<String> parentColumns,
        List<String> keyCollations,
        Optional<String> mismatch,
        boolean sameComparison,
        boolean childIndexed) {

    /** Returns whether SQLite can check the key: it has a parent table, whose columns are unique. */
    boolean isUsable() {
        return parent.isPresent() && mismatch.isEmpty();
    }

    /** Returns the key's name. */
    String name() {
        return declared.name();
    }

    /** Returns the child columns. */
    List<String> childColumns() {
        return declared.childColumns();
    }

    /** Returns the parent table of a usable key. */
    SqliteTable usableParent() {
        return parent.orElseThrow();
    }

    /**
     * Returns the condition under which {@code child} is an orphan row. The comparison is SQLite's own: the parent's column on the
     * left gives affinity and collation, and the unary plus takes the affinity of the child's column away. Every row that
     * references a table that does not exist is an orphan.
     */
    String isOrphan() {
        return parent.map(table -> references() + " AND NOT EXISTS (SELECT 1 FROM " + table.quoted() + " parent WHERE "
                        + matches("parent.", "+child.") + ")")
                .orElseGet(this::references);
    }

    /** Returns the condition that {@code child} needs a parent row, because it holds no null. */
    String references() {
        return SqlNames.quoted("child.", childColumns(), " IS NOT NULL AND ") + " IS NOT NULL";
    }

    /** Returns whether the child rows of one parent row are found without reading the whole child table. */
    boolean findsChildren() {
        return sameComparison && childIndexed;
    }

    /** Returns the condition that a child row {@code child} references a parent row {@code parent}, to look up the child rows. */
    String isChildOf() {
        return matches("parent.", "child.");
    }

    /** Returns the condition that a parent row {@code parent} is that of a child row {@code child}, to look up the parent row. */
    String isParentOf() {
        return isParentOf("child");
    }

    /** Returns the same condition for a row of another name, which has the child columns. */
    String isParentOf(String child) {
        return matches("parent.", "+" + child + ".");
    }

    /** Returns whether a change of these columns of the parent table takes the parent row away from its child rows. */
    boolean isReferenced(List<String> columns) {
        return haveCommon(columns, parentColumns);
    }

    /** Returns whether one of these columns of the child table is a column of the key. */
    boolean usesAny(List<String> columns) {
        return haveCommon(columns, childColumns());
    }

    private static boolean haveCommon(List<String> columns, List<String> others) {
        return columns.stream().anyMatch(column -> others.stream().anyMatch(other -> SqlNames.same(column, other)));
    }

    private String matches(String parentPrefix, String childPrefix) {
        return IntStream.range(0, childColumns().size())
                .mapToObj(i -> parentPrefix + SqlNames.quoted(parentColumns.get(i)) + " = " + childPrefix
                        + SqlNames.quoted(childColumns().get(i))
                        + (keyCollations.isEmpty() ? "" : " COLLATE " + SqlNames.quoted(keyCollations.get(i))))
                .collect(Collectors.joining(" AND "));
    }
}
