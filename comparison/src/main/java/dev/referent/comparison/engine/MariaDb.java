package dev.referent.comparison.engine;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** MariaDB as Debian's package {@code mariadb-server} installs it, run from a directory of its own. */
final class MariaDb implements Engine {
    private static final Duration START = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "mariadb";
    }

    @Override
    public RunningEngine start(Path directory) throws EngineUnavailableException {
        Path data = directory.resolve("data");
        String user = System.getProperty("user.name");
        ServerProcess.run(
                List.of(
                        "mariadb-install-db",
                        "--no-defaults",
                        "--auth-root-authentication-method=normal",
                        "--skip-test-db",
                        "--user=" + user,
                        "--datadir=" + data),
                directory.resolve("install.log"));
        int port = ServerProcess.freePort();
        ServerProcess server = ServerProcess.start(
                List.of(
                        "mariadbd",
                        "--no-defaults",
                        "--user=" + user,
                        "--datadir=" + data,
                        "--socket=" + directory.resolve("socket"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port),
                directory.resolve("server.log"));
        return new Running(server.await(url(port, "mysql"), START), port);
    }

    private static String url(int port, String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
    }

    private static final class Running implements RunningEngine {
        private final ServerProcess server;
        private final ServerDatabases databases;

        Running(ServerProcess server, int port) {
            this.server = server;
            this.databases =
                    new ServerDatabases(Database.of(url(port, "mysql")), name -> url(port, name), Optional.empty());
        }

        @Override
        public String version() throws SQLException {
            return databases.version();
        }

        @Override
        public Database fresh() throws SQLException {
            return databases.fresh();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
