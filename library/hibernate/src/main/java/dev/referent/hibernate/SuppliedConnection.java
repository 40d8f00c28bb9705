package dev.referent.hibernate;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.HibernateException;
import org.hibernate.SessionEventListener;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.jdbc.spi.JdbcSessionOwner;
import org.hibernate.resource.jdbc.spi.LogicalConnectionImplementor;

/** Enforces foreign keys on a connection that the application supplies to a session, until the session is closed. */
final class SuppliedConnection {
    private SuppliedConnection() {}

    /**
     * Replaces the application's connection by an enforced one. The application still closes its connection, which is restored
     * when the session is closed. A transaction that is open on it stays open.
     *
     * @throws HibernateException if foreign keys are not enforced and cannot be; the connection is unchanged
     */
    static void enforce(LogicalConnectionImplementor place, JdbcSessionOwner session) {
        Connection connection = place.getPhysicalConnection();
        try {
            if (EnforcedDataSource.canEnforce(connection)) {
                Connection enforced = EnforcedDataSource.enforce(connection);
                place.manualDisconnect();
                place.manualReconnect(enforced);
                if (session instanceof SharedSessionContractImplementor open) {
                    open.getEventListenerManager().addListener(new Return(enforced));
                }
            }
        } catch (LinkageError e) {
            BestEffort.failed("the connection that was supplied to the session does not enforce foreign keys", e);
        } catch (SQLException e) {
            throw new HibernateException(
                    "the connection that was supplied to the session cannot be used: " + e.getMessage(), e);
        }
    }

    /** Returns the connection when the session ends. */
    private static final class Return implements SessionEventListener {
        private static final long serialVersionUID = 1L;

        private final transient Connection enforced;

        Return(Connection enforced) {
            this.enforced = enforced;
        }

        @Override
        public void end() {
            try {
                enforced.close();
            } catch (SQLException e) {
                throw new HibernateException("the connection that was supplied to the session cannot be returned", e);
            }
        }
    }
}
