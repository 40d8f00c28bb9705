package dev.referent.comparison.servers;

import dev.referent.core.corpus.CorpusPorts;
import javax.sql.DataSource;

final class HibernateOnPostgresTest extends ServerCorpusContract {
    HibernateOnPostgresTest() {
        super(TestServer.POSTGRESQL);
    }

    @Override
    CorpusPorts open(DataSource source) {
        return hibernate(source);
    }
}
