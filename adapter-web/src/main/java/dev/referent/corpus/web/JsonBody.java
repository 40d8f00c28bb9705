package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.FileName;
import dev.referent.corpus.InvalidInputException;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON object in a request's body; unknown members are ignored. */
final class JsonBody {

    /** The largest body, in bytes: room for the longest transcription with every character escaped as three. */
    static final int MAX_BYTES = 4 << 20;

    private static final String AN_INTEGER = "send a 64-bit integer";
    private static final String A_STRING = "send a string";
    private static final String STRINGS = "send an array of strings";

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /**
     * Reads the body of a request.
     *
     * @throws InvalidInputException if it is not of type JSON, too large, not JSON or not an object
     */
    static JsonBody of(Context ctx) {
        Optional<MediaType> type = MediaType.of(ctx);
        if (type.isPresent() && !type.get().isJson()) {
            String charset = type.get().parameters().get("charset");
            throw notJson("of type " + type.get().name() + (charset == null ? "" : ", charset " + charset));
        }
        byte[] bytes = RequestBody.read(ctx, MAX_BYTES);
        if (type.isEmpty() && bytes.length > 0) {
            throw notJson("of no stated type");
        }
        return parse(bytes);
    }

    /**
     * Parses a body.
     *
     * @throws InvalidInputException if it is not JSON or not an object
     */
    static JsonBody parse(byte[] utf8) {
        JsonNode body = Json.parse(utf8);
        if (!body.isObject()) {
            throw new InvalidInputException("the body is " + called(body) + "; send a JSON object");
        }
        return new JsonBody(body);
    }

    /**
     * Returns a required integer.
     *
     * @throws InvalidInputException if the member is missing or anything but a 64-bit integer
     */
    long integer(String member) {
        JsonNode value = required(member, AN_INTEGER);
        if (!value.isIntegralNumber()) {
            throw invalid(member, called(value), AN_INTEGER);
        }
        if (!value.canConvertToLong()) {
            throw invalid(member, "out of range", AN_INTEGER);
        }
        return value.longValue();
    }

    /**
     * Returns a required string.
     *
     * @throws InvalidInputException if the member is missing or not a string
     */
    String text(String member) {
        JsonNode value = required(member, A_STRING);
        if (!value.isTextual()) {
            throw invalid(member, called(value), A_STRING);
        }
        return value.textValue();
    }

    /**
     * Returns an optional string; null counts as absent.
     *
     * @throws InvalidInputException if the member is neither a string nor null
     */
    Optional<String> optionalText(String member) {
        return object.hasNonNull(member) ? Optional.of(text(member)) : Optional.empty();
    }

    /**
     * Returns an optional list of strings; empty if it is absent.
     *
     * @throws InvalidInputException if the member is anything but an array of strings
     */
    List<String> texts(String member) {
        JsonNode value = object.path(member);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw invalid(member, called(value), STRINGS);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw invalid(member, "an array with " + called(element) + " in it", STRINGS);
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /**
     * Returns an optional name; null counts as absent.
     *
     * @throws InvalidInputException if the member is neither a proper, legible name nor null
     */
    Optional<FileName> optionalName(String member) {
        try {
            Optional<FileName> name = optionalText(member).map(FileName::new);
            name.ifPresent(FileName::requireLegible);
            return name;
        } catch (InvalidInputException e) {
            String fact = String.valueOf(e.getMessage());
            throw fact.startsWith(member) ? e : new InvalidInputException(e.kind(), member + ": " + fact);
        }
    }

    private JsonNode required(String member, String wayOut) {
        JsonNode value = object.get(member);
        if (value == null) {
            throw invalid(member, "missing", wayOut);
        }
        return value;
    }

    private static String called(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case BOOLEAN -> "a boolean";
            case NULL -> "null";
            case NUMBER -> value.isIntegralNumber() ? "an integer" : "a number with a fraction or an exponent";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case BINARY, MISSING, POJO -> "nothing";
        };
    }

    private static InvalidInputException invalid(String member, String fact, String wayOut) {
        return new InvalidInputException(member + " is " + fact + "; " + wayOut);
    }

    private static InvalidInputException notJson(String fact) {
        return new InvalidInputException(
                Kind.UNSUPPORTED_TYPE, "the body is " + fact + "; send application/json in UTF-8");
    }
}
