package dev.referent.corpus.web;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.List;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.jspecify.annotations.Nullable;

/** What a client prefers, by the weights in its headers (RFC 9110, 12.4.2). */
final class Preference {
    private static final String HTML = "text/html";

    private Preference() {}

    /**
     * Returns the values of a header in the order of their weights, without those that the client rejects; none if the header is
     * missing or malformed.
     */
    static List<String> values(Context ctx, String header) {
        return values(ctx.header(header));
    }

    private static List<String> values(@Nullable String value) {
        if (value == null) {
            return List.of();
        }
        QuotedQualityCSV csv = new QuotedQualityCSV();
        try {
            csv.addValue(value);
        } catch (IllegalArgumentException e) {
            // a quote without an end
            return List.of();
        }
        return csv.getValues();
    }

    /** Returns whether the client wants a page rather than JSON, as a browser does that opens an address. */
    static boolean isForHtml(Context ctx) {
        return isForHtml(ctx.header(Header.ACCEPT));
    }

    /** Returns whether a client with that value of {@code Accept} wants a page. */
    static boolean isForHtml(@Nullable String accept) {
        return values(accept).stream()
                .findFirst()
                .filter(HTML::equalsIgnoreCase)
                .isPresent();
    }
}
