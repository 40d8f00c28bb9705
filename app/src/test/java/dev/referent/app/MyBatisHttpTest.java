package dev.referent.app;

final class MyBatisHttpTest extends ServedInProcess {
    MyBatisHttpTest() {
        super(Adapter.MYBATIS);
    }
}
