package dev.referent.spring;

import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Switches {@code referent-hibernate} off where the starter is switched off, for the application or for the data source of the
 * factory: Hibernate finds that module without Spring. A setting {@code referent.enforce} of the application's own wins.
 */
final class HibernateSwitch implements BeanPostProcessor {
    private static final String ENFORCE = "referent.enforce";

    /** Where Spring's factories of Hibernate's entity managers and of its sessions have Hibernate's settings. */
    private static final List<String> SETTINGS = List.of("jpaPropertyMap", "hibernateProperties");

    private final boolean enabled;
    private final ObjectProvider<EnforcedBeans> beans;

    private HibernateSwitch(boolean enabled, ObjectProvider<EnforcedBeans> beans) {
        this.enabled = enabled;
        this.beans = beans;
    }

    /** Creates the switch, also where {@link ReferentAutoConfiguration} is left out. */
    @AutoConfiguration
    static class Configuration {
        @Bean
        static HibernateSwitch referentHibernateSwitch(Environment environment, ObjectProvider<EnforcedBeans> beans) {
            return new HibernateSwitch(environment.getProperty("referent.enabled", Boolean.class, true), beans);
        }
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof FactoryBean<?>) {
            BeanWrapper factory = PropertyAccessorFactory.forBeanPropertyAccess(bean);
            for (String property : SETTINGS) {
                if (read(factory, property) instanceof Map<?, ?> settings && isOff(factory)) {
                    switchOff(settings);
                }
            }
        }
        return bean;
    }

    private boolean isOff(BeanWrapper factory) {
        return !enabled
                || (read(factory, "dataSource") instanceof DataSource source
                        && beans.stream().anyMatch(known -> known.isSwitchedOff(source)));
    }

    private static @Nullable Object read(BeanWrapper bean, String property) {
        return bean.isReadableProperty(property) ? bean.getPropertyValue(property) : null;
    }

    @SuppressWarnings("unchecked") // Hibernate's settings have names
    private static void switchOff(Map<?, ?> settings) {
        ((Map<Object, Object>) settings).putIfAbsent(ENFORCE, "false");
    }
}
