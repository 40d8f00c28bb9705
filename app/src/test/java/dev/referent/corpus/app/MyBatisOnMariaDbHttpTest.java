package dev.referent.corpus.app;

final class MyBatisOnMariaDbHttpTest extends ServedOnMariaDb {
    MyBatisOnMariaDbHttpTest() {
        super(Adapter.MYBATIS);
    }
}
