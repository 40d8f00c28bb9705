package dev.referent.comparison.servers;

import dev.referent.core.corpus.CorpusPorts;
import javax.sql.DataSource;

final class MyBatisOnMariaDbTest extends ServerCorpusContract {
    MyBatisOnMariaDbTest() {
        super(TestServer.MARIADB);
    }

    @Override
    CorpusPorts open(DataSource source) {
        return myBatis(source);
    }
}
