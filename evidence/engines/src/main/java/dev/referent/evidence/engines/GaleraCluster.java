package dev.referent.evidence.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three MariaDB servers with Galera replication, from Debian's packages {@code mariadb-server}, {@code galera-4} and {@code
 * rsync}. The sessions of a scenario are on different nodes. Each statement waits until its node has applied all earlier
 * commits ({@code wsrep_sync_wait=7}); without that, results would be random.
 */
public final class GaleraCluster implements Engine {
    private static final int NODES = 3;

    @Override
    public String name() {
        return "galera";
    }

    @Override
    public RunningCluster start(Path directory) throws EngineUnavailableException {
        if (!Files.exists(GaleraNode.PROVIDER)) {
            throw new EngineUnavailableException(GaleraNode.PROVIDER + " does not exist; install Debian's galera-4");
        }
        makeAccessible(directory);
        RunningGaleraCluster running = new RunningGaleraCluster(directory);
        try {
            for (int i = 0; i < NODES; i++) {
                running.add();
            }
        } catch (EngineUnavailableException e) {
            running.close();
            throw e;
        }
        return running;
    }

    /** Makes the directory accessible to the servers, which never run as root. */
    private static void makeAccessible(Path directory) throws EngineUnavailableException {
        if (!ServerProcess.user().equals("root")) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
            permissions.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(directory, permissions);
        } catch (IOException e) {
            throw new EngineUnavailableException("the cluster's directory cannot be made accessible to its servers", e);
        }
    }

    private static final class RunningGaleraCluster implements RunningCluster {
        private final Path directory;
        private final List<GaleraNode> nodes = new ArrayList<>();
        private final ServerDatabases databases = ServerDatabases.mariaDb(this::onAllNodes);

        RunningGaleraCluster(Path directory) {
            this.directory = directory;
        }

        /** Adds a node. The first one starts the cluster. */
        void add() throws EngineUnavailableException {
            GaleraNode node = GaleraNode.in(directory.resolve("node" + nodes.size()));
            if (nodes.isEmpty()) {
                node.install();
            }
            String others = addresses();
            nodes.add(node);
            node.start(others, nodes.size());
        }

        private String addresses() {
            return nodes.stream().map(GaleraNode::address).collect(Collectors.joining(","));
        }

        private Database onAllNodes(String database) {
            List<String> urls = IntStream.range(0, nodes.size())
                    .mapToObj(node -> url(node, database) + "&sessionVariables=wsrep_sync_wait=7")
                    .toList();
            return new Database(urls.get(0), false, urls.subList(1, urls.size()));
        }

        @Override
        public int nodes() {
            return nodes.size();
        }

        @Override
        public String url(int node, String database) {
            return nodes.get(node).url(database);
        }

        @Override
        public String url(String database) {
            String hosts = nodes.stream().map(GaleraNode::host).collect(Collectors.joining(","));
            return "jdbc:mariadb:sequential://" + hosts + "/" + database + "?user=root";
        }

        @Override
        public OptionalInt leader() {
            return OptionalInt.empty();
        }

        @Override
        public void kill(int node) {
            nodes.get(node).kill();
        }

        @Override
        public void restart(int node) throws EngineUnavailableException {
            int running = 1 + (int) nodes.stream().filter(GaleraNode::isRunning).count();
            nodes.get(node).start(addresses(), running);
        }

        @Override
        public String version() throws SQLException {
            try (Connection connection = Database.of(url("mysql")).source().getConnection()) {
                return Versions.of(connection) + ", Galera " + GaleraNode.status(connection, "wsrep_provider_version");
            }
        }

        @Override
        public Database fresh() throws SQLException {
            return databases.fresh();
        }

        @Override
        public void close() {
            // a clean stop is not needed, because the data is not kept
            nodes.forEach(GaleraNode::kill);
        }
    }
}
