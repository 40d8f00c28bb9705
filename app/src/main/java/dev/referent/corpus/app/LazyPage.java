package dev.referent.corpus.app;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A page that is created at the first request, and kept. Safe for use by many threads, of which one creates it. */
final class LazyPage implements Supplier<String> {
    private final Supplier<String> source;
    private volatile @Nullable String page;

    LazyPage(Supplier<String> source) {
        this.source = source;
    }

    /**
     * Returns the page.
     *
     * @throws RuntimeException what the source throws; nothing is kept, and the next request calls the source again
     */
    @Override
    public String get() {
        String made = page;
        return made == null ? make() : made;
    }

    private synchronized String make() {
        String made = page;
        if (made == null) {
            made = source.get();
            page = made;
        }
        return made;
    }
}
