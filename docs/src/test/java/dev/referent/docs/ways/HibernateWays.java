package dev.referent.docs.ways;

import dev.referent.docs.library.Author;
import dev.referent.docs.library.Book;
import dev.referent.docs.library.Contract;
import dev.referent.docs.library.Loan;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/** Hibernate ORM, on tables that have their foreign keys already. */
final class HibernateWays {
    private HibernateWays() {}

    static List<Way> all() {
        return List.of(
                way("Hibernate, persist (IDENTITY)", session -> session.persist(new Book(bogus(session)))),
                way("Hibernate, flush (assigned id)", session -> {
                    session.persist(new Contract(9, bogus(session)));
                    session.flush();
                }),
                way("Hibernate, commit that flushes", session -> session.persist(new Contract(9, bogus(session)))),
                way("Hibernate, HQL update", session -> session.createMutationQuery(
                                "update Contract set author.id = 99")
                        .executeUpdate()),
                way("Hibernate, HQL delete of a parent", session -> session.createMutationQuery(
                                "delete from Author where id = 1")
                        .executeUpdate()),
                way("Hibernate, native SQL", session -> session.createNativeMutationQuery(
                                "INSERT INTO book (author_id) VALUES (99)")
                        .executeUpdate()),
                new Way("Hibernate, StatelessSession", 1, HibernateWays::stateless),
                new Way("Hibernate, `hibernate.jdbc.batch_size`", 3, HibernateWays::batch),
                way("Hibernate, deferred key", HibernateWays::lend),
                new Way("Jakarta Persistence, flush", 1, (database, attempt) -> managed(database, attempt, true)),
                new Way(
                        "Jakarta Persistence, commit that flushes",
                        1,
                        (database, attempt) -> managed(database, attempt, false)));
    }

    private static Author bogus(EntityManager session) {
        return session.getReference(Author.class, 99L);
    }

    private static void lend(Session session) {
        session.persist(new Loan(9, session.getReference(Book.class, 77L)));
        session.flush();
    }

    private static Way way(String name, Consumer<Session> write) {
        return new Way(name, 1, (database, attempt) -> {
            try (SessionFactory factory = database.hibernate().buildSessionFactory()) {
                inSession(factory, attempt, write);
            }
        });
    }

    private static void inSession(SessionFactory factory, Attempt attempt, Consumer<Session> write) {
        try (Session session = factory.openSession()) {
            session.beginTransaction();
            session.persist(new Author(3));
            session.flush();
            attempt.write(() -> write.accept(session));
            attempt.commit(() -> session.getTransaction().commit());
        }
    }

    private static void stateless(Database database, Attempt attempt) {
        try (SessionFactory factory = database.hibernate().buildSessionFactory();
                StatelessSession session = factory.openStatelessSession()) {
            session.beginTransaction();
            session.insert(new Author(3));
            attempt.write(() -> session.insert(new Book(new Author(99))));
            attempt.commit(() -> session.getTransaction().commit());
        }
    }

    private static void batch(Database database, Attempt attempt) {
        try (SessionFactory factory = database.hibernate()
                .setProperty("hibernate.jdbc.batch_size", 10)
                .buildSessionFactory()) {
            inSession(factory, attempt, session -> {
                long id = 9;
                for (long author : new long[] {1, 98, 1, 99}) {
                    session.persist(new Contract(id++, session.getReference(Author.class, author)));
                }
                session.flush();
            });
        }
    }

    private static void managed(Database database, Attempt attempt, boolean flushes) {
        PersistenceConfiguration configuration = new PersistenceConfiguration("library");
        Database.ENTITIES.forEach(configuration::managedClass);
        database.hibernate().getProperties().forEach((name, value) -> configuration.property((String) name, value));
        try (EntityManagerFactory factory = configuration.createEntityManagerFactory();
                EntityManager manager = factory.createEntityManager()) {
            manager.getTransaction().begin();
            manager.persist(new Author(3));
            manager.flush();
            attempt.write(() -> {
                manager.persist(new Contract(9, bogus(manager)));
                if (flushes) {
                    manager.flush();
                }
            });
            attempt.commit(() -> manager.getTransaction().commit());
        }
    }
}
