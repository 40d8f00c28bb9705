package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.corpus.RecordKind;
import dev.referent.corpus.Reference;
import io.javalin.http.NotFoundResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordPathTest {

    @Test
    void readsAnId() {
        assertThat(RecordPath.reference("0", RecordKind.AUDIO)).isEqualTo(new Reference(RecordKind.AUDIO, 0));
        assertThat(RecordPath.reference("9223372036854775807", RecordKind.UTTERANCE))
                .isEqualTo(new Reference(RecordKind.UTTERANCE, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "-1",
                "+1",
                "1.0",
                "1e3",
                "01",
                " 1",
                "١",
                "9223372036854775808",
                "99999999999999999999"
            })
    void findsNothingUnderAnythingElse(String id) {
        assertThatThrownBy(() -> RecordPath.reference(id, RecordKind.AUDIO))
                .isInstanceOf(NotFoundResponse.class)
                .hasMessage("there is no audio " + id);
    }
}
