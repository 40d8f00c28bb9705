package dev.referent.spring;

import dev.referent.jdbc.ViolationListener;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The beans that are told of violations. They are looked up at a violation, and not before: one that writes to a data source needs it.
 *
 * @param meters which are told the name of the data source, too
 * @param own the application's
 */
record ListenerBeans(ObjectProvider<DataSourceListener> meters, ObjectProvider<ViolationListener> own) {
    /** Returns a listener for a data source, which passes on to the beans what it is told. */
    ViolationListener of(String dataSource) {
        return (explanation, sql, duration) -> {
            meters.forEach(listener -> listener.violated(dataSource, explanation, duration));
            own.orderedStream().forEach(listener -> listener.violated(explanation, sql, duration));
        };
    }
}
