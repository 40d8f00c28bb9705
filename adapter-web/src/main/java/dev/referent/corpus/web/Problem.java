package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/**
 * The body of every error response (RFC 9457).
 *
 * @param status the HTTP status
 * @param type a URI that names the kind of problem; if it is not {@code about:blank}, it opens the page of the kind
 * @param title the kind of problem in words
 * @param detail this problem in words: the fact, the place, the way out
 * @param extensions further members, in their order
 */
record Problem(int status, String type, String title, String detail, Map<String, JsonNode> extensions) {

    /** The media type. */
    static final String MEDIA_TYPE = "application/problem+json";

    /**
     * Returns a problem that is described by its status.
     *
     * @param status the HTTP status
     * @param detail this problem in words
     */
    static Problem of(int status, String detail) {
        return new Problem(status, "about:blank", HttpStatus.getMessage(status), detail, Map.of());
    }

    /** Returns the problem of a failure of the server, whose cause is not shown to the client. */
    static Problem unexpected() {
        return of(HttpStatus.INTERNAL_SERVER_ERROR_500, "the server failed unexpectedly; its log says why");
    }

    /** Returns this problem with one more member. */
    Problem with(String member, JsonNode value) {
        Map<String, JsonNode> more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(status, type, title, detail, more);
    }

    /** Returns the JSON text in UTF-8. */
    byte[] bytes() {
        ObjectNode body = Json.object();
        body.put("type", type).put("title", title).put("status", status).put("detail", detail);
        extensions.forEach(body::set);
        return Json.bytes(body);
    }

    /** Answers with this problem, or with a page that shows it to a client that prefers one. */
    void answer(Context ctx) {
        ctx.res().addHeader(Header.VARY, Header.ACCEPT);
        if (Preference.isForHtml(ctx)) {
            ProblemPage.answer(ctx, this);
            return;
        }
        ctx.status(status).contentType(MEDIA_TYPE).result(bytes());
    }
}
