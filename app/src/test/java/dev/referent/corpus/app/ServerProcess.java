package dev.referent.corpus.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code referent} command in a process of its own, on the class path of the tests. */
final class ServerProcess implements AutoCloseable {
    private static final String READY = "Referent is ready at ";

    private final Process process;
    private final Path log;
    private final URI uri;

    private ServerProcess(Process process, Path log, URI uri) {
        this.process = process;
        this.log = log;
        this.uri = uri;
    }

    /** Starts {@code referent serve --port 0} in the folder and waits until it is ready. */
    static ServerProcess serve(Path folder, String... options) throws IOException {
        Path log = folder.resolve("stderr.log");
        Process process = start(folder, log, command("serve", options, "--port", "0"));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IOException("not ready: " + line + "\n" + Files.readString(log));
        }
        return new ServerProcess(
                process, log, URI.create(line.substring(READY.length()).replaceFirst(" .*", "")));
    }

    /** Runs the command to its end and returns its exit code and what it wrote to stderr. */
    static Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve("ended.log");
        Process process = start(folder, log, command(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length)));
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("still running: " + String.join(" ", arguments));
        }
        return new Ended(process.exitValue(), Files.readString(log));
    }

    /**
     * How a command ended.
     *
     * @param exitCode its exit code
     * @param stderr what it wrote to stderr
     */
    record Ended(int exitCode, String stderr) {}

    private static Process start(Path folder, Path log, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(log.toFile())
                .start();
    }

    private static List<String> command(String name, String[] options, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // a short life is over before the second compiler pays
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Referent.class.getName(),
                name));
        command.addAll(List.of(options));
        command.addAll(List.of(more));
        return command;
    }

    /** Returns where the server listens. */
    URI uri() {
        return uri;
    }

    /** Returns what the server has written to stderr. */
    String stderr() throws IOException {
        return Files.readString(log);
    }

    /** Kills the process as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
    }

    /** Sends SIGTERM and waits for the end. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("the server did not stop: " + stderr());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
