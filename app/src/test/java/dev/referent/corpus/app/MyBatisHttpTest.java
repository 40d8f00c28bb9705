package dev.referent.corpus.app;

final class MyBatisHttpTest extends ServedOnSqlite {
    MyBatisHttpTest() {
        super(Adapter.MYBATIS);
    }
}
