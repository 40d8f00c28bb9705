package dev.referent.hibernate;

import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.resource.jdbc.internal.LogicalConnectionProvidedImpl;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;
import org.hibernate.resource.transaction.spi.DdlTransactionIsolator;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorOwner;
import org.hibernate.tool.schema.internal.exec.JdbcContext;

/**
 * Builds transactions whose {@code commit} does not pass for a success when nothing was stored. Transactions of JTA are
 * left alone: their manager reports such a commit itself.
 */
final class ReportingTransactions extends WrappedService<TransactionCoordinatorBuilder>
        implements TransactionCoordinatorBuilder {
    private static final long serialVersionUID = 1L;

    private final boolean lenient;

    private ReportingTransactions(TransactionCoordinatorBuilder inside, boolean lenient) {
        super(inside);
        this.lenient = lenient;
    }

    /**
     * Returns a builder around Hibernate's.
     *
     * @param lenient whether a commit of what is marked for rollback just rolls back, as Hibernate's own does
     */
    static TransactionCoordinatorBuilder around(TransactionCoordinatorBuilder builder, boolean lenient) {
        return new ReportingTransactions(builder, lenient);
    }

    @Override
    public TransactionCoordinator buildTransactionCoordinator(TransactionCoordinatorOwner owner, Options options) {
        if (owner instanceof JdbcCoordinator coordinator
                && coordinator.getLogicalConnection() instanceof LogicalConnectionProvidedImpl supplied) {
            SuppliedConnection.enforce(supplied, owner.getJdbcSessionOwner());
        }
        TransactionCoordinator built = inside.buildTransactionCoordinator(owner, options);
        return isJta() ? built : new ReportingTransactionCoordinator(built, owner.getJdbcSessionOwner(), lenient);
    }

    @Override
    public boolean isJta() {
        return inside.isJta();
    }

    @Override
    public PhysicalConnectionHandlingMode getDefaultConnectionHandlingMode() {
        return inside.getDefaultConnectionHandlingMode();
    }

    @Override
    public DdlTransactionIsolator buildDdlTransactionIsolator(JdbcContext context) {
        return inside.buildDdlTransactionIsolator(context);
    }
}
