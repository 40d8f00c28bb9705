package dev.referent.corpus.mybatis;

import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.storage.CorpusProvider;
import javax.sql.DataSource;

/** Opens the corpus on MyBatis. */
public final class MyBatisCorpusProvider implements CorpusProvider {
    /** Creates it; {@link java.util.ServiceLoader} calls this. */
    public MyBatisCorpusProvider() {}

    @Override
    public String name() {
        return "mybatis";
    }

    @Override
    public void load() {
        MyBatisCorpus.mappers();
    }

    @Override
    public Corpus open(DataSource reads, DataSource writes) {
        return MyBatisCorpus.open(reads, writes);
    }
}
