package dev.referent.web;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;

/**
 * What a request says of its body (RFC 9110, 8.3).
 *
 * @param name type and subtype in lower case
 * @param parameters the parameters, their names in lower case
 */
record MediaType(String name, Map<String, String> parameters) {

    /** Copies the parameters. */
    MediaType {
        parameters = Map.copyOf(parameters);
    }

    /** Returns the type that the request states, if it states one. */
    static Optional<MediaType> of(Context ctx) {
        return Optional.ofNullable(ctx.header(Header.CONTENT_TYPE))
                .filter(header -> !header.isBlank())
                .map(MediaType::parse);
    }

    /** Tells whether this is JSON in UTF-8. */
    boolean isJson() {
        return (name.equals("application/json") || (name.startsWith("application/") && name.endsWith("+json")))
                && parameters.getOrDefault("charset", "utf-8").equalsIgnoreCase("utf-8");
    }

    private static MediaType parse(String header) {
        Map<String, String> read = new HashMap<>();
        String name = HttpField.getValueParameters(header, read).strip().toLowerCase(Locale.ROOT);
        Map<String, String> parameters = new HashMap<>();
        read.forEach((key, value) -> {
            if (value != null) {
                parameters.put(key.toLowerCase(Locale.ROOT), value);
            }
        });
        return new MediaType(name, parameters);
    }
}
