package dev.referent.app;

final class HibernateHttpTest extends ServedInProcess {
    HibernateHttpTest() {
        super(Adapter.HIBERNATE);
    }
}
