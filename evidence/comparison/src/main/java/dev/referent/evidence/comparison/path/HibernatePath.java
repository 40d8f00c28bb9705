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
 * Hibernate ORM, configured through Jakarta Persistence, with the dialect that Hibernate detects.
 *
 * <p>On SQLite with Referent it gets the driver's connections, and {@code referent-hibernate}, which is on the class path,
 * enforces foreign keys on them. On plain SQLite, {@code referent.enforce=false} disables Referent. {@link HibernateSession}
 * describes how a session is used.
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
                new SwitchingConnectionProvider(driverSource(database, UnaryOperator.identity()));
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("comparison")
                .managedClasses(Parent.class, Child.class, Node.class)
                .managedClasses(Audio.class, Transcription.class, Utterance.class)
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

    /** Returns the message of the innermost exception, except for a missing dialect, where that message is misleading. */
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

    private static DataSource driverSource(Database database, UnaryOperator<DataSource> wrapper) {
        return wrapper.apply(database.source());
    }

    /** The session factory, which is expensive to create. */
    private record OpenHibernatePath(SessionFactory factory, SwitchingConnectionProvider connections, Family family)
            implements OpenPath {
        @Override
        public void switchTo(Database database, UnaryOperator<DataSource> wrapper) {
            connections.switchTo(driverSource(database, wrapper));
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
