package dev.referent.evidence.engines;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A child process that runs an installed server. It is killed when this JVM exits. If this JVM is killed with SIGKILL, the
 * server keeps running and must be stopped by hand.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Process process;
    private final Path log;
    private final Thread hook;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly, "kill-" + log.getFileName());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a server.
     *
     * @param log the file for the output
     * @throws EngineUnavailableException if the program is not installed
     */
    static ServerProcess start(List<String> command, Path log) throws EngineUnavailableException {
        return start(command, log, Map.of());
    }

    /** Starts a server with additional environment variables. */
    static ServerProcess start(List<String> command, Path log, Map<String, String> variables)
            throws EngineUnavailableException {
        return new ServerProcess(launch(command, log, variables), log);
    }

    /**
     * Runs a program and waits for its end.
     *
     * @param log the file for the output
     * @throws EngineUnavailableException if the program is not installed, or it fails
     */
    static void run(List<String> command, Path log) throws EngineUnavailableException {
        run(command, log, Map.of());
    }

    /** Runs a program with additional environment variables and waits for its end. */
    static void run(List<String> command, Path log, Map<String, String> variables) throws EngineUnavailableException {
        Process process = launch(command, log, variables);
        try {
            if (process.waitFor() != 0) {
                throw new EngineUnavailableException(command.get(0) + " failed: " + lastLine(log));
            }
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException(command.get(0) + " was interrupted", e);
        }
    }

    private static Process launch(List<String> command, Path log, Map<String, String> variables)
            throws EngineUnavailableException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .directory(log.resolveSibling(".").toFile());
        builder.environment().putAll(variables);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new EngineUnavailableException(command.get(0) + " is not installed", e);
        }
    }

    /** Returns the name of the current user. */
    static String user() {
        return System.getProperty("user.name");
    }

    /** Returns a free port on the loopback interface. */
    static int freePort() throws EngineUnavailableException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EngineUnavailableException("no port on the loopback interface is free", e);
        }
    }

    /** A check that a server has started. */
    interface ReadyCheck {
        /**
         * Returns whether the server is ready.
         *
         * @param connection a new connection
         */
        boolean isReady(Connection connection) throws SQLException;
    }

    /**
     * Waits until the server accepts connections.
     *
     * @throws EngineUnavailableException if the server ends or does not accept connections in time; it is stopped
     */
    ServerProcess await(String url, Duration limit) throws EngineUnavailableException {
        return await(url, limit, connection -> connection.isValid(1));
    }

    /** Waits until the server accepts connections and passes a check. */
    ServerProcess await(String url, Duration limit, ReadyCheck check) throws EngineUnavailableException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            SQLException reason = new SQLException("it is not ready");
            try (Connection connection = DriverManager.getConnection(url)) {
                if (check.isReady(connection)) {
                    return this;
                }
            } catch (SQLException e) {
                reason = e;
            }
            if (!process.isAlive() || System.nanoTime() > end) {
                close();
                throw new EngineUnavailableException("the server did not start (" + lastLine(log) + ")", reason);
            }
            pause();
        }
    }

    private void pause() throws EngineUnavailableException {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new EngineUnavailableException("waiting for the server was interrupted", e);
        }
    }

    /** Returns whether the server is running. */
    boolean isRunning() {
        return process.isAlive();
    }

    /** Kills the server, as a crash would. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // this process is ending, and the hook finds a server that has ended
        }
    }

    /** Requests a stop without waiting for it. */
    void stop() {
        process.destroy();
    }

    /** Stops the server, by force if necessary. */
    @Override
    public void close() {
        stop();
        awaitEnd();
        kill();
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String lastLine(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return lines.isEmpty() ? "it printed nothing" : lines.get(lines.size() - 1);
        } catch (IOException e) {
            return "its output cannot be read: " + e.getMessage();
        }
    }
}
