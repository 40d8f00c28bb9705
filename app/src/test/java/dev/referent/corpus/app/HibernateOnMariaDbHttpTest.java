package dev.referent.corpus.app;

import org.junit.jupiter.api.Tag;

/** Nightly: each build has the other adapter on this server, and this adapter on the other server. */
@Tag("nightly")
final class HibernateOnMariaDbHttpTest extends ServedOnMariaDb {
    HibernateOnMariaDbHttpTest() {
        super(Adapter.HIBERNATE);
    }
}
