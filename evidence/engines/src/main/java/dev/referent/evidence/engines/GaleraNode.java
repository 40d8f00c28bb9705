package dev.referent.evidence.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server of a Galera cluster, with its own ports on 127.0.0.1. */
final class GaleraNode {
    /** The replication library. */
    static final Path PROVIDER = Path.of("/usr/lib/galera/libgalera_smm.so");

    private static final Duration START = Duration.ofMinutes(2);

    private final Path directory;
    private final int port;
    private final int replicationPort;
    private final int incrementalPort;
    private final int transferPort;
    private @Nullable ServerProcess process;

    private GaleraNode(Path directory, int port, int replicationPort, int incrementalPort, int transferPort) {
        this.directory = directory;
        this.port = port;
        this.replicationPort = replicationPort;
        this.incrementalPort = incrementalPort;
        this.transferPort = transferPort;
    }

    /** Creates a node and its directory, without starting it. */
    static GaleraNode in(Path directory) throws EngineUnavailableException {
        try {
            Path data = Files.createDirectories(directory.resolve("data"));
            UserPrincipal owner =
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user());
            Files.setOwner(directory, owner);
            Files.setOwner(data, owner);
        } catch (IOException e) {
            throw new EngineUnavailableException("the directory of a node cannot be created for " + user(), e);
        }
        return new GaleraNode(
                directory,
                ServerProcess.freePort(),
                ServerProcess.freePort(),
                ServerProcess.freePort(),
                ServerProcess.freePort());
    }

    /** Returns the user that runs the servers. It is not root, because the state transfer to a joining node fails as root. */
    private static String user() {
        return ServerProcess.user().equals("root") ? "mysql" : ServerProcess.user();
    }

    /** Initializes the data directory of the first node. The other nodes get their data by a state transfer. */
    void install() throws EngineUnavailableException {
        MariaDb.install(directory.resolve("data"), user(), directory.resolveSibling("install.log"));
    }

    /**
     * Starts the node and waits until it has joined the cluster.
     *
     * @param others the addresses of the nodes to join, separated by commas; empty to start a new cluster
     * @param size the size of the cluster, including this node
     */
    void start(String others, int size) throws EngineUnavailableException {
        ServerProcess started = ServerProcess.start(
                List.of(
                        "mariadbd",
                        "--no-defaults",
                        "--user=" + user(),
                        "--datadir=" + directory.resolve("data"),
                        "--socket=" + directory.resolve("socket"),
                        "--pid-file=" + directory.resolve("pid"),
                        "--bind-address=127.0.0.1",
                        "--port=" + port,
                        "--binlog-format=ROW",
                        "--innodb-autoinc-lock-mode=2",
                        "--wsrep-on=ON",
                        "--wsrep-provider=" + PROVIDER,
                        "--wsrep-cluster-name=referent",
                        "--wsrep-cluster-address=gcomm://" + others,
                        "--wsrep-node-name=" + directory.getFileName(),
                        "--wsrep-node-address=" + address(),
                        "--wsrep-provider-options=" + options(),
                        "--wsrep-sst-method=rsync",
                        "--wsrep-sst-receive-address=127.0.0.1:" + transferPort),
                directory.resolveSibling(directory.getFileName() + ".log"));
        process = started;
        started.await(url("mysql"), START, connection -> isJoined(connection, size));
    }

    private String options() {
        return "base_port=" + replicationPort + ";gmcast.listen_addr=tcp://" + address() + ";ist.recv_addr=127.0.0.1:"
                + incrementalPort + ";ist.recv_bind=127.0.0.1:" + incrementalPort + ";gcache.size=16M";
    }

    private static boolean isJoined(Connection connection, int size) throws SQLException {
        return status(connection, "wsrep_ready").equals("ON")
                && status(connection, "wsrep_local_state_comment").equals("Synced")
                && status(connection, "wsrep_cluster_size").equals(String.valueOf(size));
    }

    /** Returns the value of a status variable; empty if the server has none of that name. */
    static String status(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW STATUS LIKE '" + name + "'")) {
            return rows.next() ? rows.getString(2) : "";
        }
    }

    /** Returns the replication address. */
    String address() {
        return "127.0.0.1:" + replicationPort;
    }

    /** Returns the host and port for clients. */
    String host() {
        return "127.0.0.1:" + port;
    }

    /** Returns the URL of a database on this node. */
    String url(String database) {
        return MariaDb.url(port, database);
    }

    boolean isRunning() {
        ServerProcess last = process;
        return last != null && last.isRunning();
    }

    /** Kills the node, as a crash would. */
    void kill() {
        ServerProcess last = process;
        if (last != null) {
            last.kill();
        }
    }
}
