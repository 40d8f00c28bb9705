package dev.referent.corpus.usecase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.referent.corpus.FileName;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.NewTranscription;
import dev.referent.corpus.Page;
import dev.referent.corpus.contract.InMemoryCorpus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ListTranscriptionsTest {
    private final InMemoryCorpus corpus = new InMemoryCorpus();
    private final ListTranscriptions transcriptions = new ListTranscriptions(corpus.transcriptions());

    private void store(String text) {
        FileName name = new FileName("t.txt");
        corpus.transcriptions().add(new NewTranscription(name, name, text, Instant.EPOCH));
    }

    @Test
    void listsAnyTextsInPagesOfTwentyAndInLargerOnesOnlyWhatMemoryHolds() {
        String longest = "x".repeat(NewTranscription.MAX_TEXT_BYTES);
        for (int i = 0; i < 20; i++) {
            store(longest);
        }
        assertThat(transcriptions.list(new Page(1, 1_000)).items()).hasSize(20);

        store("ŋ");

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> transcriptions.list(new Page(1, 21)))
                .withMessage("the page has 20.1 MiB of text, and at most 20 MiB are sent at once;"
                        + " ask for fewer records, a pageSize of 20 is never too large");
        assertThat(transcriptions.list(new Page(1, 20)).items()).hasSize(20);
        assertThat(transcriptions.list(new Page(2, 20)).items()).hasSize(1);
    }
}
