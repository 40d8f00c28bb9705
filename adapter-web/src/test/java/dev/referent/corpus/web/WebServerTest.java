package dev.referent.corpus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WebServerTest {

    @Test
    void saysWhereItListens() {
        try (WebServer server = start(0)) {
            assertThat(server.uri().toString()).matches("http://127\\.0\\.0\\.1:[1-9][0-9]*");
        }
    }

    @Test
    void freesItsPortWhenItIsClosed() {
        int port = portOf(0);
        assertThat(portOf(port)).isEqualTo(port);
    }

    /** Starts a server, closes it, and returns the port that it had. */
    private int portOf(int port) {
        try (WebServer server = start(port)) {
            return server.uri().getPort();
        }
    }

    @Test
    void leavesNothingOpenWhenThePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "cannot listen on 127.0.0.1, port %d (Address already in use); "
                                    + "choose another, or stop what listens there",
                            taken.getLocalPort());
        }
        start(0).close();
    }

    @Test
    void rejectsSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> new WebSettings("127.0.0.1", 65_536, 1, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WebSettings("127.0.0.1", 0, 0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private WebServer start(int port) {
        return WebServer.start(
                new WebSettings("127.0.0.1", port, 1_000, Optional.empty()), NoCorpus.served(), Mounts.none());
    }
}
