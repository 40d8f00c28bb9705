package library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class AfterTest {
    @Test
    void aBookOfNobodyIsRejectedWithReferent() {
        assertEquals(
                "book_author_fk: Book.author_id = 99 has no matching Author.id (foreign key book_author_fk):"
                        + " FOREIGN KEY constraint failed: book_author_fk",
                Main.storeBookOfNobody());
    }
}
