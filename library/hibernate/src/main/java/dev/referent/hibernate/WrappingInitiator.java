package dev.referent.hibernate;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.service.Service;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Hibernate create its service, and wraps it in another one.
 *
 * @param standard Hibernate's initiator of the service; creates none if the settings require none
 * @param around creates the wrapping service
 */
record WrappingInitiator<R extends Service>(StandardServiceInitiator<R> standard, UnaryOperator<R> around)
        implements StandardServiceInitiator<R> {

    @Override
    @SuppressWarnings("NullAway") // for Hibernate null means "no such service", which is not documented
    public @Nullable R initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
        R service = standard.initiateService(settings, registry);
        return service == null
                ? null
                : BestEffort.get(
                        "Hibernate's own " + getServiceInitiated().getSimpleName() + " is used",
                        service,
                        () -> around.apply(service));
    }

    @Override
    public Class<R> getServiceInitiated() {
        return standard.getServiceInitiated();
    }
}
