package dev.referent.evidence.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A member of a Patroni cluster: a Patroni process and the PostgreSQL server that it starts, with their own ports on
 * 127.0.0.1.
 */
final class PatroniMember {
    /** The Patroni executable. */
    static final Path PROGRAM = Path.of("/usr/bin/patroni");

    private final Path directory;
    private final int port;
    private final int consensusPort;
    private final int controlPort;
    /** Kills the PostgreSQL server, which is not a child process of Patroni and would outlive it. */
    private final Thread hook = new Thread(this::killPostgres, "kill-postgres");

    private @Nullable ServerProcess process;

    private PatroniMember(Path directory, int port, int consensusPort, int controlPort) {
        this.directory = directory;
        this.port = port;
        this.consensusPort = consensusPort;
        this.controlPort = controlPort;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Creates a member and its directory, without starting it. */
    static PatroniMember in(Path directory) throws EngineUnavailableException {
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw new EngineUnavailableException("the directory of a member cannot be created", e);
        }
        return new PatroniMember(
                directory, ServerProcess.freePort(), ServerProcess.freePort(), ServerProcess.freePort());
    }

    /** Starts the member as part of a cluster. */
    void start(List<PatroniMember> members) throws EngineUnavailableException {
        Path file = directory.resolve("patroni.yml");
        try {
            Files.writeString(file, configuration(members));
        } catch (IOException e) {
            throw new EngineUnavailableException("Patroni could not be configured", e);
        }
        process = ServerProcess.start(
                DebianPostgres.unprivileged(PROGRAM.toString(), file.toString()), directory.resolve("patroni.log"));
    }

    /** The timeouts are the shortest that Patroni allows, so that failover in a test is fast. */
    private String configuration(List<PatroniMember> members) {
        String partners = members.stream()
                .filter(member -> member != this)
                .map(member -> "'127.0.0.1:" + member.consensusPort + "'")
                .collect(Collectors.joining(", "));
        return """
                scope: referent
                name: %1$s
                restapi: {listen: '127.0.0.1:%5$d', connect_address: '127.0.0.1:%5$d'}
                raft: {data_dir: '%2$s/raft', self_addr: '127.0.0.1:%4$d', partner_addrs: [%6$s]}
                bootstrap:
                  dcs:
                    ttl: 10
                    loop_wait: 2
                    retry_timeout: 3
                    synchronous_mode: true
                    postgresql:
                      use_pg_rewind: true
                      parameters: {wal_log_hints: 'on'}
                  initdb: [{encoding: UTF8}, {locale: C.UTF-8}]
                postgresql:
                  listen: 127.0.0.1:%3$d
                  connect_address: 127.0.0.1:%3$d
                  data_dir: %2$s/data
                  bin_dir: %7$s
                  pgpass: %2$s/pgpass
                  basebackup: [{checkpoint: fast}]
                  authentication:
                    superuser: {username: postgres, password: referent}
                    replication: {username: replicator, password: referent}
                  pg_hba:
                  - host all all 127.0.0.1/32 trust
                  - host replication all 127.0.0.1/32 trust
                  parameters: {unix_socket_directories: ''}
                """
                .formatted(
                        directory.getFileName(),
                        directory,
                        port,
                        consensusPort,
                        controlPort,
                        partners,
                        DebianPostgres.PROGRAMS);
    }

    /** Waits until the server at the URL passes a check. If it does not, this member is stopped. */
    void await(String url, Duration limit, ServerProcess.ReadyCheck check) throws EngineUnavailableException {
        ServerProcess last = process;
        if (last != null) {
            last.await(url, limit, check);
        }
    }

    /** Returns the host and port of the PostgreSQL server. */
    String host() {
        return "127.0.0.1:" + port;
    }

    /** Returns the URL of a database on the PostgreSQL server. */
    String url(String database) {
        return DebianPostgres.url(port, database);
    }

    boolean isRunning() {
        ServerProcess last = process;
        return last != null && last.isRunning();
    }

    /** Requests a stop without waiting for it. */
    void stop() {
        ServerProcess last = process;
        if (last != null) {
            last.stop();
        }
    }

    /** Kills the member as a crash of its machine would. Patroni goes first, because it would restart PostgreSQL. */
    void kill() {
        ServerProcess last = process;
        if (last != null) {
            last.kill();
        }
        killPostgres();
    }

    /** Stops the member, by force if necessary. */
    void close() {
        ServerProcess last = process;
        if (last != null) {
            last.close();
        }
        killPostgres();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void killPostgres() {
        try {
            String pid =
                    Files.readAllLines(directory.resolve("data/postmaster.pid")).get(0);
            ProcessHandle.of(Long.parseLong(pid.strip()))
                    .filter(this::isOurs)
                    .ifPresent(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            // the server has stopped, or was never started
        }
    }

    /** Guards against a stale PID file: after a crash the number may belong to another process. */
    private boolean isOurs(ProcessHandle found) {
        return found.info().commandLine().orElse("").contains(directory.toString());
    }
}
