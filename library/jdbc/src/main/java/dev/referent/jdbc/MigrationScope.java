package dev.referent.jdbc;

import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.migration.MigrationCheck;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.sqlite.SQLiteConnection;

/**
 * Runs a change of the schema without enforcement of foreign keys, and checks them at each commit.
 *
 * <p>SQLite can make most changes of a table only by a table rebuild: a new table, a copy of the rows, DROP, RENAME. With
 * enforcement on, the DROP first deletes the rows of the table and, through {@code ON DELETE CASCADE}, those of its child
 * tables. In the scope nothing cascades. Each commit is checked before it is made, and statements outside of a transaction are
 * checked at the end. Existing orphan rows are ignored. When the scope ends, in whatever way, enforcement is switched on again
 * and verified.
 *
 * <p>Every child row is read once at the beginning, and once more at each commit of a transaction that has written. Other
 * connections keep enforcing.
 */
public final class MigrationScope {
    private static final String SWITCH = "foreign_keys";
    private static final String AT_THE_END =
            "the migration has broken a foreign key, with statements that are already committed";

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
     * @param work is given the connection
     * @throws ForeignKeyViolationSQLException if the work violates a foreign key; the database is unchanged
     * @throws SQLException if the connection is inside a transaction or another scope, or does not come from an {@link
     *     EnforcedDataSource}; nothing is done
     * @throws E what the work throws; the database is unchanged
     */
    public static <E extends Exception> void run(Connection connection, Work<Connection, E> work)
            throws SQLException, E {
        SQLiteConnection sqlite = outsideOfATransaction(connection);
        MigrationCheck check = MigrationCheck.before(sqlite);
        try (Unenforced scope = Unenforced.of(connection, sqlite);
                Connection migrating = new MigratingConnection(connection, check)) {
            migrating.setAutoCommit(false);
            work.run(migrating);
            if (!migrating.getAutoCommit()) {
                migrating.commit();
            }
            scope.end(check);
        }
    }

    /**
     * Runs the work of a tool that controls its transactions itself, such as Flyway or Liquibase.
     *
     * @param source an {@link EnforcedDataSource}, or a data source that uses one
     * @param work receives a data source that always returns the same connection, with autoCommit on; a transaction that is
     *     open at the end is rolled back
     * @throws ForeignKeyViolationSQLException if statements that the work executed outside of a transaction violated a foreign
     *     key; they remain. A transaction that violates one fails at its commit, within the work.
     * @throws SQLException if the source's connection does not enforce, or is in a transaction that has read or written;
     *     nothing is done
     * @throws E what the work throws; what it has committed stays
     */
    public static <E extends Exception> void run(DataSource source, Work<DataSource, E> work) throws SQLException, E {
        try (Connection connection = source.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            if (!autoCommit && isEmptyTransaction(connection)) {
                connection.setAutoCommit(true);
            }
            SQLiteConnection sqlite = outsideOfATransaction(connection);
            MigrationCheck check = MigrationCheck.before(sqlite);
            try (Unenforced scope = Unenforced.of(connection, sqlite)) {
                work.run(new MigratingDataSource(source, connection, check));
                scope.end(check);
            } finally {
                if (!connection.isClosed()) {
                    connection.setAutoCommit(autoCommit);
                }
            }
        }
    }

    private static boolean isEmptyTransaction(Connection connection) throws SQLException {
        return connection.isWrapperFor(EnforcedConnection.class)
                && !connection.isWrapperFor(MigratingConnection.class)
                && OpenTransaction.isEmpty(connection.unwrap(SQLiteConnection.class));
    }

    private static SQLiteConnection outsideOfATransaction(Connection connection) throws SQLException {
        if (connection.isWrapperFor(MigratingConnection.class)) {
            throw new SQLException(
                    "the connection is in a migration scope already; do all of the work in that one, or after it");
        }
        if (!connection.isWrapperFor(EnforcedConnection.class)) {
            throw new SQLException(
                    "the connection does not come from an EnforcedDataSource, so its enforcement is unknown;"
                            + " migrate through EnforcedDataSource.open(url) or wrap(pool)");
        }
        if (!connection.isWrapperFor(SQLiteConnection.class)) {
            throw new SQLException(
                    "a migration scope is for SQLite; a server changes a table without a rebuild, so migrate"
                            + " with its foreign keys enforced");
        }
        SQLiteConnection sqlite = connection.unwrap(SQLiteConnection.class);
        if (!connection.getAutoCommit() || OpenTransaction.in(sqlite)) {
            throw new SQLException(
                    "a transaction is open, and SQLite cannot switch enforcement off inside it; commit it, and"
                            + " switch autoCommit on, before the migration scope begins");
        }
        return sqlite;
    }

    /** A connection without enforcement, until it is closed. */
    private record Unenforced(Connection connection, SQLiteConnection sqlite) implements AutoCloseable {
        static Unenforced of(Connection connection, SQLiteConnection sqlite) throws SQLException {
            Enforcement.execute(sqlite, "PRAGMA foreign_keys=OFF");
            if (Enforcement.isOn(sqlite, SWITCH)) {
                throw new SQLException("enforcement is still on after PRAGMA foreign_keys=OFF; nothing is migrated");
            }
            return new Unenforced(connection, sqlite);
        }

        /** Checks what the work has committed outside of transactions. */
        void end(MigrationCheck check) throws SQLException {
            MigratingConnection.rollBack(connection);
            MigratingConnection.verify(connection, check, AT_THE_END);
        }

        /** Switches enforcement on again; a connection on which that fails is closed. */
        @Override
        public void close() throws SQLException {
            if (sqlite.isClosed()) {
                return;
            }
            synchronized (sqlite) {
                synchronized (sqlite.getDatabase()) {
                    try {
                        MigratingConnection.rollBack(connection);
                        Enforcement.establish(sqlite);
                    } catch (SQLException e) {
                        sqlite.close();
                        throw e;
                    }
                }
            }
        }
    }
}
