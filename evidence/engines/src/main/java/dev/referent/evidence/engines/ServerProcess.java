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
 * A server that is installed on this machine, run as a process that ends with this one. Where this one is killed with
 * SIGKILL nothing can be done any more: the server goes on, and must be ended by hand.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Process process;
    private final Path log;
    private final Thread hook;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly, "end-" + log.getFileName());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a server.
     *
     * @param log the file that takes what it prints
     * @throws EngineUnavailableException if there is no such program
     */
    static ServerProcess start(List<String> command, Path log) throws EngineUnavailableException {
        return start(command, log, Map.of());
    }

    /** Starts a server, with those variables in its environment besides. */
    static ServerProcess start(List<String> command, Path log, Map<String, String> variables)
            throws EngineUnavailableException {
        return new ServerProcess(launch(command, log, variables), log);
    }

    /**
     * Runs a program to its end.
     *
     * @param log the file that takes what it prints
     * @throws EngineUnavailableException if there is no such program, or it fails
     */
    static void run(List<String> command, Path log) throws EngineUnavailableException {
        run(command, log, Map.of());
    }

    /** Runs a program to its end, with those variables in its environment besides. */
    static void run(List<String> command, Path log, Map<String, String> variables) throws EngineUnavailableException {
        try {
            if (launch(command, log, variables).waitFor() != 0) {
                throw new EngineUnavailableException(command.get(0) + " failed: " + lastLine(log));
            }
        } catch (InterruptedException e) {
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

    /** Returns the name of the user who runs this. */
    static String user() {
        return System.getProperty("user.name");
    }

    /** Returns a port of loopback that nobody listens on now. */
    static int freePort() throws EngineUnavailableException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EngineUnavailableException("no port of loopback is free", e);
        }
    }

    /** What a server must show to count as started. */
    interface ReadyCheck {
        /** Returns whether it is there, asked on a new connection. */
        boolean isReady(Connection connection) throws SQLException;
    }

    /**
     * Waits until the server answers.
     *
     * @throws EngineUnavailableException if it ends before, or does not answer in time; it is ended then
     */
    ServerProcess await(String url, Duration limit) throws EngineUnavailableException {
        return await(url, limit, connection -> connection.isValid(1));
    }

    /** Waits until the server answers and shows that sign. */
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

    /** Returns whether it has not ended. */
    boolean isRunning() {
        return process.isAlive();
    }

    /** Ends it at once, as a crash would. */
    public void kill() {
        process.destroyForcibly();
        ended();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** Tells it to end, and does not wait for that. */
    void stop() {
        process.destroy();
    }

    /** Tells it to end, and makes it end if it does not. */
    @Override
    public void close() {
        stop();
        ended();
        kill();
    }

    private boolean ended() {
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
            return "what it printed cannot be read: " + e.getMessage();
        }
    }
}
