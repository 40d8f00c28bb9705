package dev.referent.hibernate;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.service.Service;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Has Hibernate make its service and puts another one around it.
 *
 * @param standard Hibernate's own way to make the service; makes none where the settings ask for none
 * @param around what is used in its place
 */
record WrappingInitiator<R extends Service>(StandardServiceInitiator<R> standard, UnaryOperator<R> around)
        implements StandardServiceInitiator<R> {

    @Override
    @SuppressWarnings("NullAway") // Hibernate takes null for "no such service", and says so nowhere
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
