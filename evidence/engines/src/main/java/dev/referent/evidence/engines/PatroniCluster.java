package dev.referent.evidence.engines;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Three PostgreSQL 15 servers, managed by Patroni as a leader and two synchronous replicas, with Patroni's built-in consensus.
 * They are from Debian's packages {@code postgresql-15}, {@code patroni} and {@code python3-pysyncobj}.
 */
public final class PatroniCluster implements Engine {
    private static final int MEMBERS = 3;
    private static final Duration START = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "postgresql-patroni";
    }

    @Override
    public RunningCluster start(Path directory) throws EngineUnavailableException {
        if (!Files.exists(PatroniMember.PROGRAM) || !Files.isExecutable(DebianPostgres.PROGRAMS.resolve("postgres"))) {
            throw new EngineUnavailableException(
                    "Patroni or PostgreSQL is not installed; install Debian's patroni and postgresql-15");
        }
        RunningPatroniCluster running = new RunningPatroniCluster();
        for (int i = 0; i < MEMBERS; i++) {
            running.members.add(PatroniMember.in(directory.resolve("member" + i)));
        }
        try {
            for (PatroniMember member : running.members) {
                member.start(running.members);
            }
            running.await(running.members.get(0));
        } catch (EngineUnavailableException e) {
            running.close();
            throw e;
        }
        return running;
    }

    private static final class RunningPatroniCluster implements RunningCluster {
        private final List<PatroniMember> members = new ArrayList<>();
        private final ServerDatabases databases =
                new ServerDatabases("postgres", name -> Database.of(url(name)), "CREATE DATABASE ", Optional.empty());

        /**
         * Waits until there is a leader and all other running members are its replicas. On a timeout the started member is
         * stopped.
         */
        void await(PatroniMember member) throws EngineUnavailableException {
            long replicas = members.stream().filter(PatroniMember::isRunning).count() - 1;
            // pg_basebackup, which copies the files of a new replica, streams too, but under its own name
            String streaming = "SELECT COUNT(*) = " + replicas + " AND COUNT(*) FILTER (WHERE sync_state = 'sync') > 0"
                    + " FROM pg_stat_replication WHERE state = 'streaming' AND application_name LIKE 'member%'";
            member.await(url("postgres"), START, connection -> isTrue(connection, streaming));
        }

        private static boolean isTrue(Connection connection, String sql) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                return rows.next() && rows.getBoolean(1);
            }
        }

        @Override
        public int nodes() {
            return members.size();
        }

        @Override
        public String url(int node, String database) {
            return members.get(node).url(database);
        }

        @Override
        public String url(String database) {
            String hosts = members.stream().map(PatroniMember::host).collect(Collectors.joining(","));
            return "jdbc:postgresql://" + hosts + "/" + database
                    + "?user=postgres&targetServerType=primary&hostRecheckSeconds=1&connectTimeout=5";
        }

        @Override
        public OptionalInt leader() {
            return IntStream.range(0, members.size()).filter(this::leads).findFirst();
        }

        private boolean leads(int node) {
            try (Connection connection =
                    Database.of(url(node, "postgres")).source().getConnection()) {
                return isTrue(connection, "SELECT NOT pg_is_in_recovery()");
            } catch (SQLException e) {
                return false;
            }
        }

        @Override
        public void kill(int node) {
            members.get(node).kill();
        }

        @Override
        public void restart(int node) throws EngineUnavailableException {
            members.get(node).start(members);
            await(members.get(node));
        }

        @Override
        public String version() throws SQLException {
            return databases.version() + ", " + members.size() + " members of Patroni";
        }

        @Override
        public Database fresh() throws SQLException {
            return databases.fresh();
        }

        @Override
        public void close() {
            members.forEach(PatroniMember::stop);
            members.forEach(PatroniMember::close);
        }
    }
}
