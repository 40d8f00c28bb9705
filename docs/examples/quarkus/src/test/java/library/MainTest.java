package library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class MainTest {
    @Inject
    @DataSource("before")
    javax.sql.DataSource before;

    @Inject
    javax.sql.DataSource after;

    @Inject
    EntityManager hibernate;

    @Test
    void theDriverStoresABookOfNobody() {
        assertEquals("stored", Main.storeBookOfNobody(before));
    }

    @Test
    void referentRejectsIt() {
        assertEquals(
                "book.author_id = 99 has no matching author.id (foreign key book_author_fk):"
                        + " FOREIGN KEY constraint failed: book_author_fk",
                Main.storeBookOfNobody(after));
    }

    @Test
    void hibernateNamesTheKey() {
        Main.storeBookOfNobody(after);

        assertEquals(
                "book_author_fk: book.author_id = 99 has no matching author.id (foreign key book_author_fk):"
                        + " FOREIGN KEY constraint failed: book_author_fk",
                Main.persistBookOfNobody(hibernate));
    }
}
