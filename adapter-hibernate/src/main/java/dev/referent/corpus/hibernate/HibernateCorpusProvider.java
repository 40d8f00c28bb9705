package dev.referent.corpus.hibernate;

import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.storage.CorpusProvider;
import javax.sql.DataSource;

/** Opens the corpus on Hibernate ORM. */
public final class HibernateCorpusProvider implements CorpusProvider {
    /** Creates it; {@link java.util.ServiceLoader} calls this. */
    public HibernateCorpusProvider() {}

    @Override
    public String name() {
        return "hibernate";
    }

    @Override
    public Corpus open(DataSource reads, DataSource writes) {
        return HibernateCorpus.open(reads, writes);
    }
}
