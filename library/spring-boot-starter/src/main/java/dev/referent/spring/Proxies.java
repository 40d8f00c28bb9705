package dev.referent.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;

/** Proxies that are of the class of their target, so that a bean can still be injected by that class. */
final class Proxies {
    private Proxies() {}

    /**
     * Returns a proxy of the target's class; where no such class can be made, one that has the target's interfaces.
     *
     * @param <T> an interface or class of the target
     * @param added interfaces that the proxy has in addition, and which the interceptor implements
     */
    static <T> T of(T target, MethodInterceptor interceptor, Class<?>... added) {
        if (canBeExtended(target.getClass())) {
            try {
                return proxy(target, interceptor, true, added);
            } catch (AopConfigException e) {
                // no constructor, or a native image
            }
        }
        return proxy(target, interceptor, false, added);
    }

    @SuppressWarnings("unchecked") // the proxy has every interface of the target
    private static <T> T proxy(T target, MethodInterceptor interceptor, boolean ofClass, Class<?>... added) {
        ProxyFactory factory = new ProxyFactory(target);
        factory.setProxyTargetClass(ofClass);
        Stream.of(added).forEach(factory::addInterface);
        factory.addAdvice(interceptor);
        return (T) factory.getProxy(target.getClass().getClassLoader());
    }

    /** Returns whether a subclass can pass on every call: a final method would run on the proxy, which has no state. */
    static boolean canBeExtended(Class<?> type) {
        return !Modifier.isFinal(type.getModifiers())
                && Stream.of(type.getMethods())
                        .filter(method -> method.getDeclaringClass() != Object.class)
                        .map(Method::getModifiers)
                        .noneMatch(modifiers -> Modifier.isFinal(modifiers) && !Modifier.isStatic(modifiers));
    }
}
