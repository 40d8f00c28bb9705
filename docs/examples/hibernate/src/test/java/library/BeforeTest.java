package library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class BeforeTest {
    @Test
    void aBookOfNobodyIsStoredWithoutReferent() {
        assertEquals("stored", Main.storeBookOfNobody());
    }
}
