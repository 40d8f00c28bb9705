package dev.referent.comparison.servers;

import dev.referent.core.corpus.CorpusPorts;
import javax.sql.DataSource;

final class MyBatisOnPostgresTest extends ServerCorpusContract {
    MyBatisOnPostgresTest() {
        super(TestServer.POSTGRESQL);
    }

    @Override
    CorpusPorts open(DataSource source) {
        return myBatis(source);
    }
}
