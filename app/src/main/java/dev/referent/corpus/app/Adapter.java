package dev.referent.corpus.app;

import dev.referent.corpus.hibernate.HibernateCorpus;
import dev.referent.corpus.mybatis.MyBatisCorpus;
import dev.referent.corpus.port.Corpus;
import java.util.Locale;

/** Which library keeps the corpus. */
enum Adapter {
    /** Hibernate ORM. */
    HIBERNATE {
        @Override
        Corpus open(Database database) {
            return HibernateCorpus.open(database.reads(), database.writes());
        }
    },
    /** MyBatis. */
    MYBATIS {
        @Override
        Corpus open(Database database) {
            return MyBatisCorpus.open(database.reads(), database.writes());
        }
    };

    /** Returns the name as it is given on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Opens the corpus in a database that has its tables. */
    abstract Corpus open(Database database);
}
