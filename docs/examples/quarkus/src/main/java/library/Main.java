package library;

import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.hibernate.exception.ConstraintViolationException;

/** Stores a book of an author who does not exist: through SQLite's driver, through Referent's, and through Hibernate on Referent's. */
@QuarkusMain
public final class Main implements QuarkusApplication {
    @Inject
    @DataSource("before")
    javax.sql.DataSource before;

    @Inject
    javax.sql.DataSource after;

    @Inject
    EntityManager hibernate;

    @Override
    public int run(String... args) {
        System.out.println("before: " + storeBookOfNobody(before));
        System.out.println("after:  " + storeBookOfNobody(after));
        System.out.println("hibernate, key " + persistBookOfNobody(hibernate));
        return 0;
    }

    /** Returns what comes of it. */
    static String storeBookOfNobody(javax.sql.DataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE IF NOT EXISTS author (id INTEGER PRIMARY KEY)");
            statement.executeUpdate("CREATE TABLE IF NOT EXISTS book (id INTEGER PRIMARY KEY,"
                    + " author_id INTEGER CONSTRAINT book_author_fk REFERENCES author)");
            statement.executeUpdate("INSERT INTO book (author_id) VALUES (99)");
            return "stored";
        } catch (SQLException e) {
            return e.getMessage();
        }
    }

    /** Returns the key that Hibernate's exception names, and the message of its cause. */
    static String persistBookOfNobody(EntityManager hibernate) {
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                hibernate.persist(new Book(1, 99));
                hibernate.flush();
            });
            return "stored";
        } catch (ConstraintViolationException e) {
            return e.getConstraintName() + ": " + e.getSQLException().getMessage();
        }
    }
}
