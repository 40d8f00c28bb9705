package dev.referent.evidence.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One member of a cluster: a process of Patroni, and the PostgreSQL that it starts, with ports of its own on 127.0.0.1. */
final class PatroniMember {
    /** The program. */
    static final Path PROGRAM = Path.of("/usr/bin/patroni");

    private final Path directory;
    private final int port;
    private final int consensusPort;
    private final int controlPort;
    /** Patroni's PostgreSQL is no child of Patroni, and would outlive it. */
    private final Thread hook = new Thread(this::killPostgres, "end-postgres");

    private @Nullable ServerProcess process;

    private PatroniMember(Path directory, int port, int consensusPort, int controlPort) {
        this.directory = directory;
        this.port = port;
        this.consensusPort = consensusPort;
        this.controlPort = controlPort;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A member that has not started, in a directory that is made. */
    static PatroniMember in(Path directory) throws EngineUnavailableException {
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw new EngineUnavailableException("the directory of a member cannot be made", e);
        }
        return new PatroniMember(
                directory, ServerProcess.freePort(), ServerProcess.freePort(), ServerProcess.freePort());
    }

    /** Starts it, as one of those members. */
    void start(List<PatroniMember> members) throws EngineUnavailableException {
        Path file = directory.resolve("patroni.yml");
        try {
            Files.writeString(file, configuration(members));
        } catch (IOException e) {
            throw new EngineUnavailableException("Patroni was not configured", e);
        }
        process = ServerProcess.start(
                DebianPostgres.unprivileged(PROGRAM.toString(), file.toString()), directory.resolve("patroni.log"));
    }

    /** The periods are the shortest that Patroni allows, so that a test sees a leader replaced soon. */
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

    /** Waits until the server of that URL shows a sign; if it does not, this member is ended. */
    void await(String url, Duration limit, ServerProcess.ReadyCheck check) throws EngineUnavailableException {
        ServerProcess last = process;
        if (last != null) {
            last.await(url, limit, check);
        }
    }

    /** Returns where a program finds its PostgreSQL. */
    String host() {
        return "127.0.0.1:" + port;
    }

    /** Returns the URL of a database of its PostgreSQL. */
    String url(String database) {
        return DebianPostgres.url(port, database);
    }

    boolean isRunning() {
        ServerProcess last = process;
        return last != null && last.isRunning();
    }

    /** Tells it to end, and does not wait for that. */
    void stop() {
        ServerProcess last = process;
        if (last != null) {
            last.stop();
        }
    }

    /** Ends it at once, as a crash of its machine would: Patroni first, which else would start PostgreSQL again. */
    void kill() {
        ServerProcess last = process;
        if (last != null) {
            last.kill();
        }
        killPostgres();
    }

    /** Tells it to end, and makes it end if it does not. */
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
            // it has ended, or never began
        }
    }

    /** The file stays after a crash, and its number may be another program's by then. */
    private boolean isOurs(ProcessHandle found) {
        return found.info().commandLine().orElse("").contains(directory.toString());
    }
}
