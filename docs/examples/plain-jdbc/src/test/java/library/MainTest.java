package library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MainTest {
    @Test
    void theDriverStoresABookOfNobody() throws Exception {
        assertEquals("stored", Main.storeBookOfNobody(Main.before()));
    }

    @Test
    void referentRejectsIt() throws Exception {
        assertEquals(
                "book.author_id = 99 has no matching author.id (foreign key book_author_fk):"
                        + " FOREIGN KEY constraint failed: book_author_fk",
                Main.storeBookOfNobody(Main.after()));
    }
}
