package dev.referent.jdbc;

import dev.referent.jdbc.driver.OpenTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** The connections on which a scope can begin. */
final class ScopeEntry {
    private ScopeEntry() {}

    /**
     * Returns the engine of a connection that can begin a scope.
     *
     * @throws SQLException if it is another connection, or inside a transaction or a scope
     */
    static SqliteEngine engine(Connection connection, ScopeKind kind) throws SQLException {
        if (connection.isWrapperFor(ScopeConnection.class)) {
            throw inAScope(connection.unwrap(ScopeConnection.class).scope());
        }
        if (!connection.isWrapperFor(EnforcedConnection.class)) {
            throw new SQLException("the connection does not come from an EnforcedDataSource, so its enforcement is"
                    + " unknown; " + kind.verb() + " through EnforcedDataSource.open(url) or wrap(pool)");
        }
        if (!(connection.unwrap(EnforcedConnection.class).engine() instanceof SqliteEngine engine)) {
            throw new SQLException(kind.onServer());
        }
        Optional<UnenforcedScope> outer = engine.guard().scope();
        if (outer.isPresent()) {
            throw inAScope(outer.get());
        }
        if (!connection.getAutoCommit() || OpenTransaction.in(engine.sqlite())) {
            throw new SQLException("a transaction is open, and SQLite cannot switch enforcement off inside it; commit"
                    + " it, and switch autoCommit on, before the " + kind.scopeName() + " begins");
        }
        return engine;
    }

    private static SQLException inAScope(UnenforcedScope outer) {
        return new SQLException("the connection is in a " + outer.kind().scopeName()
                + " already; do all of the work in that one, or after it");
    }

    /**
     * Work on a borrowed connection.
     *
     * @param <E> what it throws, among others
     */
    @FunctionalInterface
    interface Work<E extends Exception> {
        void run(Connection connection) throws SQLException, E;
    }

    /**
     * Runs work on one connection of a data source, with autoCommit on.
     *
     * @throws SQLException if the connection is in a transaction that has read or written; nothing is done
     */
    static <E extends Exception> void borrow(DataSource source, Work<E> work) throws SQLException, E {
        try (Connection connection = source.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            if (!autoCommit && isEmptyTransaction(connection)) {
                connection.setAutoCommit(true);
            }
            try {
                work.run(connection);
            } finally {
                if (!connection.isClosed() && connection.getAutoCommit() != autoCommit) {
                    connection.setAutoCommit(autoCommit);
                }
            }
        }
    }

    private static boolean isEmptyTransaction(Connection connection) throws SQLException {
        return connection.isWrapperFor(EnforcedConnection.class)
                && !connection.isWrapperFor(ScopeConnection.class)
                && connection.unwrap(EnforcedConnection.class).engine() instanceof SqliteEngine engine
                && OpenTransaction.isEmpty(engine.sqlite());
    }
}
