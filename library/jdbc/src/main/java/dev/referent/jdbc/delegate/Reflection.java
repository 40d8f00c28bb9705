package dev.referent.jdbc.delegate;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Calls of JDBC's methods by reflection, which costs little beside SQL. */
public final class Reflection {
    private Reflection() {}

    /** Returns an object of an interface, whose calls a handler answers. */
    public static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(Reflection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Calls a method, and throws what it throws. */
    public static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Answers {@code unwrap} and {@code isWrapperFor} for a type that the object has itself; null for every other call. */
    public static @Nullable Object ofOwnType(Object object, Method method, @Nullable Object @Nullable [] arguments) {
        boolean unwraps = method.getName().equals("unwrap");
        boolean isOwn = (unwraps || method.getName().equals("isWrapperFor"))
                && arguments != null
                && arguments[0] instanceof Class<?> type
                && type.isInstance(object);
        return isOwn ? (unwraps ? object : (Object) true) : null;
    }
}
