package dev.referent.jdbc;

import dev.referent.jdbc.unenforced.BulkCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Writes many rows without enforcement of foreign keys, in one transaction, and checks them all before its COMMIT.
 *
 * <p>Rows may be written in any order, child rows before their parent rows. A row that has no parent row at the end makes the
 * whole write be rolled back, or is left out and returned. So does the deletion of parent rows whose child rows remain; those
 * are existing rows, which are never left out. Existing orphan rows are ignored: their number by foreign key and value may not
 * grow. No action of a foreign key happens: {@code ON DELETE CASCADE} deletes nothing in the scope. When the scope ends, in
 * whatever way, enforcement is switched on again and verified.
 *
 * <p>A child table is read once before the first statement that writes it or one of its parent tables, and once at the end if
 * the work may have added orphan rows to it. The transaction is IMMEDIATE, so it waits for other writers at its
 * beginning. Other connections keep enforcing.
 */
public final class BulkScope {
    private BulkScope() {}

    /**
     * The work of a bulk write.
     *
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Work<E extends Exception> {
        /**
         * Writes the rows.
         *
         * @param bulk the connection without enforcement, inside a transaction that the scope commits; its {@code commit()}
         *     fails, and so does a COMMIT or ROLLBACK in a SQL string
         * @throws SQLException what a statement throws; the write is rolled back
         * @throws E what else the work throws; the write is rolled back
         */
        void run(Connection bulk) throws SQLException, E;
    }

    /**
     * Runs the work in one transaction, which is committed at its end if it adds no orphan row.
     *
     * @param connection of an {@link EnforcedDataSource} for SQLite, outside of a transaction; it stays the caller's to close
     * @throws ForeignKeyViolationSQLException if the work adds orphan rows, or writes a table with a key that SQLite cannot
     *     check; the database is unchanged
     * @throws SQLException if the connection is inside a transaction or a scope, or does not come from an {@link
     *     EnforcedDataSource}, or is to a server; nothing is done. If a statement or the commit fails; the database is unchanged
     * @throws E what the work throws; the database is unchanged
     */
    public static <E extends Exception> void run(Connection connection, Work<E> work) throws SQLException, E {
        run(connection, work, BulkCheck::rejecting);
    }

    /**
     * Runs the work as {@link #run(Connection, Work)} does, on one connection of a data source.
     *
     * @param source an {@link EnforcedDataSource} for SQLite, or a data source that uses one
     */
    public static <E extends Exception> void run(DataSource source, Work<E> work) throws SQLException, E {
        ScopeEntry.<E>borrow(source, connection -> run(connection, work, BulkCheck::rejecting));
    }

    /**
     * Runs the work in one transaction and, before it is committed, deletes the rows again that the work has inserted and that
     * have no parent row, and the inserted rows that reference those.
     *
     * <p>Only rows that the work has certainly inserted are left out. Otherwise the whole write is rolled back: if the work updates
     * or replaces rows of their table, deletes or updates parent rows, or changes tables, if the driver's connection was unwrapped or
     * has another handle, if the table has or had triggers for INSERT or DELETE, whose effects would remain, or if more than 100,000
     * rows would be left out. It is also rolled back if other rows may depend on those: if a statement that writes reads their table,
     * or skips rows that conflict with others of it ({@code OR IGNORE}, {@code DO NOTHING}). A query of the work may still read a row
     * that is left out afterwards.
     *
     * @return the rows that are left out; empty if all are stored
     * @throws ForeignKeyViolationSQLException if rows have no parent row and cannot be left out; the database is unchanged
     * @throws SQLException as {@link #run(Connection, Work)} does
     * @throws E what the work throws; the database is unchanged
     */
    public static <E extends Exception> List<LeftOutRow> leavingOut(Connection connection, Work<E> work)
            throws SQLException, E {
        return run(connection, work, BulkCheck::leavingOut);
    }

    /**
     * Runs the work as {@link #leavingOut(Connection, Work)} does, on one connection of a data source.
     *
     * @param source an {@link EnforcedDataSource} for SQLite, or a data source that uses one
     */
    public static <E extends Exception> List<LeftOutRow> leavingOut(DataSource source, Work<E> work)
            throws SQLException, E {
        List<LeftOutRow> leftOut = new ArrayList<>();
        ScopeEntry.<E>borrow(source, connection -> leftOut.addAll(run(connection, work, BulkCheck::leavingOut)));
        return List.copyOf(leftOut);
    }

    private static <E extends Exception> List<LeftOutRow> run(
            Connection connection, Work<E> work, UnenforcedScope.CheckFactory check) throws SQLException, E {
        try (UnenforcedScope scope = UnenforcedScope.begin(connection, ScopeKind.BULK, check)) {
            scope.<E>inOneTransaction(work::run);
            return scope.check().leftOut().stream()
                    .map(row -> new LeftOutRow(row.foreignKeys(), row.values()))
                    .toList();
        }
    }
}
