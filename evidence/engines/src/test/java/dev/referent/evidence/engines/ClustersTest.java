package dev.referent.evidence.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("nightly")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ClustersTest {
    private static final Duration FAILOVER = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @Test
    void galeraReplicatesToARestartedNode() throws Exception {
        try (RunningCluster cluster = start(new GaleraCluster())) {
            assertThat(cluster.leader()).isEmpty();
            killsAndRestartsANode(cluster, "mysql", 0);
        }
    }

    @Test
    void patroniElectsAnotherLeader() throws Exception {
        try (RunningCluster cluster = start(new PatroniCluster())) {
            OptionalInt leader = cluster.leader();
            killsAndRestartsANode(cluster, "postgres", leader.orElseThrow());
            assertThat(cluster.leader()).isPresent().isNotEqualTo(leader);
        }
    }

    @Test
    void galeraConnectsEachSessionToADifferentNode() throws Exception {
        try (RunningCluster cluster = start(new GaleraCluster())) {
            assertThat(cluster.version()).contains("MariaDB", "Galera");
            var source = cluster.fresh().source();
            try (Connection first = source.getConnection();
                    Connection second = source.getConnection()) {
                assertThat(text(first, "SELECT @@wsrep_node_name")).isEqualTo("node0");
                assertThat(text(second, "SELECT @@wsrep_node_name")).isEqualTo("node1");
            }
        }
    }

    private static void killsAndRestartsANode(RunningCluster cluster, String database, int node) throws Exception {
        execute(cluster.url(database), "CREATE TABLE kept (id INTEGER NOT NULL PRIMARY KEY)");
        execute(cluster.url(database), "INSERT INTO kept VALUES (1)");

        cluster.kill(node);
        retryWrite(cluster.url(database), "INSERT INTO kept VALUES (2)");
        cluster.restart(node);

        for (int each = 0; each < cluster.nodes(); each++) {
            try (Connection connection = DriverManager.getConnection(cluster.url(each, database))) {
                assertThat(text(connection, "SELECT COUNT(*) FROM kept")).isEqualTo("2");
            }
        }
    }

    private static void retryWrite(String url, String sql) throws Exception {
        long end = System.nanoTime() + FAILOVER.toNanos();
        while (true) {
            try {
                execute(url, sql);
                return;
            } catch (SQLException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(500);
            }
        }
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private RunningCluster start(Engine engine) {
        try {
            return (RunningCluster) engine.start(directory);
        } catch (EngineUnavailableException e) {
            return abort(engine.name() + ": " + e.getMessage());
        }
    }
}
