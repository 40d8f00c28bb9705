package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hundreds of requests whose clients read nothing, and those that come after them. */
@Timeout(60)
final class RequestLimitsTest {
    private static final int SLOW = 300;

    /** Is direct, because each thread would copy all of another one before it writes. */
    private static final ByteBuffer LARGE = ByteBuffer.allocateDirect(20_000_000);

    private static final String RECORDING = "/v0.1/audio/1/file/a%20b.wav";
    private static final String LIST = "/v0.1/transcription";

    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final List<Socket> connections = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                boolean large = List.of(RECORDING, LIST).contains(Request.getPathInContext(request));
                response.write(true, large ? LARGE.duplicate() : ByteBuffer.allocate(1), callback);
                return true;
            }
        });
        RequestLimits.addTo(server, 0);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket connection : connections) {
            connection.close();
        }
        server.stop();
    }

    private Socket asked(String method, String path) throws IOException {
        Socket socket = new Socket();
        connections.add(socket);
        socket.setReceiveBufferSize(1 << 12);
        socket.setSoTimeout(5_000); // less than a request waits for a place
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.getURI().getPort()));
        socket.getOutputStream().write(RawClient.bytes(method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"));
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    @Test
    void slowDownloadsLeavePlacesForShortReads() throws Exception {
        for (int i = 0; i < SLOW; i++) {
            asked("GET", RECORDING);
        }

        for (String path : List.of("/", "/health", "/v0.1/audio/1")) {
            assertThat(status(asked("GET", path))).as(path).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void tellsWhetherTheServerIsUpWhateverReadersAndWritersDo() throws Exception {
        for (int i = 0; i < SLOW; i++) {
            asked("GET", LIST);
            asked("POST", LIST);
        }

        for (String method : List.of("GET", "HEAD")) {
            assertThat(status(asked(method, "/health"))).as(method).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void answersADownloadThatHasWaitedForAPlace() throws Exception {
        for (int i = 0; i < SLOW; i++) {
            asked("GET", RECORDING);
        }
        Socket waiting = asked("GET", RECORDING);

        for (Socket connection : connections.subList(0, SLOW)) {
            connection.close();
        }

        assertThat(status(waiting)).isEqualTo("HTTP/1.1 200");
    }
}
