package library;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import org.hibernate.exception.ConstraintViolationException;

/** Stores a book of an author who does not exist; whether Referent is there, is a matter of the class path alone. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println(storeBookOfNobody());
    }

    /** Returns what comes of it. */
    static String storeBookOfNobody() {
        PersistenceConfiguration library = new PersistenceConfiguration("library")
                .managedClass(Author.class)
                .managedClass(Book.class)
                .property("jakarta.persistence.jdbc.url", "jdbc:sqlite:target/library.db")
                .property("jakarta.persistence.schema-generation.database.action", "drop-and-create");
        try (EntityManagerFactory factory = library.createEntityManagerFactory()) {
            factory.runInTransaction(manager -> manager.persist(new Book(manager.getReference(Author.class, 99L))));
            return "stored";
        } catch (ConstraintViolationException e) {
            return e.getConstraintName() + ": " + e.getSQLException().getMessage();
        }
    }
}
