package dev.referent.app;

final class MyBatisOnMariaDbHttpTest extends ServedOnMariaDb {
    MyBatisOnMariaDbHttpTest() {
        super(Adapter.MYBATIS);
    }
}
