package dev.referent.corpus.web;

import dev.referent.corpus.CorpusException.Kind;
import dev.referent.corpus.InvalidInputException;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/**
 * The media type of a request's body (RFC 9110, 8.3).
 *
 * @param name type and subtype in lower case
 * @param parameters the parameters, their names in lower case
 */
record MediaType(String name, Map<String, String> parameters) {

    /** Copies the parameters. */
    MediaType {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Returns the type that the request states, if it states one.
     *
     * @throws InvalidInputException if it is malformed
     */
    static Optional<MediaType> of(Context ctx) {
        return Optional.ofNullable(ctx.header(Header.CONTENT_TYPE))
                .filter(header -> !header.isBlank())
                .map(MediaType::parse);
    }

    /** Returns whether this is JSON in UTF-8. */
    boolean isJson() {
        return (name.equals("application/json") || (name.startsWith("application/") && name.endsWith("+json")))
                && parameters.getOrDefault("charset", "utf-8").equalsIgnoreCase("utf-8");
    }

    private static MediaType parse(String header) {
        Map<String, String> read = new HashMap<>();
        String name = nameOf(header, read);
        if (name == null || name.isBlank()) {
            throw malformed();
        }
        Map<String, String> parameters = new HashMap<>();
        read.forEach((key, value) -> {
            if (value != null) {
                parameters.put(key.toLowerCase(Locale.ROOT), value);
            }
        });
        return new MediaType(name.strip().toLowerCase(Locale.ROOT), parameters);
    }

    private static @Nullable String nameOf(String header, Map<String, String> parameters) {
        try {
            return HttpField.getValueParameters(header, parameters);
        } catch (IllegalArgumentException e) {
            // a quote without an end
            throw malformed();
        }
    }

    private static InvalidInputException malformed() {
        return new InvalidInputException(
                Kind.UNSUPPORTED_TYPE, "the content type is malformed; send one as in application/json");
    }
}
