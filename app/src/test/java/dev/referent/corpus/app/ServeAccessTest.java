package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may use a server, by where it listens. */
final class ServeAccessTest {
    private static final URI SERVER = URI.create("http://0.0.0.0:8080");

    @Test
    void asksNothingOfTheUsersOfThisMachine() {
        for (String host : new String[] {"127.0.0.1", "localhost", "::1", "127.3.2.1"}) {
            ServeAccess access = new ServeAccess(host, Optional.empty());
            assertThat(access.token()).as(host).isEmpty();
            assertThat(access.startUrl(SERVER)).isEmpty();
            assertThat(access.warnings(null)).isEmpty();
        }
    }

    @Test
    void asksForANewTokenBeyondThisMachine() {
        for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1", "no.such.host.invalid"}) {
            ServeAccess access = new ServeAccess(host, Optional.empty());
            String token = access.token().orElseThrow();
            assertThat(token)
                    .hasSize(32)
                    .isNotEqualTo(
                            new ServeAccess(host, Optional.empty()).token().orElseThrow());
            assertThat(access.startUrl(SERVER).orElseThrow().toString())
                    .endsWith(":8080/?token=" + token)
                    .doesNotContain("0.0.0.0");
            assertThat(access.warnings(null)).singleElement().asString().contains(host, "changes need the token");
        }
    }

    @Test
    void asksForTheGivenTokenEverywhereAndPrintsItNowhere() {
        for (String host : new String[] {"127.0.0.1", "0.0.0.0"}) {
            ServeAccess access = new ServeAccess(host, Optional.of("correct-horse-battery"));
            assertThat(access.token()).contains("correct-horse-battery");
            assertThat(access.startUrl(SERVER)).isEmpty();
        }
    }

    @Test
    void warnsOfAllOrigins() {
        assertThat(new ServeAccess("127.0.0.1", Optional.empty()).warnings("*"))
                .singleElement()
                .asString()
                .startsWith("--cors * lets the pages of every site");
        assertThat(new ServeAccess("127.0.0.1", Optional.empty()).warnings("https://example.org"))
                .isEmpty();
    }

    @Test
    void warnsAndPrintsAUrlWhenItIsReady(@TempDir Path folder) throws Exception {
        try (ServerProcess server = ServerProcess.serve(folder, "--host", "0.0.0.0", "--cors", "*")) {
            assertThat(server.nextLine())
                    .matches("To change anything, open http://[^/]+:"
                            + server.uri().getPort() + "/\\?token=\\S{32}");
            assertThat(server.stderr())
                    .contains("warning: anyone who can reach 0.0.0.0")
                    .contains("warning: --cors *");
        }
    }
}
