package dev.referent.corpus.app;

import dev.referent.evidence.engines.servers.TestServer;
import org.junit.jupiter.api.Tag;

/** Nightly: each build has the other adapter on this server, and this adapter on the other server. */
@Tag("nightly")
final class MyBatisOnPostgresHttpTest extends ServedOnServer {
    MyBatisOnPostgresHttpTest() {
        super(Adapter.MYBATIS, TestServer.POSTGRESQL);
    }
}
