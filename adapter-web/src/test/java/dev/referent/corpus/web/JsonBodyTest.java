package dev.referent.corpus.web;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.corpus.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonBodyTest {

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void readsAnyInteger(long value) {
        assertThat(body("{\"id\": " + value + ", \"other\": [1.5]}").integer("id"))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
            9223372036854775808, out of range
            -9223372036854775809, out of range
            1e3, a number with a fraction or an exponent
            1.0, a number with a fraction or an exponent
            1e999999999, a number with a fraction or an exponent
            "1", a string
            true, a boolean
            null, null
            [], an array
            {}, an object
            """)
    void rejectsWhatIsNo64BitInteger(String value, String called) {
        assertThatThrownBy(() -> body("{\"id\": " + value + "}").integer("id"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("id is " + called + "; send a 64-bit integer");
    }

    @Test
    void rejectsAMissingMember() {
        assertThatThrownBy(() -> body("{}").integer("id")).hasMessage("id is missing; send a 64-bit integer");
        assertThatThrownBy(() -> body("{}").text("text")).hasMessage("text is missing; send a string");
    }

    @Test
    void namesTheMemberWhoseNameIsIllegible() {
        assertThatThrownBy(() -> body("{\"name\": \"\\u202ex\"}").optionalName("name"))
                .hasMessageStartingWith("name: the file name has a character that changes the direction of writing");
    }

    @Test
    void readsANullAsNoOptionalText() {
        assertThat(body("{\"name\": null}").optionalText("name")).isEmpty();
        assertThat(body("{}").optionalText("name")).isEmpty();
        assertThat(body("{\"name\": \"ŋ\"}").optionalText("name")).contains("ŋ");
        assertThatThrownBy(() -> body("{\"name\": 1}").optionalText("name"))
                .hasMessage("name is an integer; send a string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}}",
                "{} {}",
                "{\"a\":1,\"a\":1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "// c\n{}",
                "{\"a\":1,}",
                "[]",
                "1",
                "null",
                "\"{}\""
            })
    void rejectsWhatIsNotOneJsonObject(String body) {
        assertThatThrownBy(() -> body(body)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void saysWhereJsonGoesWrong() {
        assertThatThrownBy(() -> body("{\n \"a\": x}"))
                .hasMessageStartingWith("the body is not JSON (line 2, column ")
                .hasMessageContaining("'x'");
        assertThatThrownBy(() -> body("{"))
                .hasMessage("the body is not JSON (line 1, column 2): "
                        + "Unexpected end-of-input: expected close marker for Object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{} {}",
                "{}}",
                "{\"a\":NaN}",
                "// c\n{}",
                "{\"a\":01}",
                "{'a':1}",
                "[1",
                "{\"a\":[1}",
                "{\"a\":+1}"
            })
    void keepsThePartsOfTheParserToItself(String body) {
        assertThatThrownBy(() -> body(body))
                .hasMessageStartingWith("the body is not JSON (line ")
                .hasMessageNotContainingAny("fasterxml", "Feature", "`", "FAIL_", "ALLOW_", "REDACTED");
    }

    @Test
    void saysWhichMemberIsNoName() {
        assertThatThrownBy(() -> body("{\"name\": \"x/y\"}").optionalName("name"))
                .hasMessage("name: the file name is a path; send only its last part");
        assertThatThrownBy(() -> body("{\"name\": 1}").optionalName("name"))
                .hasMessage("name is an integer; send a string");
    }

    @Test
    void rejectsDepthAndLengthBeyondMeasure() {
        String message = "the body is nested too deeply, or one of its values is too long";
        assertThatThrownBy(() -> body("{\"a\":" + "[".repeat(100_000))).hasMessage(message);
        assertThatThrownBy(() -> body("{\"a\":" + "9".repeat(100_000) + "}")).hasMessage(message);
    }

    @Test
    void rejectsWhatIsNotUtf8() {
        assertThatThrownBy(() -> JsonBody.parse(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'}))
                .hasMessageContaining("the body is not UTF-8");
        assertThatThrownBy(() -> JsonBody.parse("{}".getBytes(UTF_16LE))).isInstanceOf(InvalidInputException.class);
    }

    private static JsonBody body(String json) {
        return JsonBody.parse(json.getBytes(UTF_8));
    }
}
