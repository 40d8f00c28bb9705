package library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
final class AfterTest {
    @Autowired
    private Library library;

    @Test
    void aBookOfNobodyIsRejectedWithReferent() {
        assertEquals(
                "book_author_fk: book.author_id = 99 has no matching author.id (foreign key book_author_fk):"
                        + " FOREIGN KEY constraint failed: book_author_fk",
                library.storeBookOfNobody());
    }
}
