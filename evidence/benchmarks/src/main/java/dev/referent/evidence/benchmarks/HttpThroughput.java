package dev.referent.evidence.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures requests per second with sixteen connections on each adapter, and commits per second of a loop on the plain driver
 * with the same durability. The rounds are interleaved. The medians are printed with their ratio to the loop.
 */
public final class HttpThroughput {
    private static final String BARE = "bare loop, inserts";

    private final Map<String, List<Double>> figures = new LinkedHashMap<>();
    private final Path jar;
    private final Duration duration;

    private HttpThroughput(Path jar, Duration duration) {
        this.jar = jar;
        this.duration = duration;
    }

    /**
     * Runs the measurement.
     *
     * @param arguments the runnable jar, the seconds for each measurement, the number of rounds
     * @throws Exception if a response is not as expected
     */
    public static void main(String[] arguments) throws Exception {
        HttpThroughput measurement =
                new HttpThroughput(Path.of(arguments[0]), Duration.ofSeconds(Long.parseLong(arguments[1])));
        int rounds = Integer.parseInt(arguments[2]);
        for (int round = 0; round < rounds; round++) {
            measurement.round();
        }
        measurement.print();
    }

    private void round() throws Exception {
        Path folder = Files.createTempDirectory("throughput");
        try {
            add(BARE, BareLoop.insertsPerSecond(folder, duration));
            for (String adapter : List.of("mybatis", "hibernate")) {
                try (ServerUnderLoad server =
                        ServerUnderLoad.start(jar, Files.createDirectory(folder.resolve(adapter)), adapter)) {
                    server.bogusPosts(duration); // warms up
                    add(adapter + ", valid POST", server.validPosts(duration));
                    add(adapter + ", bogus POST", server.bogusPosts(duration));
                    add(adapter + ", GET of 50", server.gets(duration));
                }
            }
        } finally {
            delete(folder);
        }
    }

    private void add(String name, double perSecond) {
        figures.computeIfAbsent(name, key -> new ArrayList<>()).add(perSecond);
    }

    private void print() {
        double bare = median(figures.getOrDefault(BARE, List.of()));
        System.out.println("| measured | a second (median) | to the bare loop |");
        System.out.println("|---|---|---|");
        figures.forEach((name, values) ->
                System.out.printf("| %s | %.0f | %.2f |%n", name, median(values), median(values) / bare));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /** Deletes a directory with its contents. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
