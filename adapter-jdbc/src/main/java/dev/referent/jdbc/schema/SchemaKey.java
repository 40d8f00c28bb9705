package dev.referent.jdbc.schema;

import dev.referent.core.integrity.ForeignKey;
import dev.referent.core.integrity.ReferentialAction;
import dev.referent.jdbc.driver.WrittenRows;
import dev.referent.jdbc.sql.PlainChange;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteUpdateListener;

/**
 * A foreign key, and what has to be known of its two tables to look its rows up.
 *
 * @param schema the database that holds both tables: main, temp or an attached one
 * @param foreignKey the foreign key
 * @param childRowId a name by which the child table's rowid can be asked for; empty if it has none
 * @param childPrimaryKey what identifies a row of a child table without rowid; else empty
 * @param parentRowId the same name of the parent table
 * @param comparesAlike whether both ends have the same affinities and plain collations, so that a value of one end finds
 *     the rows of the other
 */
public record SchemaKey(
        String schema,
        ForeignKey foreignKey,
        Optional<String> childRowId,
        List<String> childPrimaryKey,
        Optional<String> parentRowId,
        boolean comparesAlike) {

    /** Tells whether all that a statement does to this key can be told from the rowids of the rows it wrote. */
    public boolean isHeard() {
        return childRowId.isPresent() && parentRowId.isPresent() && comparesAlike;
    }

    /** Tells whether that is the child table. */
    public boolean isChild(String inSchema, String table) {
        return schema.equalsIgnoreCase(inSchema) && foreignKey.childTable().equalsIgnoreCase(table);
    }

    /** Tells whether that is the parent table. */
    public boolean isParent(String inSchema, String table) {
        return schema.equalsIgnoreCase(inSchema) && foreignKey.parentTable().equalsIgnoreCase(table);
    }

    /** Tells whether a delete or an update of a parent row is refused at once, whatever happens later. */
    public boolean restricts() {
        return foreignKey.onDelete() == ReferentialAction.RESTRICT
                || foreignKey.onUpdate() == ReferentialAction.RESTRICT;
    }

    /** Tells whether it forbids at once what the statement does to its parent rows, as far as the text tells. */
    public boolean restricts(String sql) {
        boolean onDelete = foreignKey.onDelete() == ReferentialAction.RESTRICT;
        boolean onUpdate = foreignKey.onUpdate() == ReferentialAction.RESTRICT;
        return PlainChange.of(sql)
                .filter(change -> change.table().equalsIgnoreCase(foreignKey.parentTable()))
                .map(change -> change.deletes() ? onDelete : onUpdate)
                .orElse(onDelete && onUpdate);
    }

    /** Tells whether it forbids at once all that was done to its parent rows. */
    public boolean restricts(WrittenRows rows) {
        boolean onDelete = foreignKey.onDelete() == ReferentialAction.RESTRICT;
        boolean onUpdate = foreignKey.onUpdate() == ReferentialAction.RESTRICT;
        return rows.of(schema, foreignKey.parentTable()).stream().anyMatch(table -> {
            boolean deleted = table.rowIds(SQLiteUpdateListener.Type.DELETE).length > 0;
            boolean updated = table.rowIds(SQLiteUpdateListener.Type.UPDATE).length > 0;
            return (deleted || updated) && (!deleted || onDelete) && (!updated || onUpdate);
        });
    }
}
