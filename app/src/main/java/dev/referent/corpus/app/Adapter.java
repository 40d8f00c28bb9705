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

    /** Opens the corpus in a database that has its tables. */
    Corpus open(Database database) {
        return CorpusProvider.find(toString()).open(database.reads(), database.writes());
    }
}
