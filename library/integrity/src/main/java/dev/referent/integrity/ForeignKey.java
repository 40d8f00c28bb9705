package dev.referent.integrity;

import java.io.Serializable;
import java.util.List;

/**
 * A foreign key as the schema declares it.
 *
 * @param name the declared name, or {@link #derivedName}
 * @param childTable the referencing table
 * @param childColumns the referencing columns, in the order of the declaration
 * @param parentTable the referenced table
 * @param parentColumns the referenced columns, one for each referencing column
 * @param onDelete what a delete of the parent row does
 * @param onUpdate what an update of the parent's key does
 * @param deferred whether the database checks it at commit ({@code INITIALLY DEFERRED}) instead of with the statement
 */
public record ForeignKey(
        String name,
        String childTable,
        List<String> childColumns,
        String parentTable,
        List<String> parentColumns,
        ReferentialAction onDelete,
        ReferentialAction onUpdate,
        boolean deferred)
        implements Serializable {

    /**
     * Checks that the columns pair up.
     *
     * @throws IllegalArgumentException if there is no column, or not one parent column for each child column
     */
    public ForeignKey {
        childColumns = List.copyOf(childColumns);
        parentColumns = List.copyOf(parentColumns);
        if (childColumns.isEmpty() || childColumns.size() != parentColumns.size()) {
            throw new IllegalArgumentException(
                    "foreign key " + name + " pairs " + childColumns + " with " + parentColumns);
        }
    }

    /**
     * Derives the name of an unnamed foreign key as PostgreSQL does: {@code <child>_<columns>_fkey}.
     *
     * @param childTable the referencing table
     * @param childColumns the referencing columns, in the order of the declaration
     */
    public static String derivedName(String childTable, List<String> childColumns) {
        return childTable + "_" + String.join("_", childColumns) + "_fkey";
    }
}
