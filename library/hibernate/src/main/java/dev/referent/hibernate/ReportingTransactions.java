package dev.referent.hibernate;

import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.resource.jdbc.internal.LogicalConnectionProvidedImpl;
import org.hibernate.resource.jdbc.spi.JdbcSessionOwner;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionCoordinator.TransactionDriver;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorOwner;

/**
 * Builds transactions whose {@code commit} throws if nothing was stored. JTA transactions are not affected: their manager
 * reports such a commit itself.
 */
final class ReportingTransactions extends WrappedService<TransactionCoordinatorBuilder> {
    private static final long serialVersionUID = 1L;

    private final boolean lenient;

    private ReportingTransactions(TransactionCoordinatorBuilder inside, boolean lenient) {
        super(inside);
        this.lenient = lenient;
    }

    /**
     * Returns a builder around Hibernate's.
     *
     * @param lenient whether the commit of a transaction that is marked for rollback only rolls back, as Hibernate's own does
     */
    static TransactionCoordinatorBuilder around(TransactionCoordinatorBuilder builder, boolean lenient) {
        return new ReportingTransactions(builder, lenient).as(TransactionCoordinatorBuilder.class);
    }

    /** Builds a coordinator of such transactions, and enforces foreign keys on a connection that the application supplies. */
    public TransactionCoordinator buildTransactionCoordinator(
            TransactionCoordinatorOwner owner, TransactionCoordinatorBuilder.Options options) {
        if (owner instanceof JdbcCoordinator coordinator
                && coordinator.getLogicalConnection() instanceof LogicalConnectionProvidedImpl supplied) {
            SuppliedConnection.enforce(supplied, owner.getJdbcSessionOwner());
        }
        TransactionCoordinator built = inside.buildTransactionCoordinator(owner, options);
        return inside.isJta()
                ? built
                : OverridingProxy.of(
                        TransactionCoordinator.class,
                        built,
                        new ReportingCoordinator(built, owner.getJdbcSessionOwner(), lenient));
    }

    /** The overridden methods of a coordinator. */
    record ReportingCoordinator(TransactionCoordinator inside, JdbcSessionOwner session, boolean lenient) {

        public TransactionDriver getTransactionDriverControl() {
            TransactionDriver driver = inside.getTransactionDriverControl();
            return OverridingProxy.of(
                    TransactionDriver.class, driver, new ReportingTransactionDriver(driver, session, lenient));
        }
    }
}
