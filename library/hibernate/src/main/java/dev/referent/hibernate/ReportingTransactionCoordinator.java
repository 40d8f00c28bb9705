package dev.referent.hibernate;

import org.hibernate.jpa.spi.JpaCompliance;
import org.hibernate.resource.jdbc.spi.JdbcSessionOwner;
import org.hibernate.resource.transaction.spi.IsolationDelegate;
import org.hibernate.resource.transaction.spi.SynchronizationRegistry;
import org.hibernate.resource.transaction.spi.TransactionCoordinator;
import org.hibernate.resource.transaction.spi.TransactionCoordinatorBuilder;
import org.hibernate.resource.transaction.spi.TransactionObserver;

/** Coordinates the transactions of a session as Hibernate does, with a driver that reports. */
final class ReportingTransactionCoordinator implements TransactionCoordinator {
    private final TransactionCoordinator inside;
    private final JdbcSessionOwner session;
    private final boolean lenient;

    ReportingTransactionCoordinator(TransactionCoordinator inside, JdbcSessionOwner session, boolean lenient) {
        this.inside = inside;
        this.session = session;
        this.lenient = lenient;
    }

    @Override
    public TransactionDriver getTransactionDriverControl() {
        return new ReportingTransactionDriver(inside.getTransactionDriverControl(), session, lenient);
    }

    @Override
    public TransactionCoordinatorBuilder getTransactionCoordinatorBuilder() {
        return inside.getTransactionCoordinatorBuilder();
    }

    @Override
    public SynchronizationRegistry getLocalSynchronizations() {
        return inside.getLocalSynchronizations();
    }

    @Override
    public JpaCompliance getJpaCompliance() {
        return inside.getJpaCompliance();
    }

    @Override
    public void explicitJoin() {
        inside.explicitJoin();
    }

    @Override
    public boolean isJoined() {
        return inside.isJoined();
    }

    @Override
    public void pulse() {
        inside.pulse();
    }

    @Override
    public boolean isActive() {
        return inside.isActive();
    }

    @Override
    public IsolationDelegate createIsolationDelegate() {
        return inside.createIsolationDelegate();
    }

    @Override
    public void addObserver(TransactionObserver observer) {
        inside.addObserver(observer);
    }

    @Override
    public void removeObserver(TransactionObserver observer) {
        inside.removeObserver(observer);
    }

    @Override
    public void setTimeOut(int seconds) {
        inside.setTimeOut(seconds);
    }

    @Override
    public int getTimeOut() {
        return inside.getTimeOut();
    }

    @Override
    public boolean isTransactionActive() {
        return inside.isTransactionActive();
    }

    @Override
    public void invalidate() {
        inside.invalidate();
    }
}
