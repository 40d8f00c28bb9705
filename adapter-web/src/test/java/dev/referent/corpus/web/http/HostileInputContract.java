package dev.referent.corpus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hostile requests: each is rejected with a problem, and the next request works. */
public interface HostileInputContract extends ServedCorpus {

    @Test
    default void rejectsABodyOfTenMegabytesSoThatTheClientCanReadTheAnswer() {
        Api api = api();
        byte[] body = ("{\"text\":\"" + "x".repeat(10_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(api.post("/v0.1/transcription", "application/json", body).detail(413))
                .isEqualTo("the body is larger than 4 MiB; send less");
        api.post("/v0.1/utterance", "application/json", body).problem(413);
        api.post("/v0.1/utterance", "text/plain", body).problem(415);
        api.post("/nowhere", "application/json", body).problem(404);
        api.get("/health").json(200);
    }

    @Test
    default void answersAClientThatStatesFarTooMuchAndStalls() throws IOException {
        String request = "POST /v0.1/utterance HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 9999999999\r\n\r\n{";
        try (Socket client = new Socket(uri().getHost(), uri().getPort())) {
            client.setSoTimeout(2_000);
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String status = new String(client.getInputStream().readNBytes(13), StandardCharsets.US_ASCII);
            assertThat(status).isEqualTo("HTTP/1.1 413 ");
        }
        api().get("/health").json(200);
    }

    @Test
    default void namesOneLimitForATranscriptionHoweverItIsSent() {
        Api api = api();
        String limit = "the transcription's text is longer than 1 MiB; split it";
        for (int size : new int[] {(1 << 20) + 1, (1 << 20) + 4, 2_000_000, 5_000_000}) {
            byte[] text = "x".repeat(size).getBytes(StandardCharsets.UTF_8);
            assertThat(api.post("/v0.1/transcription/fromFile", new Form().file("transcriptionFile", "t.txt", text))
                            .detail(413))
                    .isEqualTo(limit);
        }
        String marked = "\uFEFF" + "x".repeat(1 << 20);
        api.post("/v0.1/transcription/fromFile", new Form().file("transcriptionFile", "t.txt", marked))
                .json(201);
    }

    @Test
    default void rejectsATypeOrAnEncodingThatItCannotRead() {
        Api api = api();
        byte[] json = "{\"text\":\"t\"}".getBytes(StandardCharsets.UTF_8);
        for (String type : List.of(";", " ; ", "\"", ";charset=utf-8")) {
            for (String path : List.of("/v0.1/audio", "/v0.1/transcription", "/v0.1/transcription/fromFile")) {
                api.post(path, type, json).problem(415);
            }
        }
        String form = "multipart/form-data; boundary";
        api.post("/v0.1/audio", form + "=\"", new Form().bytes()).problem(415);
        for (String boundary : List.of("", "=", "=\" \"", "=" + "x".repeat(71), "=" + "x".repeat(5_000))) {
            assertThat(api.post("/v0.1/audio", form + boundary, new Form().bytes())
                            .detail(400))
                    .contains("boundary");
        }
        Answer packed = api.send(api.request("/v0.1/transcription")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(json))
                .build());
        assertThat(packed.detail(415)).isEqualTo("the body is encoded as gzip; send it as it is");
    }

    @Test
    default void rejectsABodyWithoutAStatedEnd() {
        String head = "POST /v0.1/utterance HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        String type = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        String chunk = "186A0\r\n" + "x".repeat(100_000) + "\r\n";
        String request = head + type + chunk.repeat(60) + "0\r\n\r\n";
        assertThat(api().raw(request)).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
    }

    @Test
    default void rejectsDepthAndLengthBeyondMeasure() {
        Api api = api();
        api.post("/v0.1/utterance", "{\"a\":" + "[".repeat(1_000_000)).problem(400);
        api.post("/v0.1/utterance", "{\"a\":".repeat(500_000)).problem(400);
        api.post("/v0.1/utterance", "{\"audioId\":" + "9".repeat(1_000_000) + "}")
                .problem(400);
        api.post("/v0.1/utterance", "{\"audioId\":1e999999999,\"transcriptionId\":1}")
                .problem(400);
    }

    @Test
    default void rejectsWhatIsNotUtf8() {
        Api api = api();
        byte[] broken = "{\"text\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        broken[9] = (byte) 0xFF;
        assertThat(api.post("/v0.1/transcription", "application/json", broken).detail(400))
                .isEqualTo("the body is not UTF-8; save it as UTF-8 and send it again");
        byte[] wide = "{\"text\":\"t\"}".getBytes(StandardCharsets.UTF_16);
        api.post("/v0.1/transcription", "application/json", wide).problem(400);
        byte[] name = new Form()
                .part("form-data; name=\"audioFile\"; filename=\"\u00e9.wav\"", new byte[] {1})
                .bytes();
        byte[] latin1 = new String(name, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);
        api.post("/v0.1/audio", Form.TYPE, latin1).problem(400);
    }

    @Test
    default void rejectsAFormThatIsOutOfShape() {
        Api api = api();
        byte[] file = {1};
        api.post("/v0.1/audio", new Form().part("form-data; name=\"audioFile\"; filename=\"a\0.wav\"", file))
                .problem(400);
        api.post(
                        "/v0.1/audio",
                        new Form()
                                .part(
                                        "form-data; name=\"audioFile\"; filename=\"a.wav\"; x=\"" + "y".repeat(20_000)
                                                + "\"",
                                        file))
                .problem(400);
        api.post("/v0.1/audio", new Form().part("form-data", file)).problem(400);
        api.post("/v0.1/audio", Form.TYPE, "nonsense".getBytes(StandardCharsets.UTF_8))
                .problem(400);
        api.post("/v0.1/audio", new Form().file("audioFile", "x".repeat(252) + ".wav", file))
                .problem(400);
        api.post("/v0.1/audio", "multipart/form-data; boundary=", new Form().bytes())
                .problem(400);
        assertThat(api.get("/v0.1/audio").json(200)).isEmpty();
    }

    @Test
    default void answersARequestThatIsOutOfShapeWithAProblem() {
        Api api = api();
        for (String request : List.of(
                "NONSENSE",
                "GET /a b HTTP/1.1",
                "GET /v0.1/audio/%00 HTTP/1.1",
                "GET /v0.1/audio/%zz HTTP/1.1",
                "GET /v0.1/audio/%c0%ae HTTP/1.1",
                "GET /v0.1/audio/1%2F2 HTTP/1.1",
                "GET /v0.1/audio/%2e%2e/x HTTP/1.1",
                "GET //v0.1//audio HTTP/1.1",
                "GET /v0.1/audio;x=1 HTTP/1.1",
                "GET /v0.1/../../etc/passwd HTTP/1.1",
                "GET http://elsewhere/ HTTP/1.1",
                "GET / HTTP/9.9",
                "OPTIONS * HTTP/1.1",
                "TRACE / HTTP/1.1",
                "FOO /v0.1/audio HTTP/1.1",
                "POST /v0.1/utterance HTTP/1.1\r\nContent-Length: x",
                "POST /v0.1/utterance HTTP/1.1\r\nContent-Length: -1",
                "POST /v0.1/utterance HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked",
                "GET / HTTP/1.1\r\nExpect: miracles",
                "GET / HTTP/1.1\r\nbad header",
                "GET / HTTP/1.1\r\nHost: y")) {
            assertThat(api.raw(request + "\r\nHost: x\r\nConnection: close\r\n\r\nzz\r\n"))
                    .as(request)
                    .matches("(?s)HTTP/1\\.1 (4\\d\\d|505) .*")
                    .contains("Content-Type: application/problem+json\r\n")
                    .doesNotContain("Exception", "org.eclipse", "<html");
        }
    }

    @Test
    default void rejectsHeadersAndPathsBeyondMeasure() {
        Api api = api();
        String end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        assertThat(api.raw("GET /" + "a".repeat(20_000) + end + "\r\n"))
                .startsWith("HTTP/1.1 414 ")
                .contains("application/problem+json");
        assertThat(api.raw("GET /" + end + "X: " + "a".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("application/problem+json");
        api.get("/health").json(200);
    }
}
