package dev.referent.evidence.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** A server in a separate process, with sixteen clients in this one. */
final class ServerUnderLoad implements AutoCloseable {
    /** How many recordings and how many transcriptions there are to pair. */
    static final int PARENTS = 300;

    private static final int CONNECTIONS = 16;
    private static final String READY = "Referent is ready at ";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Process process;
    private final URI uri;

    private ServerUnderLoad(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Starts the server on an empty directory and creates the records to pair. */
    static ServerUnderLoad start(Path jar, Path directory, String adapter) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "-jar", jar.toAbsolutePath().toString(), "serve", "--port", "0", "--adapter", adapter)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IOException("the server did not start: " + line);
        }
        URI uri = URI.create(line.substring(READY.length()).replaceFirst(" .*", ""));
        ServerUnderLoad server = new ServerUnderLoad(process, uri);
        for (int i = 0; i < PARENTS; i++) {
            server.expect(201, server.audio());
            server.expect(201, server.post("/v0.1/transcription", "{\"text\": \"a\"}"));
        }
        return server;
    }

    /** Returns the valid POST requests per second, each answered with 201. */
    double validPosts(Duration duration) throws InterruptedException, ExecutionException {
        return perSecond(duration, 201, i -> post("/v0.1/utterance", pair(1 + i / PARENTS, 1 + i % PARENTS)));
    }

    /** Returns the POST requests with a missing parent per second, each answered with 400. */
    double bogusPosts(Duration duration) throws InterruptedException, ExecutionException {
        return perSecond(duration, 400, i -> post("/v0.1/utterance", pair(1_000_000 + i, 1)));
    }

    /** Returns the GET requests for a page of 50 utterances per second, each answered with 200. */
    double gets(Duration duration) throws InterruptedException, ExecutionException {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/v0.1/utterance?pageSize=50"))
                .build();
        return perSecond(duration, 200, i -> request);
    }

    private double perSecond(Duration duration, int status, LongFunction<HttpRequest> requests)
            throws InterruptedException, ExecutionException {
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime();
        Callable<Long> connection = () -> {
            long answered = 0;
            while (System.nanoTime() - start < duration.toNanos()) {
                expect(status, requests.apply(next.getAndIncrement()));
                answered++;
            }
            return answered;
        };
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<Long>> answers = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                answers.add(connections.submit(connection));
            }
            long answered = 0;
            for (Future<Long> answer : answers) {
                answered += answer.get();
            }
            return answered * 1e9 / (System.nanoTime() - start);
        } finally {
            connections.shutdown();
        }
    }

    private void expect(int status, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException(request.uri() + " was answered with " + answer.statusCode() + " instead of " + status
                    + ": " + answer.body());
        }
    }

    private static String pair(long audio, long transcription) {
        return "{\"audioId\": " + audio + ", \"transcriptionId\": " + transcription + "}";
    }

    private HttpRequest post(String path, String json) {
        return HttpRequest.newBuilder(uri.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private HttpRequest audio() {
        String body =
                "--b\r\nContent-Disposition: form-data; name=\"audioFile\"; filename=\"a.wav\"\r\n\r\nRIFF\r\n--b--\r\n";
        return HttpRequest.newBuilder(uri.resolve("/v0.1/audio"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
