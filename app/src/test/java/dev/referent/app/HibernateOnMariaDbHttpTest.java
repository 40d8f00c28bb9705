package dev.referent.app;

final class HibernateOnMariaDbHttpTest extends ServedOnMariaDb {
    HibernateOnMariaDbHttpTest() {
        super(Adapter.HIBERNATE);
    }
}
