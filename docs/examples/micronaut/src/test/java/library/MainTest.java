package library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@MicronautTest
final class MainTest {
    @Inject
    @Named("before")
    DataSource before;

    @Inject
    DataSource after;

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
}
