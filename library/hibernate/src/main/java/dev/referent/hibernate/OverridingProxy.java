package dev.referent.hibernate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands the calls of Hibernate's interfaces to an object of Hibernate's, except those of the methods that another object declares.
 * The lines of Hibernate have different methods in the same interface. A class that delegates each of them can be written for one
 * line only: on another it calls what is not there, or lacks what is called.
 */
final class OverridingProxy implements InvocationHandler {
    private final Object inside;
    private final Object overrides;
    private final Map<Method, Method> overridden = new HashMap<>();

    private OverridingProxy(Object inside, Object overrides, Class<?>[] types) {
        this.inside = inside;
        this.overrides = overrides;
        for (Class<?> type : types) {
            for (Method method : type.getMethods()) {
                @Nullable Method override = override(method);
                if (override != null) {
                    overridden.put(method, override);
                }
            }
        }
    }

    /** Returns the method that a class declares or inherits; defaults of an interface are the inside object's to answer. */
    private @Nullable Method override(Method method) {
        try {
            Method found = overrides.getClass().getMethod(method.getName(), method.getParameterTypes());
            return found.getDeclaringClass().isInterface() || Modifier.isAbstract(found.getModifiers()) ? null : found;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /**
     * Returns an object of a type, and of others, that is the inside object where nothing is overridden.
     *
     * @param inside implements the type; of the others, those that it does not implement are overridden
     * @param overrides whose public methods are called in place of those with the same name and parameters
     */
    static <T> T of(Class<T> type, T inside, Object overrides, Class<?>... others) {
        Class<?>[] types = new Class<?>[others.length + 1];
        types[0] = type;
        System.arraycopy(others, 0, types, 1, others.length);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), types, new OverridingProxy(inside, overrides, types)));
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
