package dev.referent.hibernate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Delegates the calls of Hibernate's interfaces to one of Hibernate's objects, except the methods that another object
 * overrides. An interface has different methods in different versions of Hibernate, so a class that delegates each of them
 * works with one version only.
 */
final class OverridingProxy implements InvocationHandler {
    /** Found once, because each session of Hibernate has such objects, and the search takes longer than a short transaction. */
    private static final Map<Overriding, Map<Method, Method>> FOUND = new ConcurrentHashMap<>();

    private final Object inside;
    private final Object overrides;
    private final Map<Method, Method> overridden;

    private OverridingProxy(Object inside, Object overrides, Class<?>[] types) {
        this.inside = inside;
        this.overrides = overrides;
        this.overridden =
                FOUND.computeIfAbsent(new Overriding(overrides.getClass(), List.of(types)), Overriding::methods);
    }

    /** A class that overrides methods of some types. */
    private record Overriding(Class<?> overrides, List<Class<?>> types) {

        /** Returns the methods that it overrides, each with the one to call instead. */
        Map<Method, Method> methods() {
            Map<Method, Method> methods = new HashMap<>();
            for (Class<?> type : types) {
                for (Method method : type.getMethods()) {
                    @Nullable Method override = override(overrides, method);
                    if (override != null) {
                        methods.put(method, override);
                    }
                }
            }
            return methods;
        }
    }

    /** Returns the method that a class declares or inherits; the inside object handles default methods of interfaces. */
    private static @Nullable Method override(Class<?> overrides, Method method) {
        try {
            Method found = overrides.getMethod(method.getName(), method.getParameterTypes());
            return found.getDeclaringClass().isInterface() || Modifier.isAbstract(found.getModifiers()) ? null : found;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /**
     * Returns an object of several types that delegates to the inside object what is not overridden.
     *
     * @param inside implements the type; the methods of other types that it does not implement are overridden
     * @param overrides its public methods replace those with the same name and parameters
     */
    static <T> T of(Class<T> type, T inside, Object overrides, Class<?>... others) {
        Class<?>[] types = new Class<?>[others.length + 1];
        types[0] = type;
        System.arraycopy(others, 0, types, 1, others.length);
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), types, new OverridingProxy(inside, overrides, types)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        if (method.getName().equals("equals") && method.getDeclaringClass() == Object.class && arguments != null) {
            return proxy == arguments[0];
        }
        @Nullable Method override = overridden.get(method);
        try {
            return override == null ? method.invoke(inside, arguments) : override.invoke(overrides, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
