package dev.referent.corpus.app;

import org.junit.jupiter.api.Tag;

/** The build has each adapter on one server; this is the other one. */
@Tag("nightly")
final class MyBatisOnMariaDbHttpTest extends ServedOnMariaDb {
    MyBatisOnMariaDbHttpTest() {
        super(Adapter.MYBATIS);
    }
}
