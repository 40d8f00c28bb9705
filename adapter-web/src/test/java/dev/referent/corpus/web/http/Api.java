package dev.referent.corpus.web.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of the server that holds each answer against the server's description of itself. */
public final class Api {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static {
        // a connection that is kept alive would hold up the stop of each test's server for a second
        System.setProperty("jdk.httpclient.keepalive.timeout", "0");
    }

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private final URI server;
    private final Description description;

    /** Reads the description of the server that listens there. */
    public Api(URI server) {
        this.server = server;
        this.description =
                Description.of(exchange(request("/openapi.json").build()).body());
    }

    /** Sends GET. */
    public Answer get(String path) {
        return send(request(path).build());
    }

    /** Sends a request that has no body. */
    public Answer send(String method, String path) {
        return send(request(path).method(method, BodyPublishers.noBody()).build());
    }

    /** Sends POST with a JSON body. */
    public Answer post(String path, String json) {
        return post(path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends POST with any body. */
    public Answer post(String path, String contentType, byte[] body) {
        return send(request(path)
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    /** Sends POST with a form. */
    Answer post(String path, Form form) {
        return post(path, Form.TYPE, form.bytes());
    }

    /** Sends DELETE. */
    public Answer delete(String path) {
        return send("DELETE", path);
    }

    /** Sends a request and holds the answer against the description. */
    Answer send(HttpRequest request) {
        Answer answer = exchange(request);
        description.check(request.method(), request.uri().getRawPath(), answer);
        return answer;
    }

    /** Starts a request. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE);
    }

    /** Sends bytes as they are and returns all that comes back until the server closes, or the patience ends. */
    String raw(byte[] bytes) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the server's host and port, as a browser sends them. */
    String authority() {
        return server.getAuthority();
    }

    /** Sends text as it is. */
    String raw(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a recording. */
    public Answer upload(String name) {
        return post("/v0.1/audio", new Form().file("audioFile", name, "RIFF"));
    }

    /** Stores a recording and returns its id. */
    public long audio(String name) {
        return id(upload(name));
    }

    /** Stores a transcription and returns its id. */
    public long transcription(String text) {
        return id(post("/v0.1/transcription", "{\"text\":\"" + text + "\"}"));
    }

    /** Asks for a pair. */
    public Answer pair(long audio, long transcription) {
        return post("/v0.1/utterance", "{\"audioId\":%d,\"transcriptionId\":%d}".formatted(audio, transcription));
    }

    /** Stores a pair of a fresh recording and a fresh transcription, and returns its id. */
    public long utterance() {
        return id(pair(audio("u.wav"), transcription("ŋa")));
    }

    private static long id(Answer added) {
        return added.json(201).get("id").longValue();
    }

    private static Answer exchange(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
            return Answer.of(request.toString(), response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(request.toString(), e);
        }
    }
}
