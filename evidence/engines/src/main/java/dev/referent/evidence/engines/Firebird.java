package dev.referent.evidence.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Firebird 3 as Debian's package {@code firebird3.0-server} installs it, run from a directory of its own with a security
 * database, a configuration and locks of its own. One database is made and the others are copies of its file, as that is
 * faster. They are written without waiting for the disk, so this shows nothing of durability or speed.
 */
final class Firebird implements Engine {
    /** Where the package puts what the server loads. */
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
        Map<String, String> places = Map.of(
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
            throw new EngineUnavailableException("Firebird was not configured", e);
        }
        Path log = directory.resolve("install.log");
        ServerProcess.run(List.of("isql-fb", "-quiet", "-bail", "-input", directory + "/make.sql"), log, places);
        ServerProcess.run(List.of("gfix", "-user", "SYSDBA", "-write", "async", empty.toString()), log, places);
        ServerProcess server =
                ServerProcess.start(List.of("/usr/sbin/firebird"), directory.resolve("server.log"), places);
        server.await(url(port, empty), START);
        return new RunningFirebird(server, directory, port);
    }

    private static void configure(Path directory, int port) throws IOException {
        Files.createDirectory(directory.resolve("lock"));
        // copies, as links would lead whoever removes the directory to the installed files
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
        public String version() throws SQLException {
            try (Connection connection = fresh().source().getConnection()) {
                return Versions.of(connection);
            }
        }

        @Override
        public Database fresh() throws SQLException {
            try {
                // sessions that were left open keep the file until they end
                Files.deleteIfExists(last());
                databases++;
                Files.copy(directory.resolve("empty.fdb"), last());
            } catch (IOException e) {
                throw new SQLException("the empty database was not copied: " + e.getMessage(), e);
            }
            return Database.of(url(port, last()));
        }

        private Path last() {
            return directory.resolve("database" + databases + ".fdb");
        }

        @Override
        public void close() {
            // told to end, it now and then does not
            server.kill();
        }
    }
}
