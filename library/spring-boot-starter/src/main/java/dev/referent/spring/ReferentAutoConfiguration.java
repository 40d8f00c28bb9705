package dev.referent.spring;

import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Enforces and explains foreign keys on every {@link DataSource} bean to SQLite, PostgreSQL or MariaDB. Spring Boot finds it on the
 * class path; {@code referent.enabled=false} leaves it out.
 */
@AutoConfiguration
@ConditionalOnClass(DelegatingDataSource.class)
@ConditionalOnProperty(name = "referent.enabled", matchIfMissing = true)
public final class ReferentAutoConfiguration {
    /** Creates the configuration, as Spring does. */
    public ReferentAutoConfiguration() {}

    @Bean
    static EnforcedBeans referentEnforcedBeans(Environment environment) {
        return new EnforcedBeans(ReferentProperties.of(environment), own -> {});
    }
}
