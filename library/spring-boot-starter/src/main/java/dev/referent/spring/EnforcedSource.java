package dev.referent.spring;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ViolationListener;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedObject;

/**
 * Enforces on the connections that a data source hands out, each decided by itself: a routing data source may lead to several
 * databases. Every other call goes to the data source. Thread-safe.
 */
final class EnforcedSource implements MethodInterceptor {
    private static final Log LOG = LogFactory.getLog(EnforcedSource.class);

    private final String bean;
    private final DataSource source;
    private final EnforcedDataSource enforced;
    private final FirstConnection first;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** Whether a connection has been enforced; from then on one that is not is a failure. */
    private volatile boolean enforceable;

    /** Looks at a data source before its first enforced connection is handed out. */
    @FunctionalInterface
    interface FirstConnection {
        /** Throws if no connection may be handed out; it is then asked again for the next one. */
        void check(Connection own) throws SQLException;
    }

    /**
     * Enforces on the connections of a data source.
     *
     * @param bean the name of its bean
     * @param listener is told of its violations
     */
    EnforcedSource(
            String bean,
            DataSource source,
            ReferentProperties.Source properties,
            FirstConnection first,
            ViolationListener listener) {
        this.bean = bean;
        this.source = source;
        this.enforced = configured(EnforcedDataSource.wrap(source).listening(listener), properties);
        this.first = first;
    }

    private static EnforcedDataSource configured(EnforcedDataSource source, ReferentProperties.Source properties) {
        EnforcedDataSource configured = source;
        if (properties.allOrNothing()) {
            configured = configured.allOrNothing();
        }
        if (properties.hidingValues()) {
            configured = configured.hidingValues();
        }
        return properties.explainingWithin() == null
                ? configured
                : configured.explainingWithin(properties.explainingWithin());
    }

    /** Returns the name of the data source's bean. */
    String bean() {
        return bean;
    }

    /** Returns the data source itself. */
    DataSource source() {
        return source;
    }

    /** Returns whether an enforced connection has been handed out. */
    boolean isUsed() {
        return enforceable;
    }

    /**
     * Returns what takes the place of the data source. It is a {@link ScopedObject}, by which Spring's transactions know that both are
     * the same data source: one that is begun with the application's own is continued with the bean.
     */
    DataSource proxy() {
        return Proxies.of(source, this, ScopedObject.class);
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Method method = invocation.getMethod();
        if (method.getDeclaringClass() == ScopedObject.class) {
            return method.getName().equals("getTargetObject") ? source : null;
        }
        Object result = invocation.proceed();
        return method.getName().equals("getConnection") && result instanceof Connection own ? over(own) : result;
    }

    private Connection over(Connection own) throws SQLException {
        try {
            if (!EnforcedDataSource.supports(own)) {
                return own;
            }
            if (!enforceable) {
                first.check(own);
            }
            Connection connection = enforced.enforceOn(own);
            enforceable = true;
            return connection;
        } catch (GateClosedException e) {
            throw closed(own, e);
        } catch (SQLException | RuntimeException | LinkageError e) {
            if (enforceable) {
                throw closed(own, e);
            }
            warn(e);
            return own;
        }
    }

    private static SQLException closed(Connection own, Throwable failure) {
        try {
            own.close();
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return (SQLException) failure;
    }

    private void warn(Throwable failure) {
        if (!warned.getAndSet(true)) {
            warn(
                    bean,
                    failure instanceof LinkageError
                            ? "Referent does not work with its driver: " + failure
                            : failure.getMessage());
        }
    }

    /** Logs that a data source is not enforced. */
    static void warn(String bean, @Nullable String reason) {
        LOG.warn("foreign keys are neither enforced nor explained by Referent on the data source " + bean + ": "
                + reason);
    }
}
