package dev.referent.evidence.comparison.path;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.Family;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.BatchSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;

/**
 * Hibernate ORM, started as Jakarta Persistence starts it, with the dialect that it chooses itself.
 *
 * <p>On SQLite with Referent it is given the driver's own connections, and {@code referent-hibernate}, which is on the class
 * path, makes sure of them; on bare SQLite {@code referent.enforce=false} leaves all as Hibernate has it. How a session is
 * used is told at {@link HibernateSession}.
 */
final class HibernatePath implements AccessPath {
    private static final int BATCH = 20;

    @Override
    public String name() {
        return "hibernate";
    }

    @Override
    public OpenPath open(Database database, Family family) throws PathUnavailableException {
        SwitchingConnectionProvider connections =
                new SwitchingConnectionProvider(drivers(database, UnaryOperator.identity()));
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("comparison")
                .managedClasses(Parent.class, Child.class, Node.class)
                .property(JdbcSettings.CONNECTION_PROVIDER, connections)
                .property(JdbcSettings.CONNECTION_HANDLING, PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_HOLD)
                .property(BatchSettings.STATEMENT_BATCH_SIZE, BATCH)
                .property(JdbcSettings.LOG_JDBC_ERRORS, false);
        if (family == Family.SQLITE && !database.referent()) {
            configuration.property("referent.enforce", false);
        }
        try {
            return new OpenHibernatePath(configuration.createEntityManagerFactory(), connections, family);
        } catch (HibernateException e) {
            throw new PathUnavailableException(reason(e), e);
        }
    }

    /** Returns what the innermost exception says, but where that misleads: without a dialect it speaks of the metadata. */
    private static String reason(Throwable exception) {
        Throwable cause = exception;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        return message.startsWith("Unable to determine Dialect")
                ? "Hibernate has no dialect for this engine"
                : "Hibernate does not start here: " + message;
    }

    private static DataSource drivers(Database database, UnaryOperator<DataSource> around) {
        return around.apply(database.source());
    }

    /** The factory, which is slow to make. */
    private record OpenHibernatePath(SessionFactory factory, SwitchingConnectionProvider connections, Family family)
            implements OpenPath {
        @Override
        public void switchTo(Database database, UnaryOperator<DataSource> around) {
            connections.switchTo(drivers(database, around));
        }

        @Override
        public PathSession session(boolean autoCommit, boolean batches) {
            return new HibernateSession(factory.openSession(), family, autoCommit);
        }

        @Override
        public void close() {
            factory.close();
        }
    }
}
