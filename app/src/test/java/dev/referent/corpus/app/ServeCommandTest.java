package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.referent.corpus.app.ServerProcess.Ended;
import dev.referent.corpus.web.WebSettings;
import dev.referent.corpus.web.http.Answer;
import dev.referent.corpus.web.http.Api;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user gets wrong is one clear line, and nothing is left behind. */
final class ServeCommandTest {
    private static final String NO_DATABASE = "no database\n".repeat(100);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --adapter jpa                              | 2 | expected one of [HIBERNATE, MYBATIS]
                    --port 70000                               | 2 | --port 70000 is not between 0 and 65535
                    --max-upload 0                             | 2 | --max-upload 0 is not positive
                    --nonsense                                 | 2 | there is no option --nonsense
                    --prot 8081                                | 2 | there is no option --prot; did you mean --port?
                    --prot=8081                                | 2 | there is no option --prot; did you mean --port?
                    corpus.db                                  | 2 | is one argument too many
                    --port                                     | 2 | Missing required parameter for option '--port' (PORT)
                    --url jdbc:sqlite:@/x.db?foreign_key=on    | 1 | is foreign_keys meant?
                    --url jdbc:sqlite::memory:                 | 1 | names no file
                    --url jdbc:sqlite:file:x?mode=memory       | 1 | names no file
                    --url jdbc:sqlite:file::memory:            | 1 | names no file
                    --url jdbc:sqlite:@/x --uploads @/notes.txt | 1 | notes.txt is a file
                    --url jdbc:mysql://localhost/x             | 1 | it begins with jdbc:sqlite:
                    --url jdbc:sqlite:@/none/x.db              | 1 | there is no directory
                    --url jdbc:sqlite:@                        | 1 | is a directory
                    --url jdbc:sqlite:@/notes.txt              | 1 | not an SQLite database
                    --url jdbc:sqlite:@/x --uploads @/a/b --host no.such.host.invalid | 1 | no.such.host.invalid, which is no name
                    --url JDBC:SQLITE::memory:                 | 1 | names no file
                    --url jdbc:sqlite::resource:x.db           | 1 | names no file
                    --url jdbc:sqlite:@/notes.txt/x.db         | 1 | notes.txt is a file, not a directory for the database
                    --url jdbc:sqlite:@/x --uploads @/pipes    | 1 | .corpus is not a regular file
                    --host=                                    | 2 | --host is empty; give the address to listen on, as in --host 127.0.0.1
                    --url=                                     | 2 | --url is empty; give a database, as in --url jdbc:sqlite:FILE
                    --url jdbc:sqlite:@/x --uploads=           | 2 | Invalid value for option '--uploads': it is empty; give a path
                    --url JDBC:MYSQL://localhost/x             | 1 | it begins with jdbc:sqlite:
                    --max-total 99999999999                    | 2 | is not a whole number up to 2147483647
                    """)
    void saysWhatIsWrong(String options, int exitCode, String message) throws Exception {
        Files.writeString(folder.resolve("notes.txt"), NO_DATABASE);
        Files.createDirectories(
                folder.resolve("pipes/.corpus")); // neither can be read, and a pipe would also be waited for
        List<Path> before = files();

        Ended ended = run("serve " + options);

        assertThat(ended.stderr()).contains(message).doesNotContain("\tat ");
        assertThat(ended.exitCode()).isEqualTo(exitCode);
        assertThat(files()).isEqualTo(before);
        assertThat(Path.of("jdbc:mysql:")).doesNotExist();
    }

    /** Runs the command in this process; the sign @ is the folder. */
    private Ended run(String command) throws Exception {
        int[] exitCode = new int[1];
        String stderr = Stderr.of(() -> exitCode[0] = Referent.commandLine()
                .execute(command.replace("@", folder.toString()).split(" ", -1)));
        return new Ended(exitCode[0], stderr);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    private RunningServer serve(Adapter adapter) throws SQLException {
        return RunningServer.start(
                adapter,
                new DatabaseUrl("jdbc:sqlite:" + Stored.in(folder).database()),
                Stored.in(folder).uploads(),
                new WebSettings("127.0.0.1", 0, 1_000, Optional.empty()));
    }

    /** Of these the drivers might print something, too, in ways that only a process of its own shows. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --url jdbc:postgresql://127.0.0.1:1/x   | 1 | cannot be opened: Connection to 127.0.0.1:1 refused
                    --url jdbc:mariadb://127.0.0.1:1/x      | 1 | cannot be opened: Socket fail to connect to
                    --url JDBC:PostgreSQL://127.0.0.1:1/x   | 1 | cannot be opened: Connection to 127.0.0.1:1 refused
                    """)
    void saysWhatIsWrongAndNothingElse(String options, int exitCode, String message) throws Exception {
        Ended ended = ServerProcess.run(folder, ("serve " + options).split(" ", -1));

        assertThat(ended.stderr()).contains(message).doesNotContain("\tat ");
        assertThat(ended.exitCode()).isEqualTo(exitCode);
    }

    @Test
    @Timeout(20) // without a retry, each of which takes ten seconds
    void rejectsADatabaseThatCannotBeWritten() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("x.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("VACUUM");
        }
        serve(Adapter.MYBATIS).close();

        for (String url : List.of("file:@/x.db?mode=ro", "@/x.db?open_mode=1", "file:@/referent.sqlite?mode=ro")) {
            Ended ended = run("serve --port 0 --url jdbc:sqlite:" + url);

            assertThat(ended.stderr()).contains("read-only").hasLineCount(1);
            assertThat(ended.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void leavesADatabaseOfSomebodyElseAlone() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("theirs.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE invoice (id INTEGER PRIMARY KEY)");
        }
        byte[] before = Files.readAllBytes(folder.resolve("theirs.db"));

        Ended ended = run("serve --port 0 --url jdbc:sqlite:@/theirs.db");

        assertThat(ended.stderr()).contains("contains the table invoice");
        assertThat(folder.resolve("theirs.db")).hasBinaryContent(before);
    }

    @Test
    void rejectsAPortAndAnUploadsDirectoryThatAreTaken() throws Exception {
        try (ServerProcess server = ServerProcess.serve(folder)) {
            int port = server.uri().getPort();

            Ended samePort = run("serve --port " + port + " --url jdbc:sqlite:@/other.sqlite");
            assertThat(samePort.stderr())
                    .contains(Integer.toString(port))
                    .contains("in use")
                    .hasLineCount(1);
            Ended sameUploads = run("serve --port 0 --url jdbc:sqlite:@/referent.sqlite");
            assertThat(sameUploads.stderr()).contains("referent.sqlite-uploads").hasLineCount(1);
        }
    }

    @Test
    void storesNoFileToAuditWhereTheNextStartDoesNotRemoveIt() throws Exception {
        Path incoming = Stored.in(folder).uploads().resolve("incoming");
        try (ServerProcess server = ServerProcess.serve(folder)) {
            Api api = new Api(server.uri());
            Files.move(incoming, folder.resolve("moved"));

            Answer answer = api.post("/audit/file", "application/octet-stream", new byte[100]);
            assertThat(answer.detail(503)).contains("the uploads directory is missing, incomplete or replaced");
            assertThat(server.stderr()).hasLineCount(1);

            Files.move(folder.resolve("moved"), incoming);
            assertThat(api.post("/audit/file", "application/octet-stream", new byte[100])
                            .detail(400))
                    .contains("not an SQLite database");
        }
    }

    @Test
    void removesAFileToAuditThatAKilledServerHasLeft() throws Exception {
        Stored stored = Stored.in(folder);
        try (ServerProcess server = ServerProcess.serve(folder);
                Socket client = new Socket(server.uri().getHost(), server.uri().getPort())) {
            assertThat(new Api(server.uri()).audio("a.wav")).isEqualTo(1);
            client.getOutputStream()
                    .write(("POST /audit/file HTTP/1.1\r\nHost: " + server.uri().getAuthority()
                                    + "\r\nContent-Length: 1000\r\n\r\nSQLite format 3")
                            .getBytes(StandardCharsets.US_ASCII));
            while (stored.files().size() < 2) {
                Thread.onSpinWait();
            }
            server.kill();
        }
        assertThat(stored.files()).hasSize(2);

        serve(Adapter.MYBATIS).close();
        stored.assertValid();
    }

    @Test
    void saysThatTooManyFilesAreOpen() throws Exception {
        Path prlimit = Path.of("/usr/bin/prlimit");
        assumeThat(prlimit).exists();
        try (ServerProcess server = ServerProcess.serve(folder, "--url", "jdbc:sqlite:x.sqlite")) {
            Api api = new Api(server.uri());
            assertThat(api.audio("a.wav")).isEqualTo(1);
            Path incoming = folder.resolve("x.sqlite-uploads/incoming");
            Files.move(incoming, folder.resolve("moved"));
            assertThat(api.upload("b.wav").status()).isEqualTo(503); // loads the classes of such an answer
            Files.move(folder.resolve("moved"), incoming);
            new ProcessBuilder(prlimit.toString(), "--pid", Long.toString(server.pid()), "--nofile=20:")
                    .start()
                    .waitFor();

            Answer answer = api.upload("b.wav");
            assertThat(answer.detail(503)).startsWith("the server has too many open files;");
            assertThat(answer.header("Retry-After")).contains("1");
        }
    }

    @Test
    void tiesADatabaseToItsUploads() throws Exception {
        try (RunningServer server = serve(Adapter.MYBATIS)) {
            assertThat(new Api(server.uri()).audio("a.wav")).isEqualTo(1);
        }
        Stored stored = Stored.in(folder);

        Ended otherDatabase = run("serve --port 0 --url jdbc:sqlite:@/other.sqlite --uploads " + stored.uploads());
        Ended otherUploads = run("serve --port 0 --url jdbc:sqlite:@/referent.sqlite --uploads @/other-uploads");

        assertThat(otherDatabase.stderr())
                .contains("there is no database", "belongs to one")
                .hasLineCount(1);
        assertThat(otherUploads.stderr())
                .contains("does not belong to this database")
                .hasLineCount(1);
        assertThat(List.of(otherDatabase.exitCode(), otherUploads.exitCode())).containsExactly(1, 1);
        assertThat(folder.resolve("other.sqlite")).doesNotExist();
        assertThat(folder.resolve("other-uploads")).doesNotExist();
        serve(Adapter.MYBATIS).close();
        stored.assertValid();
    }

    @Test
    void servesAFileFullOfOrphansAndWarnsOfThem() throws Exception {
        serve(Adapter.MYBATIS).close();
        Stored stored = Stored.in(folder);
        stored.execute("INSERT INTO transcription VALUES (1, 't', 't.txt', 'a', 0)");
        stored.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                + " INSERT INTO utterance SELECT i, i + 7000, CASE WHEN i % 2 = 0 THEN 1 ELSE i + 8000 END FROM n");

        for (Adapter adapter : Adapter.values()) {
            RunningServer[] started = new RunningServer[1];
            String stderr = Stderr.of(() -> started[0] = serve(adapter));
            try (RunningServer server = started[0]) {
                assertThat(stderr)
                        .contains("500 rows of utterance have no parent row in audio (foreign key utterance_audio_fk)")
                        .contains("250 rows of utterance have no parent row in transcription");
                Api api = new Api(server.uri());
                assertThat(api.get("/v0.1/utterance/1").body())
                        .isEqualTo(
                                "{\"id\":1,\"audio\":7001,\"transcription\":8001,\"orphan\":[\"audio\",\"transcription\"]}");
                assertThat(api.get("/v0.1/utterance/2").body())
                        .isEqualTo("{\"id\":2,\"audio\":7002,\"transcription\":1,\"orphan\":[\"audio\"]}");
                assertThat(api.get("/v0.1/utterance?pageSize=500").json()).hasSize(500);
                assertThat(api.get("/v0.1/transcription/1").json().get("in_utterances_total"))
                        .hasToString("250");
                assertThat(api.get("/v0.1/utterance?transcription=1&pageSize=500")
                                .json())
                        .hasSize(250);
                assertThat(api.get("/v0.1/audio").body()).isEqualTo("[]");
                assertThat(api.pair(7001, 1).status()).isEqualTo(400);
            }
        }
    }
}
