package dev.referent.corpus.app;

import dev.referent.evidence.engines.servers.TestServer;

final class MyBatisOnPostgresHttpTest extends ServedOnServer {
    MyBatisOnPostgresHttpTest() {
        super(Adapter.MYBATIS, TestServer.POSTGRESQL);
    }
}
