package dev.referent.corpus.hibernate;

import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.storage.CorpusProvider;
import dev.referent.corpus.storage.contract.ServerCorpusContract;
import dev.referent.evidence.engines.servers.TestServer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;

/** Nightly: each build has the other adapter on this server, and this adapter on the other server. */
@Tag("nightly")
final class HibernateOnMariaDbTest extends ServerCorpusContract {
    HibernateOnMariaDbTest() {
        super(TestServer.MARIADB);
    }

    @Override
    protected Corpus open(DataSource source) {
        return CorpusProvider.find().open(source, source);
    }
}
