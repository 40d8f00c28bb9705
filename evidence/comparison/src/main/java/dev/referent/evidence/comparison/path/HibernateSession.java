package dev.referent.evidence.comparison.path;

import dev.referent.evidence.comparison.scenario.Operation;
import dev.referent.evidence.comparison.scenario.Table;
import dev.referent.evidence.engines.Family;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.hibernate.Transaction;
import org.hibernate.query.MutationQuery;
import org.jspecify.annotations.Nullable;

/**
 * A Hibernate session, used as a careful program uses it.
 *
 * <ul>
 *   <li>Rows of tables with an entity are persisted, or found and then changed or removed. Everything else (a changed id, a
 *       value of another type, other tables) is native SQL, before which Hibernate flushes pending changes.
 *   <li>References are set with {@code getReference}, without a query.
 *   <li>Without autocommit, a transaction is started when none is active. With autocommit, each operation is its own
 *       transaction.
 *   <li>At the end of a transaction the session is cleared, as if each transaction had its own session. The connection stays
 *       the same, because its settings are part of the scenario.
 *   <li>After a failure the session is used further if the scenario says so, although Hibernate advises to discard it.
 * </ul>
 */
final class HibernateSession implements PathSession {
    private final org.hibernate.Session session;
    private final EntityOperations entities;
    private final CorpusEntities corpus;
    private final Family family;
    private final boolean autoCommit;

    HibernateSession(org.hibernate.Session session, Family family, boolean autoCommit) {
        this.session = session;
        this.entities = new EntityOperations(session);
        this.corpus = new CorpusEntities(session);
        this.family = family;
        this.autoCommit = autoCommit;
    }

    @Override
    public void run(Operation operation) {
        if (autoCommit) {
            runInOwnTransaction(operation);
        } else if (operation instanceof Operation.Commit) {
            begin();
            end(session.getTransaction()::commit);
        } else if (operation instanceof Operation.Rollback) {
            end(this::rollback);
        } else {
            begin();
            write(operation);
        }
    }

    private void runInOwnTransaction(Operation operation) {
        end(() -> session.inTransaction(transaction -> write(operation)));
    }

    private void begin() {
        if (!session.getTransaction().isActive()) {
            session.beginTransaction();
        }
    }

    private void rollback() {
        Transaction transaction = session.getTransaction();
        if (transaction.isActive()) {
            transaction.rollback();
        }
    }

    private void end(Runnable ending) {
        try {
            ending.run();
        } finally {
            session.clear();
        }
    }

    private void write(Operation operation) {
        if (operation instanceof Operation.Flush) {
            session.flush();
        } else if (!entities.run(operation) && !corpus.run(operation)) {
            send(operation);
        }
    }

    private void send(Operation operation) {
        if (operation instanceof Operation.Insert insert) {
            insert(insert.table(), insert.values());
        } else if (operation instanceof Operation.InsertAll all) {
            for (List<@Nullable Object> row : all.rows()) {
                insert(all.table(), row);
            }
        } else if (operation instanceof Operation.Update update) {
            MutationQuery query = session.createNativeMutationQuery(OperationSql.JDBC.update(update));
            bind(query, 1, update.value(), OperationSql.isNumber(update.table(), update.column()));
            query.setParameter(2, update.id()).executeUpdate();
        } else if (operation instanceof Operation.Delete delete) {
            session.createNativeMutationQuery(OperationSql.JDBC.delete(delete))
                    .setParameter(1, delete.id())
                    .executeUpdate();
        } else if (operation instanceof Operation.Sql sql) {
            send(sql.on(family).orElseThrow());
        }
    }

    private void insert(Table table, List<@Nullable Object> row) {
        MutationQuery query = session.createNativeMutationQuery(OperationSql.JDBC.insert(table));
        for (int i = 0; i < row.size(); i++) {
            bind(
                    query,
                    i + 1,
                    row.get(i),
                    OperationSql.isNumber(table, table.columnNames().get(i)));
        }
        query.executeUpdate();
    }

    /**
     * Binds a value with its own type and NULL with the type of the column, because some engines reject a NULL of another
     * type.
     */
    private static void bind(MutationQuery query, int index, @Nullable Object value, boolean number) {
        if (value != null) {
            query.setParameter(index, value);
        } else if (number) {
            query.setParameter(index, null, Integer.class);
        } else {
            query.setParameter(index, null, String.class);
        }
    }

    private void send(String sql) {
        if (sql.toUpperCase(Locale.ROOT).startsWith("SELECT")) {
            session.createNativeQuery(sql, Object.class).getResultList();
        } else {
            session.createNativeMutationQuery(sql).executeUpdate();
        }
    }

    /** {@inheritDoc} Uses the JDBC connection, because Hibernate would flush pending changes before its own query. */
    @Override
    public long count(String sql) {
        return session.doReturningWork(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    @Override
    public void close() {
        try (session) {
            rollback();
        }
    }
}
