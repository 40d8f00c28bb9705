package library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
final class BeforeTest {
    @Autowired
    private Library library;

    @Test
    void aBookOfNobodyIsStoredWithoutReferent() {
        assertEquals("stored", library.storeBookOfNobody());
    }
}
