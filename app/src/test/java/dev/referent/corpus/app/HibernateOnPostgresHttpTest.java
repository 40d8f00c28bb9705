package dev.referent.corpus.app;

import dev.referent.evidence.engines.servers.TestServer;
import org.junit.jupiter.api.Tag;

/** The build has each adapter on one server; this is the other one. */
@Tag("nightly")
final class HibernateOnPostgresHttpTest extends ServedOnServer {
    HibernateOnPostgresHttpTest() {
        super(Adapter.HIBERNATE, TestServer.POSTGRESQL);
    }
}
