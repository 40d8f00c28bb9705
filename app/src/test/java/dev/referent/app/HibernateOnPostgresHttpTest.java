package dev.referent.app;

import dev.referent.comparison.servers.TestServer;

final class HibernateOnPostgresHttpTest extends ServedOnServer {
    HibernateOnPostgresHttpTest() {
        super(Adapter.HIBERNATE, TestServer.POSTGRESQL);
    }
}
