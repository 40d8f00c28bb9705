package dev.referent.corpus.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.Audio;
import dev.referent.corpus.AudioId;
import dev.referent.corpus.Listing;
import dev.referent.corpus.Page;
import dev.referent.corpus.StoredName;
import dev.referent.corpus.Transcription;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of records: they are found and listed as they were stored. */
public interface RecordsContract extends CorpusFixture {

    @Test
    default void findsAnAudioAsItWasStored() {
        Audio stored = audio("ɓáŋ 🎤.wav");

        assertThat(stored.createdAt()).isEqualTo(CREATED);
        assertThat(stored.id().value()).isPositive();
        assertThat(corpus().audios().find(stored.id())).contains(stored);
    }

    @Test
    default void findsATranscriptionAsItWasStored() {
        Transcription stored = transcription("ʈʂʰæ˧ dʑɤ˩\r\n\tsecond 'line'; -- \"quoted\" 🎤");

        assertThat(corpus().transcriptions().find(stored.id())).contains(stored);
    }

    @Test
    default void addsUpTheTextsOfAPage() {
        for (String text : List.of("ŋ", "🎤", "abcde")) {
            transcription(text);
        }

        assertThat(corpus().transcriptions().textBytes(new Page(1, 10))).isEqualTo(2 + 4 + 5);
        assertThat(corpus().transcriptions().textBytes(new Page(2, 1))).isEqualTo(4);
        assertThat(corpus().transcriptions().textBytes(new Page(5, 1))).isZero();
    }

    @Test
    default void findsAnUtteranceAsItWasStored() {
        Utterance stored = utterance();

        assertThat(corpus().utterances().find(stored.id())).contains(stored);
    }

    @Test
    default void findsNothingForAnUnknownId() {
        for (long id : new long[] {0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(corpus().audios().find(new AudioId(id))).isEmpty();
            assertThat(corpus().transcriptions().find(new TranscriptionId(id))).isEmpty();
            assertThat(corpus().utterances().find(new UtteranceId(id))).isEmpty();
        }
    }

    @Test
    default void namesTheUtterancesThatUseARecord() {
        Audio audio = audio("a.wav");
        Transcription first = transcription("one");
        Transcription second = transcription("two");
        UtteranceId pairedFirst = pair(audio.id(), first.id()).id();
        UtteranceId pairedSecond = pair(audio.id(), second.id()).id();

        assertThat(corpus().audios().find(audio.id()))
                .map(Audio::inUtterances)
                .contains(new Listing<>(List.of(pairedFirst, pairedSecond), 2));
        assertThat(corpus().transcriptions().list(new Page(1, 10)).items())
                .extracting(Transcription::inUtterances)
                .containsExactly(new Listing<>(List.of(pairedFirst), 1), new Listing<>(List.of(pairedSecond), 1));
    }

    @Test
    default void namesTheFirstOfManyUtterancesThatUseARecordAndTheirTotal() {
        Audio audio = audio("a.wav");
        int many = Audio.MAX_IN_UTTERANCES + 5;
        List<UtteranceId> users = IntStream.range(0, many)
                .mapToObj(i -> pair(audio.id(), transcription("t" + i).id()).id())
                .toList();
        Listing<UtteranceId> first = new Listing<>(users.subList(0, Audio.MAX_IN_UTTERANCES), many);

        assertThat(corpus().audios().find(audio.id())).map(Audio::inUtterances).contains(first);
        assertThat(corpus().audios().list(new Page(1, 10)).items())
                .extracting(Audio::inUtterances)
                .containsExactly(first);
    }

    @Test
    default void listsTheUtterancesThatUseARecord() {
        Utterance other = utterance();
        Audio audio = audio("a.wav");
        Transcription shared = transcription("shared");
        Utterance first = pair(audio.id(), shared.id());
        Utterance second = pair(audio.id(), other.transcription());

        assertThat(corpus().utterances().using(audio.id().reference(), new Page(1, 1)))
                .isEqualTo(new Listing<>(List.of(first), 2));
        assertThat(corpus().utterances().using(audio.id().reference(), new Page(2, 1)))
                .isEqualTo(new Listing<>(List.of(second), 2));
        assertThat(corpus().utterances().using(other.transcription().reference(), new Page(1, 10)))
                .isEqualTo(new Listing<>(List.of(other, second), 2));
        assertThat(corpus().utterances().using(new AudioId(99_999).reference(), new Page(1, 10)))
                .isEqualTo(Listing.empty());
    }

    @Test
    default void listsInIdOrderWithTheTotal() {
        List<AudioId> ids =
                IntStream.range(0, 5).mapToObj(i -> audio(i + ".wav").id()).toList();

        Listing<Audio> second = corpus().audios().list(new Page(2, 2));

        assertThat(second.total()).isEqualTo(5);
        assertThat(second.items()).extracting(Audio::id).containsExactly(ids.get(2), ids.get(3));
    }

    @Test
    default void listsNothingPastTheEndOrWithPageSizeZero() {
        audio("a.wav");

        assertThat(corpus().audios().list(new Page(2, 20))).isEqualTo(new Listing<Audio>(List.of(), 1));
        assertThat(corpus().audios().list(new Page(1, 0))).isEqualTo(new Listing<Audio>(List.of(), 1));
        assertThat(corpus().audios()
                        .list(new Page(Long.MAX_VALUE, Page.MAX_SIZE))
                        .items())
                .isEmpty();
    }

    @Test
    default void knowsWhichFilesHaveARow() {
        StoredName known = audio("a.wav").storedName();
        StoredName unknown = StoredName.fresh("wav");

        assertThat(corpus().knownFiles().known(List.of(known, unknown))).isEqualTo(Set.of(known));
        assertThat(corpus().knownFiles().known(List.of())).isEmpty();
    }
}
