package dev.referent.corpus.app;

final class MyBatisHttpTest extends ServedInProcess {
    MyBatisHttpTest() {
        super(Adapter.MYBATIS);
    }
}
