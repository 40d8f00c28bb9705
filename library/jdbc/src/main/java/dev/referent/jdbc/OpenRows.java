package dev.referent.jdbc;

import dev.referent.jdbc.driver.DriverState;
import dev.referent.jdbc.driver.Handles;
import dev.referent.jdbc.driver.RunningQuery;
import dev.referent.jdbc.explain.Explainer;
import dev.referent.jdbc.sql.StatementKind;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.SafeStmtPtr;

/** The statements of one handle that have rows which the application has not read to their end: a re-run must not end them. */
final class OpenRows {
    private final SQLiteConnection connection;
    private final Transaction transaction;
    private final Handles.Handle handle;
    private final Set<EnforcedStatement<?>> writes = ConcurrentHashMap.newKeySet();

    /** The queries, also those that are being executed, and how many changes of the schema there had been when they began. */
    private final Map<EnforcedStatement<?>, Integer> queries = new ConcurrentHashMap<>();

    OpenRows(SQLiteConnection connection, Transaction transaction, Handles.Handle handle) {
        this.connection = connection;
        this.transaction = transaction;
        this.handle = handle;
    }

    Explainer.Rows asked() {
        return new Explainer.Rows(() -> !writes.isEmpty(), this::mayEnd);
    }

    /** Notes that a statement that writes has returned rows. */
    void ofWrite(EnforcedStatement<?> statement) {
        writes.add(statement);
    }

    /** Notes that a statement that writes is finished, or will be. */
    void finished(EnforcedStatement<?> statement) {
        writes.remove(statement);
    }

    /** Notes that a query begins: a function that it calls may execute a statement that fails. */
    void begins(EnforcedStatement<?> query) {
        queries.put(query, transaction.schemaChanges());
    }

    /** Notes that a query has no rows any more. */
    void ended(EnforcedStatement<?> query) {
        queries.remove(query);
    }

    /** Finishes the statements that write: outside of a transaction each commits with that. */
    void finishWrites() throws SQLException {
        for (EnforcedStatement<?> statement : List.copyOf(writes)) {
            statement.finishRows();
        }
    }

    /** Returns whether no other handle has been made on the connection, and all earlier ones are closed. */
    boolean isOnlyHandle() {
        return handle.isOnlyOne();
    }

    void close() throws SQLException {
        handle.close();
        for (EnforcedStatement<?> statement : List.copyOf(writes)) {
            statement.close();
        }
    }

    /** Returns whether a re-run could end a query of the connection. */
    private boolean mayEnd() throws SQLException {
        Set<SafeStmtPtr> others = new HashSet<>();
        for (Map.Entry<EnforcedStatement<?>, Integer> query : queries.entrySet()) {
            EnforcedStatement<?> statement = query.getKey();
            // only by the same schema is it compiled to the same form
            boolean sameSchema = handle.isOnlyOne()
                    && !transaction.isShared()
                    && !transaction.hasChangedSchema()
                    && transaction.schemaChanges() == query.getValue();
            boolean goesOn = sameSchema
                    && statement.kind() == StatementKind.QUERY
                    && statement.values().filter(List::isEmpty).isPresent()
                    && RunningQuery.opensNothingMore(connection, statement.sql());
            if (!goesOn) {
                return true;
            }
            others.add(statement.pointer());
        }
        return DriverState.hasOpenRows(connection, others);
    }
}
