package dev.referent.comparison.engine;

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
import java.util.concurrent.TimeUnit;

/** A server that is installed on this machine, run as a process that ends with this one. */
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
        return new ServerProcess(launch(command, log), log);
    }

    /**
     * Runs a program to its end.
     *
     * @param log the file that takes what it prints
     * @throws EngineUnavailableException if there is no such program, or it fails
     */
    static void run(List<String> command, Path log) throws EngineUnavailableException {
        try {
            if (launch(command, log).waitFor() != 0) {
                throw new EngineUnavailableException(command.get(0) + " failed: " + lastLine(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException(command.get(0) + " was interrupted", e);
        }
    }

    private static Process launch(List<String> command, Path log) throws EngineUnavailableException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .directory(log.resolveSibling(".").toFile())
                    .start();
        } catch (IOException e) {
            throw new EngineUnavailableException(command.get(0) + " is not installed", e);
        }
    }

    /** Returns a port of loopback that nobody listens on now. */
    static int freePort() throws EngineUnavailableException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new EngineUnavailableException("no port of loopback is free", e);
        }
    }

    /**
     * Waits until the server answers.
     *
     * @throws EngineUnavailableException if it ends before, or does not answer in time; it is ended then
     */
    ServerProcess await(String url, Duration limit) throws EngineUnavailableException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try (Connection connection = DriverManager.getConnection(url)) {
                if (connection.isValid(1)) {
                    return this;
                }
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    close();
                    throw new EngineUnavailableException("the server did not start (" + lastLine(log) + ")", e);
                }
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

    /** Ends it at once, as a crash would. */
    public void kill() {
        process.destroyForcibly();
        ended();
    }

    /** Tells it to end, and makes it end if it does not. */
    @Override
    public void close() {
        process.destroy();
        if (!ended()) {
            kill();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
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
