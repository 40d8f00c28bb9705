package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that read: those that stall, or read a byte now and then, do not keep the server writing. */
final class SlowReadersTest {
    private static final int SIZE = 20_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    @BeforeEach
    void start() throws Exception {
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                response.write(true, ByteBuffer.allocate(SIZE), callback);
                return true;
            }
        });
        server.insertHandler(new SlowReaders(LIMIT));
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    private Socket asked(int receiveBuffer) throws Exception {
        URI uri = server.getURI();
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), uri.getPort()));
        socket.getOutputStream().write(RawClient.bytes("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        return socket;
    }

    @Test
    void answersOneThatReads() throws Exception {
        try (Socket socket = asked(1 << 20)) {
            assertThat(socket.getInputStream().readAllBytes().length).isGreaterThan(SIZE);
        }
    }

    @Test
    @Timeout(30)
    void disconnectsOneThatReadsAByteNowAndThen() throws Exception {
        try (Socket socket = asked(1 << 12)) {
            for (int i = 0; i < 6; i++) {
                Thread.sleep(LIMIT.toMillis() / 2);
                assertThat(socket.getInputStream().read()).isNotNegative();
            }
            assertThat(rest(socket.getInputStream())).isLessThan(SIZE / 2);
        }
    }

    private static long rest(InputStream in) throws Exception {
        try {
            return in.readAllBytes().length;
        } catch (SocketException e) {
            return 0;
        }
    }
}
