package dev.referent.corpus.app;

import dev.referent.corpus.web.WebSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
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
            names = "--cors",
            paramLabel = "ORIGIN",
            description = "Lets pages of that origin call, as in https://example.org; none unless given.")
    private @Nullable String cors;

    @Override
    public Integer call() throws Exception {
        check(port >= 0 && port <= HIGHEST_PORT, "--port " + port + " is not between 0 and " + HIGHEST_PORT);
        check(maxUpload > 0, "--max-upload " + maxUpload + " is not positive");
        DatabaseUrl database = new DatabaseUrl(url);
        Path directory = uploads == null ? database.uploads() : uploads;
        WebSettings settings = new WebSettings(host, port, maxUpload * BYTES_PER_MIB, Optional.ofNullable(cors));
        RunningServer server = RunningServer.start(adapter, database, directory, settings);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Referent is ready at " + server.uri() + " (" + adapter + ", " + database + ")");
        out.flush();
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    private void check(boolean holds, String complaint) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), complaint);
        }
    }
}
