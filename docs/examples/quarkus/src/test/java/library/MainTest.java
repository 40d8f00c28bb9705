package library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
final class MainTest {
    @Inject
    @DataSource("before")
    javax.sql.DataSource before;

    @Inject
    javax.sql.DataSource after;

    @Test
    void theDriverStoresABookOfNobody() {
        assertEquals("stored", Main.storeBookOfNobody(before));
    }

    @Test
    void referentRefusesIt() {
        assertEquals(
                "book.author_id = 99 has no matching author.id (foreign key book_author_fk):"
                        + " FOREIGN KEY constraint failed: book_author_fk",
                Main.storeBookOfNobody(after));
    }
}
