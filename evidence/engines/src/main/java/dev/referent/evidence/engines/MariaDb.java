package dev.referent.evidence.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * MariaDB from Debian's package {@code mariadb-server}, in its own data directory. No database is dropped, because that would
 * wait for every session with an open transaction in it.
 */
final class MariaDb implements Engine {
    private static final Duration START = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "mariadb";
    }

    @Override
    public RunningEngine start(Path directory) throws EngineUnavailableException {
        Path data = directory.resolve("data");
        prepare(data, directory.resolve("install.log"));
        int port = ServerProcess.freePort();
        ServerProcess server = ServerProcess.start(
                List.of(
                        "mariadbd",
                        "--no-defaults",
                        "--user=" + ServerProcess.user(),
                        "--datadir=" + data,
                        "--socket=" + directory.resolve("socket"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port),
                directory.resolve("server.log"));
        server.await(url(port, "mysql"), START);
        ServerDatabases databases = ServerDatabases.mariaDb(name -> Database.of(url(port, name)));
        return new RunningServerEngine(databases, server::close);
    }

    private void prepare(Path data, Path log) throws EngineUnavailableException {
        try {
            if (!PreparedDirectory.copyTo(data, name(), empty -> install(empty, ServerProcess.user(), log))) {
                install(data, ServerProcess.user(), log);
            }
        } catch (IOException e) {
            throw new EngineUnavailableException("MariaDB's data directory could not be copied", e);
        }
    }

    /** Initializes a data directory that a user owns and in which root has no password. */
    static void install(Path data, String user, Path log) throws EngineUnavailableException {
        ServerProcess.run(
                List.of(
                        "mariadb-install-db",
                        "--no-defaults",
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--user=" + user,
                        "--datadir=" + data),
                log);
    }

    /** Returns the URL of a database on a server. */
    static String url(int port, String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
    }
}
