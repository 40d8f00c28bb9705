package dev.referent.hibernate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import org.hibernate.HibernateException;
import org.hibernate.service.Service;
import org.hibernate.service.UnknownUnwrapTypeException;
import org.hibernate.service.spi.Configurable;
import org.hibernate.service.spi.InjectService;
import org.hibernate.service.spi.ServiceRegistryAwareService;
import org.hibernate.service.spi.ServiceRegistryImplementor;
import org.hibernate.service.spi.Startable;
import org.hibernate.service.spi.Stoppable;
import org.hibernate.service.spi.Wrapped;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a service that Referent overrides. It also passes the life cycle of Hibernate's registry on to the service
 * inside: injected, configured, started, stopped.
 */
abstract class WrappedService<S extends Service>
        implements ServiceRegistryAwareService, Configurable, Startable, Stoppable {
    private static final long serialVersionUID = 1L;

    /** The service inside. */
    final transient S inside;

    private transient @Nullable S outside;

    WrappedService(S inside) {
        this.inside = inside;
    }

    /** Returns the service for Hibernate's registry. */
    final S as(Class<S> role) {
        S proxy = OverridingProxy.of(
                role,
                inside,
                this,
                ServiceRegistryAwareService.class,
                Configurable.class,
                Startable.class,
                Stoppable.class);
        outside = proxy;
        return proxy;
    }

    /** Returns this service for its own role, otherwise the service inside. */
    public <T> T unwrap(Class<T> type) {
        if (type.isInterface() && Service.class.isAssignableFrom(type) && type.isInstance(outside)) {
            return type.cast(outside);
        }
        if (inside instanceof Wrapped wrapped) {
            return wrapped.unwrap(type);
        }
        throw new UnknownUnwrapTypeException(type);
    }

    @Override
    public void injectServices(ServiceRegistryImplementor registry) {
        for (Method method : inside.getClass().getMethods()) {
            InjectService wish = method.getAnnotation(InjectService.class);
            if (wish != null && method.getParameterCount() == 1) {
                inject(registry, method);
            }
        }
        if (inside instanceof ServiceRegistryAwareService aware) {
            aware.injectServices(registry);
        }
    }

    private void inject(ServiceRegistryImplementor registry, Method method) {
        Service wished = registry.getService(method.getParameterTypes()[0].asSubclass(Service.class));
        if (wished != null) {
            try {
                method.invoke(inside, wished);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new HibernateException("cannot inject a service into " + inside, e);
            }
        }
    }

    @Override
    public void configure(Map<String, Object> settings) {
        if (inside instanceof Configurable configurable) {
            configurable.configure(settings);
        }
    }

    @Override
    public void start() {
        if (inside instanceof Startable startable) {
            startable.start();
        }
    }

    @Override
    public void stop() {
        if (inside instanceof Stoppable stoppable) {
            stoppable.stop();
        }
    }
}
