package dev.referent.corpus.app;

final class HibernateHttpTest extends ServedInProcess {
    HibernateHttpTest() {
        super(Adapter.HIBERNATE);
    }
}
