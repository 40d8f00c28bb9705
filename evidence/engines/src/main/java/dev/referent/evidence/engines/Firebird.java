package dev.referent.evidence.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Firebird 3 from Debian's package {@code firebird3.0-server}, in its own directory with its own security database,
 * configuration and locks. One database is created and the others are copies of its file, which is faster. Writes are
 * asynchronous, so it says nothing about durability or speed.
 */
final class Firebird implements Engine {
    /** The directory of the files that the server loads. */
    private static final Path PARTS = Path.of("/usr/lib/x86_64-linux-gnu/firebird/3.0");

    private static final String PASSWORD = "referent";
    private static final Duration START = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "firebird";
    }

    @Override
    public RunningEngine start(Path directory) throws EngineUnavailableException {
        int port = ServerProcess.freePort();
        Path empty = directory.resolve("empty.fdb");
        Drivers.require(url(port, empty));
        Map<String, String> environment = Map.of(
                "FIREBIRD",
                directory.toString(),
                "FIREBIRD_LOCK",
                directory + "/lock",
                "FIREBIRD_TMP",
                directory + "/lock");
        try {
            configure(directory, port);
            Files.writeString(
                    directory.resolve("make.sql"),
                    """
                    CREATE DATABASE '%s/security3.fdb' USER SYSDBA;
                    CREATE USER SYSDBA PASSWORD '%s';
                    COMMIT;
                    CREATE DATABASE '%s' USER SYSDBA DEFAULT CHARACTER SET UTF8;
                    """
                            .formatted(directory, PASSWORD, empty));
        } catch (IOException e) {
            throw new EngineUnavailableException("Firebird could not be configured", e);
        }
        Path log = directory.resolve("install.log");
        ServerProcess.run(List.of("isql-fb", "-quiet", "-bail", "-input", directory + "/make.sql"), log, environment);
        ServerProcess.run(List.of("gfix", "-user", "SYSDBA", "-write", "async", empty.toString()), log, environment);
        ServerProcess server =
                ServerProcess.start(List.of("/usr/sbin/firebird"), directory.resolve("server.log"), environment);
        server.await(url(port, empty), START);
        return new RunningFirebird(server, directory, port);
    }

    private static void configure(Path directory, int port) throws IOException {
        Files.createDirectory(directory.resolve("lock"));
        // copies instead of links, so that deleting the directory cannot affect the installed files
        Directories.copy(PARTS.resolve("plugins"), directory.resolve("plugins"));
        Directories.copy(PARTS.resolve("intl"), directory.resolve("intl"));
        Files.copy(PARTS.resolve("plugins.conf"), directory.resolve("plugins.conf"));
        Files.copy(PARTS.resolve("firebird.msg"), directory.resolve("firebird.msg"));
        Files.createFile(directory.resolve("databases.conf"));
        Files.writeString(
                directory.resolve("firebird.conf"),
                """
                RemoteBindAddress = 127.0.0.1
                RemoteServicePort = %d
                SecurityDatabase = %s/security3.fdb
                """
                        .formatted(port, directory));
    }

    private static String url(int port, Path database) {
        return "jdbc:firebird://127.0.0.1:" + port + "/" + database + "?user=SYSDBA&password=" + PASSWORD
                + "&charSet=utf-8";
    }

    private static final class RunningFirebird implements RunningEngine {
        private final ServerProcess server;
        private final Path directory;
        private final int port;
        private int databases;

        RunningFirebird(ServerProcess server, Path directory, int port) {
            this.server = server;
            this.directory = directory;
            this.port = port;
        }

        @Override
        public Database fresh() throws SQLException {
            try {
                // open sessions keep the deleted file until they end
                Files.deleteIfExists(last());
                databases++;
                Files.copy(directory.resolve("empty.fdb"), last());
            } catch (IOException e) {
                throw new SQLException("the empty database could not be copied: " + e.getMessage(), e);
            }
            return Database.of(url(port, last()));
        }

        private Path last() {
            return directory.resolve("database" + databases + ".fdb");
        }

        @Override
        public void close() {
            // it sometimes does not stop on request
            server.kill();
        }
    }
}
