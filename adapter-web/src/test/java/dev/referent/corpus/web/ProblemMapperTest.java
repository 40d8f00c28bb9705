package dev.referent.corpus.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.AudioId;
import dev.referent.corpus.CorpusException;
import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.DuplicateUtteranceException;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.Listing;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.TranscriptionId;
import dev.referent.corpus.Utterance;
import dev.referent.corpus.UtteranceId;
import dev.referent.corpus.usecase.StillInUseException;
import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ReferentialAction;
import dev.referent.integrity.Undetermined.Reason;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ProblemMapperTest {

    private final Exception cause = new Exception("what the driver said");

    @Test
    void givesEachKindOfInputItsStatus() {
        assertThat(statusOf(new InvalidInputException("x"))).isEqualTo(400);
        assertThat(statusOf(new InvalidInputException(Kind.UNSUPPORTED_TYPE, "x")))
                .isEqualTo(415);
        assertThat(statusOf(new InvalidInputException(Kind.TOO_LARGE, "x"))).isEqualTo(413);
        assertThat(statusOf(new StorageUnavailableException("x", cause))).isEqualTo(503);
    }

    @Test
    void tellsTheRuleThatInputBreaks() {
        assertThat(json(new InvalidInputException("the name is \"x\"; choose another")))
                .isEqualTo("{\"type\":\"/problems/invalid\",\"title\":\"Invalid input\",\"status\":400,"
                        + "\"detail\":\"the name is \\\"x\\\"; choose another\"}");
    }

    @Test
    void ordersViolationsByConstraintWhateverTheOrderTheyWereFoundIn() {
        ForeignKeyViolation audio = missing("utterance_audio_fk", "audio", 99_999L);
        ForeignKeyViolation transcription = missing("utterance_transcription_fk", "transcription", -1L);
        assertThat(json(failure(Explanation.proved(List.of(transcription, audio)))))
                .isEqualTo(json(failure(Explanation.proved(List.of(audio, transcription)))))
                .containsSubsequence(
                        "\"constraint\":\"utterance_audio_fk\"", "\"constraint\":\"utterance_transcription_fk\"");
    }

    @Test
    void saysWhatIsUndetermined() {
        assertThat(json(failure(Explanation.undetermined(Reason.FAILED.because("a trigger refused")))))
                .endsWith("\"violations\":[],\"undetermined\":\"explaining it failed: a trigger refused\"}");
    }

    @Test
    void writesKeysOfAnyType() {
        ForeignKeyViolation violation = missing("fk", "p", "ŋ");
        assertThat(json(failure(Explanation.proved(List.of(violation))))).contains("\"key\":[\"ŋ\"]");
        assertThat(json(failure(Explanation.proved(List.of(missing("fk", "p", 1.5))))))
                .contains("\"key\":[1.5]");
        assertThat(json(failure(Explanation.proved(List.of(missing("fk", "p", new byte[] {1, 2}))))))
                .contains("\"key\":[\"AQI=\"]");
    }

    @Test
    void namesTheUtteranceThatHasThePair() {
        Utterance existing = new Utterance(new UtteranceId(7), new AudioId(1), new TranscriptionId(2));
        assertThat(json(new DuplicateUtteranceException(existing, cause)))
                .contains("\"status\":409")
                .endsWith("\"utterance\":7}");
    }

    @Test
    void namesTheUtterancesThatStandInTheWay() {
        ForeignKeyViolation violation = missing("utterance_audio_fk", "audio", 1L);
        assertThat(json(new StillInUseException(
                        new AudioId(1).reference(),
                        new Listing<>(List.of(new UtteranceId(3), new UtteranceId(5)), 2),
                        failure(Explanation.proved(List.of(violation))))))
                .contains("\"status\":409")
                .contains("\"utterances\":[3,5],\"violations\":[{\"constraint\":\"utterance_audio_fk\"");
    }

    @Test
    void saysWhyItIsUndeterminedWhatStandsInTheWay() {
        assertThat(json(new StillInUseException(
                        new AudioId(1).reference(),
                        new Listing<>(List.of(new UtteranceId(3)), 1),
                        failure(Explanation.undetermined(Reason.FAILED.because("a trigger refused"))))))
                .endsWith("\"violations\":[],\"undetermined\":\"explaining it failed: a trigger refused\"}");
    }

    private ForeignKeyViolationException failure(Explanation explanation) {
        return new ForeignKeyViolationException(explanation, cause);
    }

    private static ForeignKeyViolation missing(String name, String parent, Object key) {
        ForeignKey foreignKey = new ForeignKey(
                name,
                "utterance",
                List.of(parent + "_id"),
                parent,
                List.of("id"),
                ReferentialAction.NO_ACTION,
                ReferentialAction.NO_ACTION,
                false);
        return new ForeignKeyViolation(
                foreignKey, ForeignKeyViolation.Kind.MISSING_PARENT, List.of(key), OptionalInt.empty(), Map.of(), 0);
    }

    private static int statusOf(CorpusException failure) {
        return ProblemMapper.problemOf(failure).status();
    }

    private static String json(CorpusException failure) {
        return new String(ProblemMapper.problemOf(failure).bytes(), UTF_8).strip();
    }
}
