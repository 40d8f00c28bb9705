package dev.referent.spring;

import dev.referent.jdbc.EnforcedDataSource;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Enforces foreign keys on every {@link DataSource} bean, without connecting to its database. A data source that delegates to
 * another one, such as a lazy proxy, is left unchanged, and the other one is enforced.
 */
final class EnforcedBeans implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {
    private static final List<String> OTHERS =
            List.of("jdbc:h2:", "jdbc:hsqldb:", "jdbc:derby:", "jdbc:oracle:", "jdbc:sqlserver:", "jdbc:db2:");

    private final ReferentProperties properties;
    private final EnforcedSource.FirstConnection first;
    private final ListenerBeans listeners;

    /** In the order of their beans. A bean of a narrower scope than the application's is left to the garbage collector. */
    private final Map<EnforcedSource, WeakReference<DataSource>> sources =
            Collections.synchronizedMap(new LinkedHashMap<>());

    private final Set<DataSource> switchedOff =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private @Nullable BeanFactory beans;

    EnforcedBeans(ReferentProperties properties, EnforcedSource.FirstConnection first, ListenerBeans listeners) {
        this.properties = properties;
        this.first = first;
        this.listeners = listeners;
    }

    /**
     * A data source that is enforced.
     *
     * @param source as the application has it
     * @param enforcement what it is enforced by
     */
    record Used(DataSource source, EnforcedSource enforcement) {}

    /** Returns the data sources that are enforced so far. */
    List<Used> sources() {
        List<Used> used = new ArrayList<>();
        synchronized (sources) {
            sources.values().removeIf(source -> source.refersTo(null));
            sources.forEach((enforcement, reference) -> {
                DataSource source = reference.get();
                if (source != null) {
                    used.add(new Used(source, enforcement));
                }
            });
        }
        return used;
    }

    /** Returns the application's own data source behind an enforced one; null for any other. */
    @Nullable DataSource behind(DataSource enforced) {
        return sources().stream()
                .filter(used -> used.source() == enforced)
                .map(used -> used.enforcement().source())
                .findFirst()
                .orElse(null);
    }

    /**
     * Opens a connection to each data source that is not used yet, so that the gate checks it.
     *
     * @throws IllegalStateException if the gate is closed
     */
    void useAll() {
        for (Used used : sources()) {
            if (!used.enforcement().isUsed()) {
                try {
                    used.source().getConnection().close();
                } catch (GateClosedException e) {
                    throw new IllegalStateException(e.getMessage(), e);
                } catch (SQLException | RuntimeException e) {
                    // the gate has no say in this, and it must not stop the start
                }
            }
        }
    }

    /** {@inheritDoc} The first, so that everything that uses a data source sees the typed failures. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void setBeanFactory(BeanFactory beans) {
        this.beans = beans;
    }

    /** Returns whether a property of the application says that a data source is not enforced. */
    boolean isSwitchedOff(DataSource source) {
        return switchedOff.contains(source);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof DataSource source)) {
            return bean;
        }
        if (!properties.source(name).enabled()) {
            switchedOff.add(source);
            return bean;
        }
        try {
            return enforced(source, name, declaredType(name));
        } catch (RuntimeException | LinkageError e) { // which must not stop the start
            EnforcedSource.warn(name, e.getMessage());
            return bean;
        }
    }

    /** Returns the type by which other beans may ask for a bean. */
    private Class<?> declaredType(String name) {
        if (beans instanceof ConfigurableListableBeanFactory factory && factory.containsBeanDefinition(name)) {
            Class<?> type =
                    factory.getMergedBeanDefinition(name).getResolvableType().resolve(DataSource.class);
            return DataSource.class.isAssignableFrom(type) ? type : DataSource.class; // which a factory of beans is not
        }
        return DataSource.class;
    }

    private DataSource enforced(DataSource source, String name, Class<?> type) {
        if (isEnforced(source) || isToAnotherDatabase(source)) {
            return source;
        }
        if (source instanceof DelegatingDataSource front) {
            DataSource behind = front.getTargetDataSource();
            if (behind != null) {
                DataSource enforced = enforced(behind, name, DataSource.class);
                if (enforced != behind) {
                    front.setTargetDataSource(enforced);
                }
            }
            return source;
        }
        EnforcedSource enforcement =
                new EnforcedSource(name, source, properties.source(name), first, listeners.of(name));
        DataSource proxy = enforcement.proxy();
        if (!type.isInstance(proxy)) {
            EnforcedSource.warn(
                    name, "its class " + type.getName() + " cannot be extended; let the bean be a DataSource");
            return source;
        }
        sources.put(enforcement, new WeakReference<>(proxy));
        return proxy;
    }

    /** Returns whether the data source, or the bean of a narrower scope behind it, is enforced already. */
    private static boolean isEnforced(DataSource source) {
        return source instanceof EnforcedDataSource || source instanceof ScopedObject;
    }

    /** Returns whether the data source's URL names a database that Referent does not support. */
    private static boolean isToAnotherDatabase(DataSource source) {
        try {
            BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(source);
            for (String property : List.of("jdbcUrl", "url")) {
                if (bean.isReadableProperty(property) && bean.getPropertyValue(property) instanceof String url) {
                    return OTHERS.stream().anyMatch(url::startsWith);
                }
            }
            return false;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
