package dev.referent.corpus.storage;

import dev.referent.corpus.port.Corpus;
import java.util.List;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/**
 * An adapter that opens a corpus. {@link ServiceLoader} finds it on the class path, so that an application chooses its adapter
 * by a dependency and names none in its code.
 */
public interface CorpusProvider {
    /** Returns the name of the library that the adapter uses, in lower case. */
    String name();

    /**
     * Does what {@link #open} needs no database for. Called on one thread while another prepares the database, it leaves less to
     * {@code open}, which does not depend on it.
     */
    default void load() {}

    /**
     * Opens the corpus in a database that has its tables.
     *
     * @param reads where finds, lists and checks get their connections; may be the same as {@code writes}
     * @param writes where adds and removals get theirs; both stay the caller's to close, after the corpus
     */
    Corpus open(DataSource reads, DataSource writes);

    /**
     * Returns the one adapter on the class path.
     *
     * @throws IllegalStateException if there is none, or more than one
     */
    static CorpusProvider find() {
        List<CorpusProvider> found = all();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new IllegalStateException(
                found.isEmpty()
                        ? "no adapter of the corpus is on the class path; add referent-corpus-hibernate or"
                                + " referent-corpus-mybatis"
                        : "several adapters of the corpus are on the class path: " + names(found)
                                + "; keep one, or name it");
    }

    /**
     * Returns an adapter by its name.
     *
     * @param name as {@link #name()} returns it
     * @throws IllegalStateException if no adapter on the class path has that name
     */
    static CorpusProvider find(String name) {
        List<CorpusProvider> found = all();
        return found.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no adapter of the corpus on the class path is named "
                        + name + "; there are: " + names(found)));
    }

    private static List<CorpusProvider> all() {
        return ServiceLoader.load(CorpusProvider.class, CorpusProvider.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static List<String> names(List<CorpusProvider> providers) {
        return providers.stream().map(CorpusProvider::name).sorted().toList();
    }
}
