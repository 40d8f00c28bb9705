package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/**
 * What the server answered.
 *
 * @param request the method and the URI of the request
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body as text; JSON without the line end behind it
 */
public record Answer(String request, int status, HttpHeaders headers, String body) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Decodes the body. */
    static Answer of(String request, int status, HttpHeaders headers, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        boolean json = headers.firstValue("Content-Type").orElse("").endsWith("json");
        return new Answer(request, status, headers, json ? text.stripTrailing() : text);
    }

    /** Returns a header, empty if it is missing. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** Returns the body as JSON. */
    public JsonNode json() {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
    }

    /** Asserts the status of a success and returns the body. */
    public JsonNode json(int expected) {
        assertThat(status).as("%s: %s", request, body).isEqualTo(expected);
        assertThat(header("Content-Type")).isEqualTo("application/json");
        return json();
    }

    /** Asserts that this is a problem of that status, in its one form, and returns its detail. */
    public String detail(int expected) {
        return problem(expected).get("detail").textValue();
    }

    /** Asserts that this is a problem of that status, in its one form, and returns it. */
    public JsonNode problem(int expected) {
        assertThat(status).as("%s: %s", request, body).isEqualTo(expected);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(json().get("status").intValue()).isEqualTo(expected);
        return json();
    }
}
