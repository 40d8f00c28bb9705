package dev.referent.jdbc;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ReferentialAction;
import java.util.List;

/**
 * A foreign key as an SQLite table declares it. Its parent table need not exist, and its columns need not pair up with the
 * parent's; where they do, {@link ForeignKeys#of} has the {@link ForeignKey}.
 *
 * @param name the declared name, or {@link ForeignKey#derivedName}
 * @param childTable the referencing table
 * @param childColumns the referencing columns, in the order of the declaration
 * @param parentTable the referenced table, in the letter case of this declaration
 * @param parentColumns the referenced columns; empty where the parent's primary key is meant
 * @param onDelete what a delete of the parent row does
 * @param onUpdate what an update of the parent's key does
 * @param deferred whether it is checked at commit
 */
public record DeclaredForeignKey(
        String name,
        String childTable,
        List<String> childColumns,
        String parentTable,
        List<String> parentColumns,
        ReferentialAction onDelete,
        ReferentialAction onUpdate,
        boolean deferred) {

    /** Copies the columns. */
    public DeclaredForeignKey {
        childColumns = List.copyOf(childColumns);
        parentColumns = List.copyOf(parentColumns);
    }
}
