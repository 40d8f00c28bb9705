package dev.referent.corpus.web;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is created when it is first asked for, and kept. Safe for use by many threads, of which one creates it.
 *
 * @param <T> the type of the value
 */
final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> source;
    private volatile @Nullable T value;

    Lazy(Supplier<T> source) {
        this.source = source;
    }

    /**
     * Returns the value.
     *
     * @throws RuntimeException what the source throws; nothing is kept, and the next call asks the source again
     */
    @Override
    public T get() {
        T made = value;
        return made == null ? make() : made;
    }

    private synchronized T make() {
        T made = value;
        if (made == null) {
            made = source.get();
            value = made;
        }
        return made;
    }
}
