package dev.referent.corpus.app;

import dev.referent.corpus.app.http.HttpContract;

/** The one test that runs what is about HTTP alone, too. */
final class MyBatisHttpTest extends ServedInProcess implements HttpContract {
    MyBatisHttpTest() {
        super(Adapter.MYBATIS);
    }
}
