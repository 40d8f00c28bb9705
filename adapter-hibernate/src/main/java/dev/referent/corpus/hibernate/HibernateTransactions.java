package dev.referent.corpus.hibernate;

import dev.referent.corpus.storage.StorageErrors;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Runs work in a session and a transaction of its own, which is rolled back if the work fails. */
final class HibernateTransactions {
    private final SessionFactory factory;

    HibernateTransactions(SessionFactory factory) {
        this.factory = factory;
    }

    /** Returns what the work reads. */
    <R> R read(Function<Session, R> work) {
        return run(true, work);
    }

    /** Returns what the work returns, once it is committed. */
    <R> R write(Function<Session, R> work) {
        return run(false, work);
    }

    private <R> R run(boolean readOnly, Function<Session, R> work) {
        try (Session session = factory.withOptions().readOnly(readOnly).openSession()) {
            return session.fromTransaction(transaction -> work.apply(session));
        } catch (RuntimeException e) {
            throw StorageErrors.translate(e);
        }
    }
}
