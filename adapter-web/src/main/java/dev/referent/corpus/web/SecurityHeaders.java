package dev.referent.corpus.web;

import org.eclipse.jetty.http.HttpFields;

/** The headers that every response has, so that a browser lends it to no other site. */
final class SecurityHeaders {
    private SecurityHeaders() {}

    /** Adds the headers; a page replaces the content security policy by its own. */
    static void addTo(HttpFields.Mutable headers) {
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Referrer-Policy", "same-origin");
    }
}
