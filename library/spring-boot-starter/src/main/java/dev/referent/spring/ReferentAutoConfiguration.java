package dev.referent.spring;

import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.ViolationListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jdbc.metadata.HikariDataSourcePoolMetadata;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.ClassUtils;

/**
 * Enforces and explains foreign keys on every {@link DataSource} bean to SQLite, PostgreSQL or MariaDB. Spring Boot finds it on the
 * class path; {@code referent.enabled=false} leaves it out.
 */
@AutoConfiguration(
        beforeName = { // in Spring Boot 4 and 3, for the order of the pools' metadata
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration"
        })
@ConditionalOnClass(DelegatingDataSource.class)
@ConditionalOnProperty(name = "referent.enabled", matchIfMissing = true)
@Import(HealthIndicators.class)
public class ReferentAutoConfiguration {
    private static final boolean FINDS_ORPHANS =
            ClassUtils.isPresent("dev.referent.orphans.Gate", ReferentAutoConfiguration.class.getClassLoader());

    /** Creates the configuration, as Spring does. */
    public ReferentAutoConfiguration() {}

    @Bean
    static EnforcedBeans referentEnforcedBeans(
            Environment environment,
            ObjectProvider<DataSourceListener> meters,
            ObjectProvider<ViolationListener> listeners) {
        ListenerBeans told = new ListenerBeans(meters, listeners);
        ReferentProperties properties = ReferentProperties.of(environment);
        ReferentProperties.GateMode gate = properties.gate();
        if (gate == ReferentProperties.GateMode.OFF) {
            return new EnforcedBeans(properties, own -> {}, told);
        }
        if (!FINDS_ORPHANS) {
            throw new IllegalStateException(
                    "referent.gate is set, and looks for orphan rows with dev.referent:referent-orphans;"
                            + " add it to the class path, or remove the property");
        }
        return new EnforcedBeans(properties, own -> OrphanGate.gate(own, gate), told);
    }

    @Bean
    static SmartInitializingSingleton referentGate(EnforcedBeans beans, Environment environment) {
        return ReferentProperties.of(environment).gate() == ReferentProperties.GateMode.OFF ? () -> {} : beans::useAll;
    }

    @Bean
    static StartReport referentStartReport(EnforcedBeans beans) {
        return new StartReport(beans, orphanRows(true));
    }

    @Bean
    static EnforcementHealth referentEnforcementHealth(EnforcedBeans beans, Environment environment) {
        ReferentProperties.Health health = ReferentProperties.of(environment).health();
        return new EnforcementHealth(beans, orphanRows(health.orphanRows()));
    }

    /** Counts orphan rows, if that is wanted and the module that finds them is on the class path. */
    private static EnforcedDatabase.OrphanRows orphanRows(boolean wanted) {
        return wanted && FINDS_ORPHANS ? OrphanGate::count : connection -> OptionalLong.empty();
    }

    /** What is done where Flyway is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Flyway.class)
    @ConditionalOnProperty(name = "referent.migration-scope", matchIfMissing = true)
    static class FlywayConfiguration {
        @Bean
        static FlywayScope referentFlywayScope() {
            return new FlywayScope();
        }
    }

    /** What is done where Liquibase is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(SpringLiquibase.class)
    @ConditionalOnProperty(name = "referent.migration-scope", matchIfMissing = true)
    static class LiquibaseConfiguration {
        @Bean
        static LiquibaseScope referentLiquibaseScope() {
            return new LiquibaseScope();
        }
    }

    /** What is done where HikariCP is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HikariDataSource.class, HikariDataSourcePoolMetadata.class})
    static class HikariConfiguration {
        @Bean
        static HikariMetadata referentHikariMetadata(EnforcedBeans beans) {
            return new HikariMetadata(beans);
        }
    }

    /** What is done where Micrometer is on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class MeterConfiguration {
        @Bean
        static ViolationMeters referentViolationMeters(ObjectProvider<MeterRegistry> registries) {
            return new ViolationMeters(registries);
        }
    }

    /** What is done where Spring MVC or WebFlux answers requests. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication
    @ConditionalOnClass(ProblemDetail.class)
    @ConditionalOnProperty(name = "referent.problem-details.enabled", matchIfMissing = true)
    static class WebConfiguration {
        @Bean
        static ViolationAdvice referentViolationAdvice(
                ApplicationContext context) { // there may be several message sources
            return new ViolationAdvice(
                    context, ReferentProperties.of(context.getEnvironment()).problemDetails());
        }
    }
}
