package dev.referent.spring;

import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Lets Flyway migrate in a migration scope, also if its bean migrates when it is initialized. All else that Flyway does is done as
 * without one.
 */
final class FlywayScope implements BeanPostProcessor {
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        return bean instanceof Flyway flyway && Proxies.canBeExtended(bean.getClass())
                ? Proxies.of(flyway, new Migrate(flyway))
                : bean;
    }

    /** Migrates with another Flyway, which has the same configuration and the data source of the scope. */
    private record Migrate(Flyway flyway) implements MethodInterceptor {
        @Override
        public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
            DataSource source = flyway.getConfiguration().getDataSource();
            if (!invocation.getMethod().getName().equals("migrate") || source == null) {
                return invocation.proceed();
            }
            return MigrationScopes.run(
                    source,
                    failure -> new FlywayException(failure.getMessage(), failure),
                    migrating -> migrating == source
                            ? invocation.proceed()
                            : on(migrating).migrate());
        }

        private Flyway on(DataSource migrating) {
            return Flyway.configure(flyway.getConfiguration().getClassLoader())
                    .configuration(flyway.getConfiguration())
                    .dataSource(migrating)
                    .load();
        }
    }
}
