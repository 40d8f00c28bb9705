package dev.referent.corpus.hibernate;

import dev.referent.corpus.storage.StorageErrors;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Runs work in its own session and transaction. If the work fails, the transaction is rolled back. */
final class HibernateTransactions {
    private final SessionFactory factory;

    HibernateTransactions(SessionFactory factory) {
        this.factory = factory;
    }

    /** Runs read-only work and returns its result. */
    <R> R read(Function<Session, R> work) {
        return run(true, work);
    }

    /** Runs work, commits and returns its result. */
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
