package dev.referent.corpus.app;

final class HibernateOnMariaDbHttpTest extends ServedOnMariaDb {
    HibernateOnMariaDbHttpTest() {
        super(Adapter.HIBERNATE);
    }
}
