package dev.referent.corpus.app;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The {@code referent} command in a process of its own, on the class path of the tests. */
final class ServerProcess implements AutoCloseable {
    private static final String READY = "Referent is ready at ";

    private final Process process;
    private final BufferedReader out;
    private final Path log;
    private final URI uri;

    private ServerProcess(Process process, BufferedReader out, Path log, URI uri) {
        this.process = process;
        this.out = out;
        this.log = log;
        this.uri = uri;
    }

    /** Starts {@code referent serve --port 0} in the folder and waits until it is ready. */
    static ServerProcess serve(Path folder, String... options) throws IOException {
        return serveWith(List.of(), folder, options);
    }

    /** Does the same with those options of the JVM. */
    static ServerProcess serveWith(List<String> ofJvm, Path folder, String... options) throws IOException {
        Path log = folder.resolve("stderr.log");
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("--port", "0"));
        List<String> command = command(System.getProperty("java.class.path"), arguments);
        command.addAll(1, ofJvm);
        Process process = start(Redirect.PIPE, folder, log, command);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IOException("not ready: " + line + "\n" + Files.readString(log));
        }
        return new ServerProcess(
                process, out, log, URI.create(line.substring(READY.length()).replaceFirst(" .*", "")));
    }

    /** Runs the command to its end and returns its exit code and what it wrote to stderr. */
    static Ended run(Path folder, String... arguments) throws IOException, InterruptedException {
        return run(Redirect.PIPE, folder, System.getProperty("java.class.path"), arguments);
    }

    /** Runs the command to its end, with its output to that file. */
    static Ended runInto(Path output, Path folder, String... arguments) throws IOException, InterruptedException {
        return run(Redirect.to(output.toFile()), folder, System.getProperty("java.class.path"), arguments);
    }

    /** Runs the command to its end without those entries of its class path. */
    static Ended runWithout(Pattern absent, Path folder, String... arguments) throws IOException, InterruptedException {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !absent.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        return run(Redirect.PIPE, folder, classPath, arguments);
    }

    /** Runs the command to its end in a terminal that has so many columns, and returns what it writes to stdout. */
    static String runInColumns(int columns, Path folder, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(System.getProperty("java.class.path"), List.of(arguments)))
                .directory(folder.toFile())
                .redirectError(Redirect.DISCARD);
        builder.environment().put("COLUMNS", Integer.toString(columns));
        try (BufferedReader out = builder.start().inputReader(StandardCharsets.UTF_8)) {
            return out.lines().collect(Collectors.joining("\n"));
        }
    }

    /** Starts the command with those options of the JVM. */
    static Process startWith(List<String> options, Path folder, String... arguments) throws IOException {
        List<String> command = command(System.getProperty("java.class.path"), List.of(arguments));
        command.addAll(1, options);
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private static Ended run(Redirect output, Path folder, String classPath, String... arguments)
            throws IOException, InterruptedException {
        Path log = folder.resolve("ended.log");
        Process process = start(output, folder, log, command(classPath, List.of(arguments)));
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

    private static Process start(Redirect output, Path folder, Path log, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output)
                .redirectError(log.toFile())
                .start();
    }

    private static List<String> command(String classPath, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // a short life is over before the second compiler pays
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                Referent.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Returns where the server listens. */
    URI uri() {
        return uri;
    }

    /** Waits for the next line that the server writes to stdout, and returns it. */
    @Nullable String nextLine() throws IOException {
        return out.readLine();
    }

    /** Returns what the server has written to stderr. */
    String stderr() throws IOException {
        return Files.readString(log);
    }

    /** Returns the id of the process. */
    long pid() {
        return process.pid();
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
