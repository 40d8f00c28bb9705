package dev.referent.orphans;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a repair does, or has done.
 *
 * @param database the file
 * @param applied whether it is done; else nothing was written
 * @param keys the keys that have orphan rows and can be repaired, in the order of tables and declarations
 * @param tables the tables of which rows are written, in the order of their names
 * @param unusable the names of the keys whose parent table is missing or whose parent columns are not unique; the schema is
 *     what is wrong there, so their rows are left alone
 * @param triggers the names of the triggers on those tables, none of which fires unless {@link Repair#firingTriggers()} says so
 * @param quarantine where rows are kept; empty if nothing is written
 * @param backup where the database is copied before; empty if nothing is written, or no backup is wanted
 */
public record RepairPlan(
        String database,
        boolean applied,
        List<Key> keys,
        List<Table> tables,
        List<String> unusable,
        List<String> triggers,
        Optional<Path> quarantine,
        Optional<Path> backup) {
    /** Copies the lists. */
    public RepairPlan {
        keys = List.copyOf(keys);
        tables = List.copyOf(tables);
        unusable = List.copyOf(unusable);
        triggers = List.copyOf(triggers);
    }

    /**
     * A key with orphan rows.
     *
     * @param name the key's name
     * @param childTable its child table
     * @param policy what becomes of its orphan rows
     * @param orphanRows how many there are before the repair
     */
    public record Key(String name, String childTable, RepairPolicy policy, long orphanRows) {}

    /**
     * A table of which rows are written, those included that lose their parent row by the repair itself.
     *
     * @param name the table
     * @param quarantined how many rows are moved to the quarantine
     * @param deleted how many rows are deleted, of which the quarantine keeps a copy, too
     * @param nulled how many references are set to null, of which the quarantine keeps the values
     */
    public record Table(String name, long quarantined, long deleted, long nulled) {
        /** Returns how many rows leave the table. */
        long removed() {
            return quarantined + deleted;
        }
    }

    /** Returns whether there is nothing to do. */
    public boolean isEmpty() {
        return tables.isEmpty();
    }

    RepairPlan appliedTo(Optional<Path> kept, Optional<Path> copied) {
        return new RepairPlan(database, true, keys, tables, unusable, triggers, kept, copied);
    }
}
