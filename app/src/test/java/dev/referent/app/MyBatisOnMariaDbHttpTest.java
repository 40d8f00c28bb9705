package dev.referent.app;

import dev.referent.comparison.servers.TestServer;

final class MyBatisOnMariaDbHttpTest extends ServedOnServer {
    MyBatisOnMariaDbHttpTest() {
        super(Adapter.MYBATIS, TestServer.MARIADB);
    }
}
