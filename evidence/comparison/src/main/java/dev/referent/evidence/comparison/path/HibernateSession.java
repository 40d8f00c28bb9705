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
 * A session of Hibernate's, used as a careful program uses it.
 *
 * <ul>
 *   <li>Rows of the tables that have an entity are persisted, found and changed, found and removed; an id that changes, a
 *       value of another type and all other tables are native SQL, before which Hibernate sends what it has kept back.
 *   <li>A reference is set by {@code getReference}, which asks for no row.
 *   <li>Without autocommit a transaction is begun when there is none. With it each operation is a transaction of its own.
 *   <li>At a transaction's end the session forgets its entities, as a session for each transaction would; the connection
 *       stays, since what a program has set on it is a part of the scenario.
 *   <li>After a failure the session is still used for what the scenario says. Hibernate's own advice is to give it up.
 * </ul>
 */
final class HibernateSession implements PathSession {
    private final org.hibernate.Session session;
    private final EntityOperations entities;
    private final Family family;
    private final boolean autoCommit;

    HibernateSession(org.hibernate.Session session, Family family, boolean autoCommit) {
        this.session = session;
        this.entities = new EntityOperations(session);
        this.family = family;
        this.autoCommit = autoCommit;
    }

    @Override
    public void run(Operation operation) {
        if (autoCommit) {
            runAlone(operation);
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

    private void runAlone(Operation operation) {
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
        } else if (!entities.run(operation)) {
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

    /** Binds a value by its own type, and NULL by the column's, as some engines refuse a NULL of another. */
    private static void bind(MutationQuery query, int index, @Nullable Object value, boolean number) {
        if (value != null) {
            query.setParameter(index, value);
        } else if (number) {
            query.setParameter(index, null, Integer.class);
        } else {
            query.setParameter(index, null, String.class);
        }
    }

    private void send(String text) {
        if (text.toUpperCase(Locale.ROOT).startsWith("SELECT")) {
            session.createNativeQuery(text, Object.class).getResultList();
        } else {
            session.createNativeMutationQuery(text).executeUpdate();
        }
    }

    /** {@inheritDoc} It goes past Hibernate, which would send what it keeps back before a query of its own. */
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
