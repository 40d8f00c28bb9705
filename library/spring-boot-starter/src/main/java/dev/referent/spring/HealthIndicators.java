package dev.referent.spring;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Registers a health indicator of the running Spring Boot. It is a proxy of its interface, because Spring Boot 4.0 has moved the types:
 * none can be named here that both 3.5 and 4 have.
 */
final class HealthIndicators implements ImportBeanDefinitionRegistrar {
    private static final ClassLoader LOADER = requireNonNull(HealthIndicators.class.getClassLoader());

    private final Environment environment;

    HealthIndicators(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        types().filter(types -> isEnabled()).ifPresent(types -> {
            RootBeanDefinition indicator = new RootBeanDefinition(HealthIndicators.class);
            indicator.setFactoryMethodName("over");
            indicator.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
            indicator.setTargetType(type(types, "HealthIndicator"));
            registry.registerBeanDefinition("referentHealthIndicator", indicator);
        });
    }

    /** Whether Spring Boot's own switches of health indicators let it be. */
    private boolean isEnabled() {
        boolean usual = environment.getProperty("management.health.defaults.enabled", Boolean.class, true);
        return environment.getProperty("management.health.referent.enabled", Boolean.class, usual);
    }

    /** Returns the package of the types; empty in a version that has them elsewhere. */
    private static Optional<String> types() {
        return Stream.of("org.springframework.boot.health.contributor", "org.springframework.boot.actuate.health")
                .filter(types -> ClassUtils.isPresent(types + ".HealthIndicator", LOADER))
                .findFirst();
    }

    private static Class<?> type(String types, String name) {
        return ClassUtils.resolveClassName(types + "." + name, LOADER);
    }

    /** Returns an indicator that gives the answers of {@code health}. */
    static Object over(EnforcementHealth health) {
        String types = types().orElseThrow();
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (ReflectionUtils.isEqualsMethod(method)) {
                return proxy == arguments[0];
            }
            if (ReflectionUtils.isObjectMethod(method)) {
                return method.invoke(health, arguments);
            }
            return method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : built(type(types, "Health$Builder"), health.answer());
        };
        return Proxy.newProxyInstance(LOADER, new Class<?>[] {type(types, "HealthIndicator")}, handler);
    }

    private static @Nullable Object built(Class<?> builder, EnforcementHealth.Answer answer) {
        Object health = BeanUtils.instantiateClass(builder);
        call(health, "status", String.class, answer.status());
        call(health, "withDetails", Map.class, answer.details());
        return ReflectionUtils.invokeMethod(requireNonNull(ReflectionUtils.findMethod(builder, "build")), health);
    }

    private static void call(Object builder, String method, Class<?> type, Object argument) {
        Method called = requireNonNull(ReflectionUtils.findMethod(builder.getClass(), method, type));
        ReflectionUtils.invokeMethod(called, builder, argument);
    }
}
