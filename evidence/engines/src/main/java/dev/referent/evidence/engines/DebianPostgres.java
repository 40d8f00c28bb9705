package dev.referent.evidence.engines;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL 15 from Debian's package {@code postgresql-15}, in its own data directory and with fsync off, as {@link
 * MavenPostgres}.
 */
final class DebianPostgres implements Engine {
    /** The directory of the package's programs, which are not on the PATH. */
    static final Path PROGRAMS = Path.of("/usr/lib/postgresql/15/bin");

    private static final Duration START = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "postgresql-15";
    }

    @Override
    public RunningEngine start(Path directory) throws EngineUnavailableException {
        if (!Files.isExecutable(PROGRAMS.resolve("postgres"))) {
            throw new EngineUnavailableException(PROGRAMS + " has no PostgreSQL; install Debian's postgresql-15");
        }
        Path data = directory.resolve("data");
        ServerProcess.run(
                unprivileged(
                        PROGRAMS + "/initdb",
                        "--pgdata=" + data,
                        "--username=postgres",
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8",
                        "--no-sync"),
                directory.resolve("install.log"));
        int port = ServerProcess.freePort();
        ServerProcess server = ServerProcess.start(
                unprivileged(
                        PROGRAMS + "/postgres",
                        "-D",
                        data.toString(),
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off"),
                directory.resolve("server.log"));
        server.await(url(port, "postgres"), START);
        ServerDatabases databases = ServerDatabases.postgres(url(port, "postgres"));
        return new RunningServerEngine(databases, server::close);
    }

    /** Returns the URL of a database on a server. */
    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** Returns the command. For root it runs in a separate user namespace, because PostgreSQL does not run as root. */
    static List<String> unprivileged(String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        if (ServerProcess.user().equals("root")) {
            words.addAll(0, List.of("unshare", "--user"));
        }
        return words;
    }
}
