package dev.referent.corpus.usecase;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.FileName;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Page;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.contract.InMemoryCorpus;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddTranscriptionTest {
    private static final FileName FILE = new FileName("f.txt");
    private static final FileName NAME = new FileName("Na");

    private final InMemoryCorpus corpus = new InMemoryCorpus();
    private final AddTranscription addTranscription = new AddTranscription(
            corpus.transcriptions(), Clock.fixed(Instant.parse("2026-11-22T08:00:00.123456Z"), ZoneOffset.UTC));

    private List<Transcription> stored() {
        return corpus.transcriptions().list(new Page(1, 10)).items();
    }

    @Test
    void storesTheTextInNormalizationFormC() {
        Transcription added = addTranscription.add("a\u0301", Optional.of(FILE), Optional.of(NAME));

        assertThat(added.text()).isEqualTo("á");
        assertThat(added.createdAt()).isEqualTo(Instant.parse("2026-11-22T08:00:00.123Z"));
        assertThat(stored()).containsExactly(added);
    }

    @Test
    void isNamedAfterItsFileWhichIsUntitledUnlessItHasAName() {
        Transcription both = addTranscription.add("t", Optional.of(FILE), Optional.of(NAME));
        Transcription file = addTranscription.add("t", Optional.of(FILE), Optional.empty());
        Transcription none = addTranscription.add("t", Optional.empty(), Optional.empty());

        assertThat(List.of(both.name(), both.fileName())).containsExactly(NAME, FILE);
        assertThat(List.of(file.name(), file.fileName())).containsExactly(FILE, FILE);
        assertThat(none.name()).isEqualTo(none.fileName()).isEqualTo(new FileName("untitled.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "a\0b", "\uD800"})
    void storesNothingOfAMalformedText(String text) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> addTranscription.add(text, Optional.empty(), Optional.empty()));
        assertThat(stored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "b.PHONEMES", "c.phonemes_and_tones"})
    void storesTheTextOfAFileWithoutItsByteOrderMark(String name) {
        Transcription added = addTranscription.addFile(new FileName(name), "\uFEFFŋa".getBytes(UTF_8));

        assertThat(added.text()).isEqualTo("ŋa");
        assertThat(added.fileName()).isEqualTo(new FileName(name));
        assertThat(stored()).containsExactly(added);
    }

    @Test
    void takesNoFileOfAnotherTypeOrEncodingOrSize() {
        assertThat(kindOf("a.wav", "t".getBytes(UTF_8))).isEqualTo(Kind.UNSUPPORTED_TYPE);
        assertThat(kindOf("a.txt", new byte[] {(byte) 0xE9, (byte) 0xFF})).isEqualTo(Kind.INVALID);
        assertThat(kindOf("a.txt", new byte[0])).isEqualTo(Kind.INVALID);
        assertThat(kindOf(
                        "a.txt", "x".repeat(NewTranscription.MAX_TEXT_BYTES + 1).getBytes(UTF_8)))
                .isEqualTo(Kind.TOO_LARGE);
        assertThat(stored()).isEmpty();
    }

    private Kind kindOf(String name, byte[] content) {
        return catchThrowableOfType(
                        InvalidInputException.class, () -> addTranscription.addFile(new FileName(name), content))
                .kind();
    }
}
