package dev.referent.spring;

import javax.sql.DataSource;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Lets Liquibase migrate in a migration scope: it does when its bean is initialized. */
final class LiquibaseScope implements BeanPostProcessor {
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        return bean instanceof SpringLiquibase liquibase && Proxies.canBeExtended(bean.getClass())
                ? Proxies.of(liquibase, new Migrate(liquibase))
                : bean;
    }

    /**
     * Migrates with the data source of the scope, and gives Liquibase its own back. A bean that lets another thread migrate, and does
     * not wait for it, migrates outside of the scope.
     */
    private record Migrate(SpringLiquibase liquibase) implements MethodInterceptor {
        @Override
        public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
            DataSource source = liquibase.getDataSource();
            if (!invocation.getMethod().getName().equals("afterPropertiesSet") || source == null) {
                return invocation.proceed();
            }
            return MigrationScopes.run(source, LiquibaseException::new, migrating -> {
                if (migrating == source) {
                    return invocation.proceed();
                }
                liquibase.setDataSource(new OnThread(Thread.currentThread(), migrating, source));
                try {
                    return invocation.proceed();
                } finally {
                    liquibase.setDataSource(source);
                }
            });
        }
    }

    /** The data source of a scope for the thread of the scope, and another one for all other threads. */
    private static final class OnThread extends DelegatingDataSource {
        private final Thread thread;
        private final DataSource migrating;
        private final DataSource other;

        OnThread(Thread thread, DataSource migrating, DataSource other) {
            this.thread = thread;
            this.migrating = migrating;
            this.other = other;
        }

        @Override
        public DataSource getTargetDataSource() {
            return Thread.currentThread() == thread ? migrating : other;
        }
    }
}
