package dev.referent.corpus.app;

import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.storage.CorpusProvider;
import java.util.Locale;

/** The library that the corpus is stored with. */
enum Adapter {
    /** Hibernate ORM. */
    HIBERNATE,
    /** MyBatis. */
    MYBATIS;

    /** Returns the name as it is given on the command line, which is that of the adapter's {@link CorpusProvider}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Does what {@link #open} needs no database for. */
    void load() {
        CorpusProvider.find(toString()).load();
    }

    /**
     * Opens the corpus in a database that has its tables.
     *
     * @throws IllegalStateException if the library is not on the class path
     */
    Corpus open(Database database) {
        try {
            return CorpusProvider.find(toString()).open(database.reads(), database.writes());
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "the adapter " + this + " needs a library that is not on the class path (" + e.getMessage()
                            + "); the folder lib beside the referent command's jar has it",
                    e);
        }
    }
}
