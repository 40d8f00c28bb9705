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

/**
 * Leads the service inside through the life that Hibernate's registry leads the service around it through: injected,
 * configured, started, stopped.
 */
abstract class WrappedService<S extends Service>
        implements Wrapped, ServiceRegistryAwareService, Configurable, Startable, Stoppable {
    private static final long serialVersionUID = 1L;

    /** The service inside. */
    final transient S inside;

    WrappedService(S inside) {
        this.inside = inside;
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

    @Override
    public boolean isUnwrappableAs(Class<?> type) {
        return type.isInstance(this)
                || type.isInstance(inside)
                || (inside instanceof Wrapped wrapped && wrapped.isUnwrappableAs(type));
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        if (type.isInstance(inside)) {
            return type.cast(inside);
        }
        if (inside instanceof Wrapped wrapped) {
            return wrapped.unwrap(type);
        }
        throw new UnknownUnwrapTypeException(type);
    }
}
