package dev.referent.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "1, 1 byte",
        "1048575, 1048575 bytes",
        "1048576, 1 MiB",
        "1048577, 1.1 MiB",
        "1153433, 1.1 MiB",
        "2097151, 2 MiB",
        "209715200, 200 MiB",
        "9223372036854775807, 8796093022208 MiB"
    })
    void readsInMiBFromAMiBOn(long bytes, String text) {
        assertThat(ByteSize.of(bytes)).isEqualTo(text);
    }
}
