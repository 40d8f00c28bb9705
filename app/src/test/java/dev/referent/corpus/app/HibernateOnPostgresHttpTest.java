package dev.referent.corpus.app;

import dev.referent.evidence.engines.servers.TestServer;

final class HibernateOnPostgresHttpTest extends ServedOnServer {
    HibernateOnPostgresHttpTest() {
        super(Adapter.HIBERNATE, TestServer.POSTGRESQL);
    }
}
