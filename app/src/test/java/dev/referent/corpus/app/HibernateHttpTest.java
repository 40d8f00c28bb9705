package dev.referent.corpus.app;

final class HibernateHttpTest extends ServedOnSqlite {
    HibernateHttpTest() {
        super(Adapter.HIBERNATE);
    }
}
