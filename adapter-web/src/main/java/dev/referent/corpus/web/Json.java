package dev.referent.corpus.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.referent.corpus.InvalidInputException;
import dev.referent.corpus.UnicodeText;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads JSON strictly (RFC 8259, one value in UTF-8 without duplicate members) and writes it in a fixed order. */
final class Json {

    /** The media type of every response that is not a problem. */
    static final String MEDIA_TYPE = "application/json";

    private static final int MAX_DEPTH = 1_000;
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build());
    private static final ObjectReader READER =
            MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final ObjectWriter WRITER = MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    /** What Jackson adds to its messages for programmers: classes, settings, the redacted source. */
    private static final Pattern INTERNALS = Pattern.compile(
            "( \\((start marker at|for [A-Za-z]+ starting at|bound as|enable|not recognized|class) |[:,;]? enable `).*",
            Pattern.DOTALL);

    private Json() {}

    /** Returns an empty object; its members keep the order in which they are put. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Parses a request's body.
     *
     * @throws InvalidInputException if it is not JSON
     */
    static JsonNode parse(byte[] utf8) {
        String text = UnicodeText.decode("the body", utf8);
        if (text.isBlank()) {
            throw new InvalidInputException("the body is empty; send a JSON object");
        }
        try {
            return READER.readTree(text);
        } catch (StreamConstraintsException e) {
            throw new InvalidInputException("the body is nested too deeply, or one of its values is too long");
        } catch (JacksonException e) {
            String fact = INTERNALS.matcher(e.getOriginalMessage()).replaceAll("");
            throw new InvalidInputException("the body is not JSON" + placeOf(e) + ": " + fact);
        }
    }

    /** Returns the JSON text in UTF-8, with a line end. */
    static byte[] bytes(JsonNode value) {
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        try (Writer text = new OutputStreamWriter(utf8, StandardCharsets.UTF_8)) {
            WRITER.writeValue(text, value);
            text.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e); // never, in memory
        }
        return utf8.toByteArray();
    }

    /** Answers with a JSON value, or with a page that shows it to a client that prefers one. */
    static void answer(Context ctx, HttpStatus status, JsonNode body) {
        ctx.res().addHeader(Header.VARY, Header.ACCEPT);
        if (Preference.isForHtml(ctx)) {
            RecordPage.answer(ctx, status, body);
            return;
        }
        ctx.status(status).contentType(MEDIA_TYPE).result(bytes(body));
    }

    private static String placeOf(JacksonException e) {
        return e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
    }
}
