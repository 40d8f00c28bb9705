package dev.referent.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.corpus.CorpusException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {

    @Test
    void storesNamesAndTextInNormalizationFormC() {
        assertThat(new FileName("a\u0301.wav").value()).isEqualTo("á.wav");
        assertThat(new NewTranscription(new FileName("t"), new FileName("t"), "e\u0302", Instant.EPOCH).text())
                .isEqualTo("ê");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "../../x",
                "a/b.wav",
                "a\\b.wav",
                ".",
                "..",
                "a\0.wav",
                "a\n.wav",
                "\uD800.wav",
                "a\u007F"
            })
    void rejectsWhatIsNotAFileName(String name) {
        assertThatThrownBy(() -> new FileName(name)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void countsTheLengthOfANameInBytes() {
        assertThat(new FileName("ŋ".repeat(127)).value()).hasSize(127);
        assertThatThrownBy(() -> new FileName("ŋ".repeat(128))).hasMessageContaining("longer than 255 bytes");
    }

    @ParameterizedTest
    @CsvSource({"t.WAV,wav", "a.b.mp3,mp3", "none,''", "dot.,''", ".wav,wav"})
    void takesTheExtensionFromTheLastDot(String name, String extension) {
        assertThat(new FileName(name).extension()).isEqualTo(extension);
    }

    @Test
    void namesTheAcceptedTypes() {
        InvalidInputException failure = catchThrowableOfType(
                InvalidInputException.class, () -> new FileName("t.ogg").requireExtension(Set.of("wav", "mp3")));

        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED_TYPE);
        assertThat(failure).hasMessageContaining("t.ogg").hasMessageContaining("mp3, wav");
    }

    @Test
    void decodesUtf8AndDropsAByteOrderMark() {
        byte[] marked = "\uFEFFŋa".getBytes(StandardCharsets.UTF_8);

        assertThat(UnicodeText.decode("the file", marked)).isEqualTo("ŋa");
        assertThatThrownBy(() -> UnicodeText.decode("the file", new byte[] {'a', (byte) 0xC3, '('}))
                .hasMessageContaining("the file is not UTF-8");
    }

    @Test
    void rejectsATextThatIsTooLong() {
        FileName name = new FileName("t.txt");
        InvalidInputException failure = catchThrowableOfType(
                InvalidInputException.class,
                () -> new NewTranscription(name, name, "ŋ".repeat(NewTranscription.MAX_TEXT_BYTES), Instant.EPOCH));

        assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void generatesStoredNames() {
        StoredName name = StoredName.fresh("wav");

        assertThat(StoredName.isValid(name.value())).isTrue();
        assertThat(StoredName.fresh("wav")).isNotEqualTo(name);
        assertThatThrownBy(() -> new StoredName("../etc/passwd")).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @CsvSource({"1,20,0", "3,20,40", "9223372036854775807,1000,2147483647", "9223372036854775807,0,0"})
    void computesTheOffsetOfAPageWithoutOverflow(long number, int size, int offset) {
        assertThat(new Page(number, size).offset()).isEqualTo(offset);
    }

    @ParameterizedTest
    @CsvSource({"0,20", "-1,20", "1,-1", "1,1001"})
    void rejectsAnInvalidPage(long number, int size) {
        assertThatThrownBy(() -> new Page(number, size)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u202Egnp.wav",
                "\u2066a.wav",
                "a\u2069.wav",
                "a\u2028b.wav",
                "a\u2029.wav",
                "\u200B.wav",
                "\u200B\uFEFF\u2060",
                "\u3164.wav",
                "\u00A0\u200D.wav",
                "\u2800",
                "\uFE00\uFE0F.wav",
                "\uDB40\uDD00.wav",
                "\u180B\u180F.wav",
                "\uD81B\uDFE4.wav",
                "\u034F.wav",
                "\u0301.wav",
                "\u20DD.wav",
                "\u093E.wav"
            })
    void takesNoNewNameThatAReaderCannotTell(String name) {
        FileName stored = new FileName(name);
        assertThatThrownBy(stored::requireLegible).isInstanceOf(InvalidInputException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.wav", ".wav", "नि\u200D.wav", "اب\u200C.wav", "🎤.wav", "ʈʂʰæ˧.wav", "a\u200Bb"})
    void takesANewNameInAnyScript(String name) {
        new FileName(name).requireLegible();
    }
}
