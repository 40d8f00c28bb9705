package dev.referent.orphans;

import java.util.List;

/**
 * What a restore put back.
 *
 * @param database the file
 * @param applied whether it is done; else nothing was written
 * @param tables the tables that the quarantine holds something of
 */
public record RestoreReport(String database, boolean applied, List<Table> tables) {
    /** Copies the list. */
    public RestoreReport {
        tables = List.copyOf(tables);
    }

    /**
     * What became of one table's rows.
     *
     * @param name the table
     * @param restored how many rows are in the table again
     * @param referencing how many references that were set to null are set again
     * @param waiting how many rows and references stay in the quarantine: their parent row does not exist, or another row has
     *     their place, or the table rejects them, or {@link RepairPolicy#CASCADE} deleted them and they are not asked for
     */
    public record Table(String name, long restored, long referencing, long waiting) {
        Table and(Table other) {
            return new Table(name, restored + other.restored, referencing + other.referencing, waiting + other.waiting);
        }
    }

    /** Returns how many rows are in their tables again. */
    public long restored() {
        return tables.stream().mapToLong(Table::restored).sum();
    }

    /** Returns how many rows and references stay in the quarantine. */
    public long waiting() {
        return tables.stream().mapToLong(Table::waiting).sum();
    }
}
