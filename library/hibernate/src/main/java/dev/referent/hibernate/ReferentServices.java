package dev.referent.hibernate;

import java.util.Map;
import java.util.function.Supplier;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.engine.jdbc.connections.internal.ConnectionProviderInitiator;
import org.hibernate.engine.jdbc.connections.internal.MultiTenantConnectionProviderInitiator;
import org.hibernate.engine.jdbc.env.internal.JdbcEnvironmentInitiator;
import org.hibernate.resource.transaction.internal.TransactionCoordinatorBuilderInitiator;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.tool.schema.internal.SchemaManagementToolInitiator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Wraps four of Hibernate's services: the two connection providers, the transactions and the schema tool; before Hibernate 7.0 also
 * the one that converts exceptions. Hibernate finds this class by its entry in {@code META-INF/services}; no application refers to
 * it.
 *
 * <p>Other databases are not affected, nor is Quarkus, which supplies services of its own. With the setting {@value #ENFORCE} =
 * {@code false} SQLite is not affected either, and Referent logs a warning.
 */
public final class ReferentServices implements ServiceContributor {
    static final String ENFORCE = "referent.enforce";

    /** Hibernate's own builders of registries; Quarkus has another one, which serves the application at its build. */
    private static final String HIBERNATE = "org.hibernate.";

    private static final Logger LOG = Logger.getLogger(ReferentServices.class);

    /** For Hibernate, which finds the class by its service file. */
    public ReferentServices() {}

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        Map<String, Object> settings = builder.getSettings();
        if (isFalse(settings.get(ENFORCE))) {
            LOG.warn(ENFORCE + " is false: Hibernate creates no foreign keys on SQLite, connections do not enforce any,"
                    + " and orphan rows are stored without an error; remove the setting to have them rejected");
            return;
        }
        if (!builder.getClass().getName().startsWith(HIBERNATE)) {
            LOG.warnf(
                    "%s records Hibernate's services before the application starts, so Referent replaces none of them: connect to"
                            + " jdbc:referent:sqlite:FILE, and declare the foreign keys in SQL, as Hibernate generates none on SQLite",
                    builder.getClass().getName());
            return;
        }
        boolean lenient = isFalse(settings.get(AvailableSettings.JPA_TRANSACTION_COMPLIANCE));
        add(
                builder,
                () -> new WrappingInitiator<>(
                        ConnectionProviderInitiator.INSTANCE, EnforcedConnectionProvider::around));
        add(
                builder,
                () -> new WrappingInitiator<>(
                        MultiTenantConnectionProviderInitiator.INSTANCE, EnforcedTenantConnectionProvider::around));
        if (!HibernateLine.READS_CONSTRAINT_NAMES) {
            add(builder, () -> new WrappingInitiator<>(JdbcEnvironmentInitiator.INSTANCE, NamedViolations::in));
        }
        add(
                builder,
                () -> new WrappingInitiator<>(
                        TransactionCoordinatorBuilderInitiator.INSTANCE,
                        transactions -> ReportingTransactions.around(transactions, lenient)));
        add(
                builder,
                () -> new WrappingInitiator<>(SchemaManagementToolInitiator.INSTANCE, ForeignKeySchemaTool::inPlaceOf));
    }

    private static void add(StandardServiceRegistryBuilder builder, Supplier<StandardServiceInitiator<?>> initiator) {
        BestEffort.run(
                "Hibernate's own services are used for what it does not find",
                () -> builder.addInitiator(initiator.get()));
    }

    private static boolean isFalse(@Nullable Object setting) {
        return setting != null && setting.toString().trim().equalsIgnoreCase("false");
    }
}
