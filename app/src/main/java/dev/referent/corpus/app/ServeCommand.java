package dev.referent.corpus.app;

import dev.referent.corpus.web.Access;
import dev.referent.corpus.web.WebSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the reference application's server until it is stopped. */
@Command(
        name = "serve",
        description = "Runs the reference application's server: audio, transcriptions and utterances over HTTP.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ServeCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;
    private static final long BYTES_PER_MIB = 1 << 20;
    private static final int MAX_RATE = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--adapter",
            paramLabel = "NAME",
            description = "The library that stores the corpus: ${COMPLETION-CANDIDATES}.")
    private Adapter adapter = Adapter.MYBATIS;

    @Option(names = "--host", paramLabel = "HOST", description = "The address to listen on.")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on; 0 for any free one.")
    private int port = 8080;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The database: jdbc:sqlite:FILE, created if missing, jdbc:postgresql://HOST/DATABASE or"
                    + " jdbc:mariadb://HOST/DATABASE.")
    private String url = "jdbc:sqlite:referent.sqlite";

    @Option(
            names = "--uploads",
            paramLabel = "DIR",
            description = "Where uploaded files are stored, for one server at a time; created if missing."
                    + " Unless given, FILE-uploads beside the database, or DATABASE-uploads.")
    private @Nullable Path uploads;

    @Option(names = "--max-upload", paramLabel = "MIB", description = "The largest upload, in MiB.")
    private int maxUpload = 200;

    @Option(
            names = "--max-total",
            paramLabel = "MIB",
            description =
                    "The largest size of all uploads together, and of an SQLite file, in MiB; unlimited unless given.")
    private @Nullable Integer maxTotal;

    @Option(
            names = "--max-rate",
            paramLabel = "N",
            description =
                    "How many requests per second a client address may send on average; 0 for any number. Unless given,"
                            + " any number on loopback, and " + MAX_RATE + " elsewhere.")
    private @Nullable Integer maxRate;

    @Option(
            names = "--allowed-host",
            paramLabel = "NAME",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description =
                    "A name by which clients reach the server, as in corpus.example.org or corpus.example.org:8443, in"
                            + " addition to loopback names and --host. Can be repeated.")
    private List<String> allowedHosts = List.of();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "What requests must present that change or run something. Unless given, a new one beyond loopback,"
                            + " and none on loopback.")
    private @Nullable String token;

    @Option(
            names = "--cors",
            paramLabel = "ORIGIN",
            description = "Lets pages of that origin call, as in https://example.org; none unless given.")
    private @Nullable String cors;

    @Override
    public Integer call() throws Exception {
        check(!host.isBlank(), "--host is empty; give the address to listen on, as in --host 127.0.0.1");
        check(!url.isBlank(), "--url is empty; give a database, as in --url jdbc:sqlite:FILE");
        check(port >= 0 && port <= HIGHEST_PORT, "--port " + port + " is not between 0 and " + HIGHEST_PORT);
        check(maxUpload > 0, "--max-upload " + maxUpload + " is not positive");
        check(maxTotal == null || maxTotal > 0, "--max-total " + maxTotal + " is not positive");
        ServeAccess access = new ServeAccess(host, Optional.ofNullable(token));
        DatabaseUrl database = new DatabaseUrl(url);
        Path directory = uploads == null ? database.uploads() : uploads;
        WebSettings settings =
                new WebSettings(host, port, maxUpload * BYTES_PER_MIB, Optional.ofNullable(cors), access(access));
        RunningServer server = RunningServer.start(
                adapter, database, directory, settings, maxTotal == null ? Long.MAX_VALUE : maxTotal * BYTES_PER_MIB);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        PrintWriter err = spec.commandLine().getErr();
        access.warnings(cors).forEach(warning -> err.println("referent: warning: " + warning));
        err.flush();
        PrintWriter out = spec.commandLine().getOut();
        out.println("Referent is ready at " + server.uri() + " (" + adapter + ", " + database + ")");
        access.startUrl(server.uri()).ifPresent(start -> out.println("To change anything, open " + start));
        out.flush();
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    private Access access(ServeAccess access) {
        int rate = maxRate == null ? (access.isBeyondLoopback() ? MAX_RATE : 0) : maxRate;
        try {
            return new Access(Set.copyOf(allowedHosts), access.token(), rate);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void check(boolean holds, String complaint) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), complaint);
        }
    }
}
