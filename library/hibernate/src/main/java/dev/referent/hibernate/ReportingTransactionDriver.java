package dev.referent.hibernate;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import jakarta.persistence.RollbackException;
import java.sql.SQLException;
import org.hibernate.TransactionException;
import org.hibernate.engine.jdbc.spi.JdbcServices;
import org.hibernate.resource.jdbc.spi.JdbcSessionOwner;
import org.hibernate.resource.transaction.spi.TransactionCoordinator.TransactionDriver;
import org.hibernate.resource.transaction.spi.TransactionStatus;

/**
 * Commits as Hibernate does, and throws the exceptions that Hibernate lacks: the commit of a transaction that an earlier
 * failure has marked for rollback throws a {@link RollbackException}, as in Jakarta Persistence, and the violation of a
 * deferred foreign key is converted like any other.
 *
 * @param inside Hibernate's own
 * @param session the session of the transaction
 * @param lenient whether the commit of a transaction that is marked for rollback only rolls back
 */
record ReportingTransactionDriver(TransactionDriver inside, JdbcSessionOwner session, boolean lenient) {

    /**
     * Commits.
     *
     * @throws RollbackException if the transaction was marked for rollback; it is rolled back
     * @throws org.hibernate.exception.ConstraintViolationException if a deferred foreign key is violated; it is rolled back
     */
    public void commit() {
        boolean marked = inside.getStatus() == TransactionStatus.MARKED_ROLLBACK;
        try {
            inside.commit();
        } catch (TransactionException e) {
            throw converted(e);
        }
        if (marked && !lenient && isSqlite()) {
            throw new RollbackException("nothing was committed: an earlier failure, or setRollbackOnly, had marked the"
                    + " transaction for rollback, and all of it is rolled back; call rollback() after a failure, and"
                    + " start again");
        }
    }

    private RuntimeException converted(TransactionException failure) {
        return failure.getCause() instanceof ForeignKeyViolationSQLException violation
                ? services().getSqlExceptionHelper().convert((SQLException) violation, "the commit failed")
                : failure;
    }

    private JdbcServices services() {
        return session.getJdbcSessionContext().getJdbcServices();
    }

    private boolean isSqlite() {
        return HibernateLine.isSqlite(services().getDialect());
    }
}
