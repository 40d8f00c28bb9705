package dev.referent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebServerTest {

    @TempDir
    Path uploads;

    @Test
    void saysWhereItListens() {
        try (WebServer server = start(0)) {
            assertThat(server.uri().toString()).matches("http://127\\.0\\.0\\.1:[1-9][0-9]*");
        }
    }

    @Test
    void startsAgainOnceItIsClosed() {
        start(0).close();
        start(0).close();
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
    void saysThatAnotherServerUsesTheDirectory() {
        try (WebServer first = start(0)) {
            assertThatThrownBy(() -> start(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(uploads.toString());
            assertThat(first.uri()).isNotNull();
        }
    }

    @Test
    void settlesWhatACrashLeftBeforeItListens() throws IOException {
        Path orphan = Files.createDirectories(uploads.resolve("incoming"))
                .resolve("00000000-0000-0000-0000-00000000000a.wav");
        Files.writeString(orphan, "RIFF");
        try (WebServer server = start(0)) {
            assertThat(orphan).doesNotExist();
            assertThat(server.uri()).isNotNull();
        }
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> new WebSettings("127.0.0.1", 65_536, uploads, 1, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WebSettings("127.0.0.1", 0, uploads, 0, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private WebServer start(int port) {
        return WebServer.start(new WebSettings("127.0.0.1", port, uploads, 1_000, Optional.empty()), NoCorpus.ports());
    }
}
