package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send a byte now and then: they are cut off, and keep nobody waiting meanwhile. */
final class SlowClientsTest {
    private static final String FORM = "multipart/form-data; boundary=z";
    private static final int CLIENTS = 300;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final WebServer server = WebServer.start(
            new WebSettings("127.0.0.1", 0, 100_000, Optional.empty()), NoCorpus.served(), Mounts.none());
    private final RawClient client = new RawClient(server.uri());
    private final List<Socket> sockets = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
        server.close();
    }

    private Socket send(String text) throws IOException {
        Socket socket = client.open();
        sockets.add(socket);
        socket.getOutputStream().write(RawClient.bytes(text));
        return socket;
    }

    /** Sends a byte now and then until the server has closed the connection, and returns what it answered. */
    private String dribble(Socket socket) throws Exception {
        OutputStream out = socket.getOutputStream();
        InputStream in = socket.getInputStream();
        try {
            while (in.available() == 0) {
                Thread.sleep(PAUSE.toMillis());
                out.write('x');
            }
            return new String(in.readNBytes(in.available()), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return "closed";
        }
    }

    @Test
    @Timeout(60)
    void cutsOffAClientThatSendsTooSlowly() throws Exception {
        String upload = "POST /v0.1/audio HTTP/1.1\r\n" + client.host() + "\r\nContent-Type: " + FORM
                + "\r\nContent-Length: 50000\r\n\r\n--";
        String json = "POST /v0.1/utterance HTTP/1.1\r\n" + client.host()
                + "\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n{";
        String nextHead = "GET /openapi.json HTTP/1.1\r\n" + client.host() + "\r\n\r\nGET / HTTP/1.1\r\nX: ";
        Future<String> head = threads.submit(() -> dribble(send("GET / HTTP/1.1\r\nX: ")));
        Future<String> slowUpload = threads.submit(() -> dribble(send(upload)));
        Future<String> slowJson = threads.submit(() -> dribble(send(json)));
        Future<String> second = threads.submit(() -> {
            Socket socket = send(nextHead);
            assertThat(socket.getInputStream().readNBytes(200)).hasSize(200);
            Thread.sleep(PAUSE.toMillis());
            socket.getInputStream().skipNBytes(socket.getInputStream().available());
            return dribble(socket);
        });

        assertThat(head.get()).isEqualTo("closed");
        assertThat(second.get()).isEqualTo("closed");
        assertThat(slowUpload.get()).startsWith("HTTP/1.1 408 ").contains("too slowly");
        assertThat(slowJson.get()).startsWith("HTTP/1.1 408 ").contains("too slowly");
    }

    /** Jetty's own idle timeout is three times as long as a body that has not come. */
    @Test
    @Timeout(60)
    void cutsOffAClientThatStopsSending() throws Exception {
        String head =
                " HTTP/1.1\r\n" + client.host() + "\r\nConnection: close\r\nContent-Length: 50000\r\nContent-Type: ";
        List<Socket> stalled = List.of(
                send("POST /v0.1/audio" + head + FORM + "\r\n\r\n--z\r\nContent-Disposition: form-data"),
                send("POST /v0.1/utterance" + head + "application/json\r\n\r\n{"),
                send("POST /v0.1/utterance" + head + "application/json\r\n\r\n"));
        long start = System.nanoTime();

        for (Socket socket : stalled) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("too slowly");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(RequestLimits.BODY.grace().minusSeconds(1), Duration.ofSeconds(20));
    }

    @Test
    @Timeout(60)
    void answersReadersWhileWritersStall() throws Exception {
        String head = "POST /v0.1/audio HTTP/1.1\r\n" + client.host() + "\r\nContent-Type: " + FORM
                + "\r\nContent-Length: 50000\r\n\r\n--";
        for (int i = 0; i < CLIENTS; i++) {
            send(head);
        }
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(client.request("GET", "/openapi.json")).startsWith("HTTP/1.1 200 ");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }
}
