package dev.referent.app;

import dev.referent.core.corpus.CorpusPorts;
import dev.referent.hibernate.HibernateCorpus;
import dev.referent.mybatis.MyBatisCorpus;
import java.util.Locale;

/** Which library keeps the corpus. */
enum Adapter {
    /** Hibernate ORM. */
    HIBERNATE {
        @Override
        Corpus open(Database database) {
            HibernateCorpus corpus = HibernateCorpus.open(database.reads(), database.writes());
            return new Corpus(corpus.ports(), corpus::close);
        }
    },
    /** MyBatis. */
    MYBATIS {
        @Override
        Corpus open(Database database) {
            MyBatisCorpus corpus = MyBatisCorpus.open(database.reads(), database.writes());
            return new Corpus(corpus.ports(), corpus::close);
        }
    };

    /** Returns the name as it is given on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Opens the corpus in a database that has its tables. */
    abstract Corpus open(Database database);

    /**
     * An open corpus.
     *
     * @param ports the adapter's ports
     * @param closing lets go of what the adapter holds
     */
    record Corpus(CorpusPorts ports, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }
}
