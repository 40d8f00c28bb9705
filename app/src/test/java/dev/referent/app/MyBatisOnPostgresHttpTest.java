package dev.referent.app;

import dev.referent.comparison.servers.TestServer;

final class MyBatisOnPostgresHttpTest extends ServedOnServer {
    MyBatisOnPostgresHttpTest() {
        super(Adapter.MYBATIS, TestServer.POSTGRESQL);
    }
}
