package dev.referent.comparison.servers;

import dev.referent.core.corpus.CorpusPorts;
import javax.sql.DataSource;

final class HibernateOnMariaDbTest extends ServerCorpusContract {
    HibernateOnMariaDbTest() {
        super(TestServer.MARIADB);
    }

    @Override
    CorpusPorts open(DataSource source) {
        return hibernate(source);
    }
}
