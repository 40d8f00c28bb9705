package dev.referent.spring;

import javax.sql.DataSource;
import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Lets Liquibase migrate in a migration scope: it does when its bean is initialized. */
final class LiquibaseScope implements BeanPostProcessor {
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        return bean instanceof SpringLiquibase liquibase && Proxies.canBeExtended(bean.getClass())
                ? Proxies.of(liquibase, new Migrate(liquibase))
                : bean;
    }

    /** Migrates with the data source of the scope, and gives Liquibase its own back. */
    private record Migrate(SpringLiquibase liquibase) implements MethodInterceptor {
        @Override
        public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
            DataSource source = liquibase.getDataSource();
            if (!invocation.getMethod().getName().equals("afterPropertiesSet") || source == null) {
                return invocation.proceed();
            }
            return MigrationScopes.run(source, LiquibaseException::new, migrating -> {
                liquibase.setDataSource(migrating);
                try {
                    return invocation.proceed();
                } finally {
                    liquibase.setDataSource(source);
                }
            });
        }
    }
}
