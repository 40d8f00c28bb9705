package library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MainTest {
    @Test
    void myBatisStoresABookOfNobody() throws Exception {
        assertEquals("stored", Main.storeBookOfNobody("library/before.xml"));
    }

    @Test
    void referentRejectsIt() throws Exception {
        assertEquals(
                "book.author_id = 99 has no matching author.id (foreign key book_author_fk):"
                        + " FOREIGN KEY constraint failed: book_author_fk",
                Main.storeBookOfNobody("library/after.xml"));
    }
}
