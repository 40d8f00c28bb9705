package dev.referent.jdbc;

import dev.referent.jdbc.unenforced.MigrationCheck;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Runs a change of the schema without enforcement of foreign keys, and checks them at each commit.
 *
 * <p>SQLite can make most changes of a table only by a table rebuild: a new table, a copy of the rows, DROP, RENAME. With
 * enforcement on, the DROP first deletes the rows of the table and, through {@code ON DELETE CASCADE}, those of its child
 * tables. In the scope nothing cascades. Each commit is checked before it is made, and statements outside of a transaction are
 * checked at the end. Existing orphan rows are ignored: their number by foreign key and value may not grow. When the scope ends,
 * in whatever way, enforcement is switched on again and verified.
 *
 * <p>Every child row is read once at the beginning, and once more at each commit of a transaction that has written. Other
 * connections keep enforcing.
 */
public final class MigrationScope {
    private MigrationScope() {}

    /**
     * The work of a migration.
     *
     * @param <C> what it works with
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Work<C, E extends Exception> {
        /**
         * Changes the schema.
         *
         * @param migrating the connection or data source without enforcement
         * @throws E what the work throws; what it has not committed is rolled back
         */
        void run(C migrating) throws E;
    }

    /**
     * Runs the work in one transaction, which is committed at its end if it violates no foreign key.
     *
     * @param connection of an {@link EnforcedDataSource}, outside of a transaction; it stays the caller's to close
     * @param work is given the connection; its {@code commit()} fails, and so does a COMMIT or ROLLBACK in a SQL string
     * @throws ForeignKeyViolationSQLException if the work violates a foreign key; the database is unchanged
     * @throws SQLException if the connection is inside a transaction or another scope, or does not come from an {@link
     *     EnforcedDataSource}; nothing is done
     * @throws E what the work throws; the database is unchanged
     */
    public static <E extends Exception> void run(Connection connection, Work<Connection, E> work)
            throws SQLException, E {
        try (UnenforcedScope scope = UnenforcedScope.begin(connection, ScopeKind.MIGRATION, MigrationCheck::new)) {
            scope.<E>inOneTransaction(work::run);
        }
    }

    /**
     * Runs the work of a tool that controls its transactions itself, such as Flyway or Liquibase.
     *
     * @param source an {@link EnforcedDataSource}, or a data source that uses one
     * @param work receives a data source that always returns the same connection, with autoCommit on; a transaction that is
     *     open at the end is rolled back
     * @throws ForeignKeyViolationSQLException if statements that the work executed outside of a transaction violated a foreign
     *     key; they remain. A transaction that violates one fails at its commit, within the work, and stays open.
     * @throws SQLException if the source's connection does not enforce, or is in a transaction that has read or written;
     *     nothing is done
     * @throws E what the work throws; what it has committed stays
     */
    public static <E extends Exception> void run(DataSource source, Work<DataSource, E> work) throws SQLException, E {
        ScopeEntry.<E>borrow(source, connection -> {
            try (UnenforcedScope scope = UnenforcedScope.begin(connection, ScopeKind.MIGRATION, MigrationCheck::new)) {
                work.run(new ScopeDataSource(source, scope));
                scope.end();
            }
        });
    }
}
