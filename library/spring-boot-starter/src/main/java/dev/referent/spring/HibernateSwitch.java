package dev.referent.spring;

import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
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
    private static final Log LOG = LogFactory.getLog(HibernateSwitch.class);

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
            try {
                switchOff(PropertyAccessorFactory.forBeanPropertyAccess(bean));
            } catch (RuntimeException e) { // which must not stop the start
                LOG.warn("it is not known whether Hibernate's foreign keys are to be enforced in the bean " + name
                        + "; its setting " + ENFORCE + " decides: " + e.getMessage());
            }
        }
        return bean;
    }

    private void switchOff(BeanWrapper factory) {
        for (String property : SETTINGS) {
            if (factory.isReadableProperty(property)
                    && isOff(factory)
                    && factory.getPropertyValue(property) instanceof Map<?, ?> settings) {
                switchOff(settings);
            }
        }
    }

    private boolean isOff(BeanWrapper factory) {
        return !enabled
                || (factory.isReadableProperty("dataSource")
                        && factory.getPropertyValue("dataSource") instanceof DataSource source
                        && beans.stream().anyMatch(known -> known.isSwitchedOff(source)));
    }

    @SuppressWarnings("unchecked") // Hibernate's settings have names
    private static void switchOff(Map<?, ?> settings) {
        ((Map<Object, Object>) settings).putIfAbsent(ENFORCE, "false");
    }
}
