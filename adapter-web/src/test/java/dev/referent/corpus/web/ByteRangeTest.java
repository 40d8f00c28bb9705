package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, bytes 0-0/10, 1",
        "bytes=2-4, bytes 2-4/10, 3",
        "bytes=9-, bytes 9-9/10, 1",
        "bytes=0-99, bytes 0-9/10, 10",
        "bytes=-3, bytes 7-9/10, 3",
        "bytes=-99, bytes 0-9/10, 10",
        "BYTES=2-4, bytes 2-4/10, 3",
        "bytes=0-9999999999999999999, bytes 0-9/10, 10",
        "bytes=-99999999999999999999, bytes 0-9/10, 10"
    })
    void isAPartOfTheFile(String header, String contentRange, long length) {
        ByteRange range = ByteRange.parse(header, 10).orElseThrow();

        assertThat(range.isSatisfiable()).isTrue();
        assertThat(range.contentRange()).isEqualTo(contentRange);
        assertThat(range.length()).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"})
    void isNotSatisfiableBeyondTheEnd(String header) {
        ByteRange range = ByteRange.parse(header, 10).orElseThrow();

        assertThat(range.isSatisfiable()).isFalse();
        assertThat(range.contentRange()).isEqualTo("bytes */10");
    }

    @Test
    void isNotSatisfiableInAnEmptyFile() {
        assertThat(ByteRange.parse("bytes=0-", 0).orElseThrow().isSatisfiable()).isFalse();
        assertThat(ByteRange.parse("bytes=-1", 0).orElseThrow().isSatisfiable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=-", "bytes=4-2", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b"})
    void ignoresWhatItDoesNotUnderstand(String header) {
        assertThat(ByteRange.parse(header, 10)).isEmpty();
    }
}
