package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.referent.corpus.web.WebSettings;
import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import dev.referent.corpus.web.http.ServedCorpus;
import dev.referent.evidence.engines.servers.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** A database server that is away, goes away while it commits, or does not let anybody in. */
final class ServerOutageTest {
    static final List<Arguments> PAIRS = List.of(
            Arguments.of(Adapter.MYBATIS, TestServer.POSTGRESQL), Arguments.of(Adapter.HIBERNATE, TestServer.MARIADB));

    static final List<Arguments> OTHER_PAIRS = List.of(
            Arguments.of(Adapter.HIBERNATE, TestServer.POSTGRESQL), Arguments.of(Adapter.MYBATIS, TestServer.MARIADB));

    private static final Duration UNTIL_BACK = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private RunningServer serve(Adapter adapter, String url) throws SQLException {
        Path uploads = Stored.in(folder).uploads();
        return RunningServer.start(
                adapter,
                new DatabaseUrl(url),
                uploads,
                new WebSettings("127.0.0.1", 0, ServedCorpus.MAX_UPLOAD_BYTES, Optional.empty()));
    }

    private static int portOf(String url) {
        return URI.create(url.substring("jdbc:".length())).getPort();
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void isAnsweredWith503UntilItIsBack(Adapter adapter, TestServer server) throws Exception {
        String url = server.fresh().url();
        try (Relay relay = new Relay(portOf(url));
                RunningServer running = serve(adapter, url.replace(":" + portOf(url), ":" + relay.port()))) {
            Api api = new Api(running.uri());
            api.audio("a.wav");
            relay.cut();

            Answer rejected = api.upload("b.wav");
            assertThat(rejected.problem(503).get("detail").textValue()).contains("try again");
            assertThat(rejected.header("Retry-After")).isEqualTo("1");

            relay.restore();
            long end = System.nanoTime() + UNTIL_BACK.toNanos();
            while (api.upload("c.wav").status() != 201 || api.get("/v0.1/audio").status() != 200) {
                assertThat(System.nanoTime()).as("it recovers").isLessThan(end);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void saysThatItLacksATable(Adapter adapter, TestServer server) throws Exception {
        String url = server.fresh().url();
        try (RunningServer running = serve(adapter, url)) {
            new Rows(url).execute("ALTER TABLE utterance RENAME TO lost");

            Answer answer = new Api(running.uri()).get("/v0.1/utterance");
            assertThat(answer.detail(503)).contains("restore its tables from a backup");
            assertThat(answer.header("Retry-After")).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void keepsTheFileOfACommitWhoseAnswerWasLost(Adapter adapter, TestServer server) throws Exception {
        // without that, PostgreSQL's driver has its COMMIT prepared, and does not send the word
        String url = server.fresh().url() + (server == TestServer.POSTGRESQL ? "&prepareThreshold=0" : "");
        keepsTheFile(adapter, url, port -> url.replace(":" + portOf(url), ":" + port));
    }

    @Test
    void keepsItAlsoWhereMariaDbsDriverGoesToTheNextHost() throws Exception {
        keepsItWhereTheDriverGoesToTheNextHost(Adapter.MYBATIS);
    }

    private void keepsItWhereTheDriverGoesToTheNextHost(Adapter adapter) throws Exception {
        String url = TestServer.MARIADB.fresh().url();
        keepsTheFile(adapter, url, port -> url.replace("mariadb://", "mariadb:sequential://127.0.0.1:" + port + ","));
    }

    private void keepsTheFile(Adapter adapter, String url, IntFunction<String> through) throws Exception {
        try (Relay relay = new Relay(portOf(url));
                RunningServer running = serve(adapter, through.apply(relay.port()))) {
            Api api = new Api(running.uri());
            api.audio("a.wav");
            relay.loseTheAnswerTo("COMMIT");

            assertThat(api.upload("b.wav").problem(503).get("detail").textValue())
                    .contains("it is not known whether the data was stored");
            assertThat(api.get("/v0.1/audio").json(200)).hasSize(2);
            assertThat(api.get("/v0.1/audio/2/file/b.wav").body()).isEqualTo("RIFF");
            assertThat(Stored.in(folder).files()).anyMatch(file -> file.startsWith("incoming/"));
        }
        try (RunningServer again = serve(adapter, url)) {
            assertThat(new Api(again.uri()).get("/v0.1/audio/2/file/b.wav").body())
                    .isEqualTo("RIFF");
            assertThat(Stored.in(folder).files()).hasSize(2).noneMatch(file -> file.startsWith("incoming/"));
        }
    }

    @ParameterizedTest
    @FieldSource("PAIRS")
    void doesNotTakeBackARemovalThatIsCommitted(Adapter adapter, TestServer server) throws Exception {
        String url = server.fresh().url() + (server == TestServer.POSTGRESQL ? "&prepareThreshold=0" : "");
        try (Relay relay = new Relay(portOf(url));
                RunningServer running = serve(adapter, url.replace(":" + portOf(url), ":" + relay.port()))) {
            Api api = new Api(running.uri());
            long audio = api.audio("a.wav");
            relay.cutAtTheCommitOf("DELETE");

            Answer answer = api.delete("/v0.1/audio/" + audio);
            assertThat(new Rows(url).column("SELECT id FROM audio")).isEmpty();
            assertThat(api.get("/v0.1/audio").status())
                    .as("the database is away")
                    .isEqualTo(503);
            assertThat(answer.status()).isEqualTo(204);
        }
        try (RunningServer again = serve(adapter, url)) {
            assertThat(new Api(again.uri()).get("/v0.1/audio").json(200)).isEmpty();
            assertThat(Stored.in(folder).files()).isEmpty();
        }
    }

    @Tag("nightly")
    @ParameterizedTest
    @FieldSource("OTHER_PAIRS")
    void isAnsweredAlikeByTheOtherAdapter(Adapter adapter, TestServer server) throws Exception {
        isAnsweredWith503UntilItIsBack(adapter, server);
    }

    @Tag("nightly")
    @ParameterizedTest
    @FieldSource("OTHER_PAIRS")
    void keepsTheFileOfTheOtherAdapterToo(Adapter adapter, TestServer server) throws Exception {
        keepsTheFileOfACommitWhoseAnswerWasLost(adapter, server);
    }

    @Tag("nightly")
    @ParameterizedTest
    @FieldSource("OTHER_PAIRS")
    void doesNotTakeBackARemovalOfTheOtherAdapterEither(Adapter adapter, TestServer server) throws Exception {
        doesNotTakeBackARemovalThatIsCommitted(adapter, server);
    }

    @Tag("nightly")
    @Test
    void keepsItWithHibernateWhereMariaDbsDriverGoesToTheNextHost() throws Exception {
        keepsItWhereTheDriverGoesToTheNextHost(Adapter.HIBERNATE);
    }

    @Test
    void isOneClearLineAtTheStart() throws SQLException, IOException {
        for (TestServer server : List.of(TestServer.POSTGRESQL, TestServer.MARIADB)) {
            String url = server.fresh().url();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(
                            () -> serve(Adapter.MYBATIS, url.replaceFirst("/(scenario_\\d+|postgres)\\b", "/nowhere")))
                    .withMessageContaining("cannot be opened: ")
                    .withMessageContaining("nowhere");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(
                            () -> serve(Adapter.MYBATIS, url.replaceFirst("user=\\w+", "user=nobody&password=secret")))
                    .withMessageContaining("nobody")
                    .withMessageContaining("password=…")
                    .extracting(Throwable::getMessage)
                    .asString()
                    .doesNotContain("secret");
        }
    }
}
