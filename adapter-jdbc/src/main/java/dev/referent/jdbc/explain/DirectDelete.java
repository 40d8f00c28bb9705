package dev.referent.jdbc.explain;

import dev.referent.core.integrity.ReferentialAction;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.schema.KeyValues;
import dev.referent.jdbc.schema.OrphanQueries;
import dev.referent.jdbc.schema.SchemaKey;
import dev.referent.jdbc.schema.Tally;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConnection;

/**
 * Explains a DELETE that sets off nothing else, without running it again: there is no trigger, and whatever references its
 * table forbids the delete. Then the child rows that point at the rows to be deleted are all that it breaks, and they are
 * looked for once, as SQLite itself does.
 */
final class DirectDelete {
    private DirectDelete() {}

    /**
     * Returns the child rows that stand in the way; none where the statement is not of that kind, or deletes many rows.
     *
     * @param drops whether it stands for a DROP TABLE, which deletes all rows and sets off no trigger
     */
    static Findings childRows(SQLiteConnection connection, Catalogue catalogue, Rerun rerun, boolean drops)
            throws SQLException {
        Findings found = new Findings();
        if (catalogue.triggers() && !drops) {
            return found;
        }
        TargetRows targets = TargetRows.of(connection, rerun);
        List<SchemaKey> keys =
                catalogue.keys().stream().filter(targets::areParents).toList();
        if (!targets.deletes() || !keys.stream().allMatch(DirectDelete::forbids)) {
            return found;
        }
        OrphanQueries orphans = new OrphanQueries(connection);
        for (SchemaKey key : keys) {
            if (drops) {
                found.put(key, orphans.referenced(key));
                continue;
            }
            List<KeyValues> parents = targets.parentKeys(key);
            if (parents.size() > StatementSearch.LOOKUPS) {
                return new Findings();
            }
            for (KeyValues parent : parents) {
                Map<KeyValues, Tally> children = orphans.pointingAt(key, parent, false);
                found.put(key, children);
            }
        }
        return found;
    }

    private static boolean forbids(SchemaKey key) {
        ReferentialAction action = key.foreignKey().onDelete();
        return key.comparesAlike()
                && !key.foreignKey()
                        .childTable()
                        .equalsIgnoreCase(key.foreignKey().parentTable())
                && (action == ReferentialAction.NO_ACTION || action == ReferentialAction.RESTRICT);
    }
}
