package dev.referent.spring;

import dev.referent.jdbc.EnforcedDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Enforces foreign keys on every {@link DataSource} bean, without connecting to its database. A data source that delegates to
 * another one, such as a lazy proxy, is left unchanged, and the other one is enforced.
 */
final class EnforcedBeans implements BeanPostProcessor, PriorityOrdered {
    private static final List<String> OTHERS =
            List.of("jdbc:h2:", "jdbc:hsqldb:", "jdbc:derby:", "jdbc:oracle:", "jdbc:sqlserver:", "jdbc:db2:");

    private final ReferentProperties properties;
    private final EnforcedSource.FirstConnection first;
    private final ListenerBeans listeners;
    private final List<Used> sources = new CopyOnWriteArrayList<>();

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
        return List.copyOf(sources);
    }

    /**
     * Opens a connection to each data source that is not used yet, so that the gate checks it.
     *
     * @throws IllegalStateException if the gate is closed
     */
    void useAll() {
        for (Used used : sources) {
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
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof DataSource source) || !properties.source(name).enabled()) {
            return bean;
        }
        return enforced(source, name);
    }

    private DataSource enforced(DataSource source, String name) {
        if (source instanceof ScopedObject || isEnforced(source) || isToAnotherDatabase(source)) {
            return source;
        }
        if (source instanceof DelegatingDataSource front) {
            DataSource behind = front.getTargetDataSource();
            if (behind != null) {
                DataSource enforced = enforced(behind, name);
                if (enforced != behind) {
                    front.setTargetDataSource(enforced);
                }
            }
            return source;
        }
        EnforcedSource enforcement =
                new EnforcedSource(name, source, properties.source(name), first, listeners.of(name));
        DataSource proxy = Proxies.of(source, enforcement);
        sources.add(new Used(proxy, enforcement));
        return proxy;
    }

    private static boolean isEnforced(DataSource source) {
        return source instanceof EnforcedDataSource || Proxies.isBy(source, EnforcedSource.class);
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
