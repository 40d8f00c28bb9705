package dev.referent.app;

import dev.referent.comparison.servers.TestServer;

final class HibernateOnMariaDbHttpTest extends ServedOnServer {
    HibernateOnMariaDbHttpTest() {
        super(Adapter.HIBERNATE, TestServer.MARIADB);
    }
}
