package dev.referent.evidence.benchmarks;

import dev.referent.jdbc.EnforcedDataSource;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Compares accepted writes on Referent and on the plain driver with enforcement on: transactions of 10,000 prepared inserts of
 * one row, the same rows in batches, and each as an SQL string, in memory and in a WAL file.
 *
 * <p>The contenders take turns in one JVM, in a different order each round. The plain driver runs on two connections: the
 * ratio of the second to the first should be 1, and its deviation shows how reliable the other ratios are.
 */
public final class HappyPath {
    private static final int WARM_UP = 40;
    private static final String IN_MEMORY = "in memory";
    private static final String REFERENT = "referent";
    private static final Map<Loader.Form, String> NAMES = Map.of(
            Loader.Form.INSERTS,
            "inserts",
            Loader.Form.BATCHES,
            "batches of 1,000",
            Loader.Form.SQL_STRINGS,
            "inserts as SQL strings");

    private static final List<String> CONTENDERS = List.of("bare", "bare again", REFERENT);

    /** After how many rounds new databases are created, because their location in memory may affect the times. */
    private static final int ROUNDS = 20;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final int rounds;

    private HappyPath(int rounds) {
        this.rounds = rounds;
    }

    /** The elapsed time and the processor time, in milliseconds. */
    private record Time(double elapsed, double cpu) {}

    /**
     * Runs the measurement.
     *
     * @param arguments the number of rounds, rounded up to a multiple of 20
     * @throws Exception if a statement fails
     */
    public static void main(String[] arguments) throws Exception {
        HappyPath measurement = new HappyPath(Integer.parseInt(arguments[0]));
        System.out.println("| measured | bare, ms | bare again / bare | Referent / bare"
                + " | processor time: bare again / bare | Referent / bare |");
        System.out.println("|---|---|---|---|---|---|");
        for (String place : List.of(IN_MEMORY, "WAL file")) {
            for (Loader.Form form : Loader.Form.values()) {
                measurement.compare(place, form);
            }
        }
    }

    private void compare(String place, Loader.Form form) throws Exception {
        List<List<Time>> times = new ArrayList<>();
        CONTENDERS.forEach(contender -> times.add(new ArrayList<>()));
        for (int session = 0; session * ROUNDS < WARM_UP + rounds; session++) {
            Path folder = Files.createTempDirectory("happy");
            Loader[] loaders = new Loader[CONTENDERS.size()];
            try {
                for (int i = 0; i < loaders.length; i++) {
                    int contender = (session + i) % loaders.length;
                    loaders[contender] = loader(CONTENDERS.get(contender), place, folder, form);
                }
                measure(loaders, times);
            } finally {
                for (Loader loader : loaders) {
                    if (loader != null) {
                        loader.close();
                    }
                }
                Databases.delete(folder);
            }
        }
        times.forEach(ofContender -> ofContender.subList(0, WARM_UP).clear());
        print(NAMES.get(form) + ", " + place, times);
    }

    private static Loader loader(String contender, String place, Path folder, Loader.Form form) throws Exception {
        String url = place.equals(IN_MEMORY)
                ? "jdbc:sqlite::memory:?foreign_keys=on"
                : "jdbc:sqlite:" + folder.resolve(contender) + "?foreign_keys=on&journal_mode=WAL&synchronous=NORMAL";
        return new Loader(connection(url, !contender.equals(REFERENT)), form);
    }

    private static Connection connection(String url, boolean bare) throws Exception {
        return bare
                ? DriverManager.getConnection(url)
                : EnforcedDataSource.open(url).getConnection();
    }

    private void measure(Loader[] loaders, List<List<Time>> times) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            for (int turn = 0; turn < loaders.length; turn++) {
                int contender = (round + turn) % loaders.length;
                times.get(contender).add(measured(loaders[contender]));
            }
        }
    }

    private Time measured(Loader loader) throws Exception {
        long start = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        loader.load();
        Time time = new Time((System.nanoTime() - start) / 1e6, (threads.getCurrentThreadCpuTime() - cpu) / 1e6);
        loader.empty();
        return time;
    }

    private static void print(String name, List<List<Time>> times) {
        List<Double> bare = times.get(0).stream().map(Time::elapsed).toList();
        System.out.printf(
                "| %s | %s | %s | %s | %s | %s |%n",
                name,
                Quartiles.of(bare).text("%.1f"),
                ratios(times.get(1), times.get(0), Time::elapsed),
                ratios(times.get(2), times.get(0), Time::elapsed),
                ratios(times.get(1), times.get(0), Time::cpu),
                ratios(times.get(2), times.get(0), Time::cpu));
    }

    private static String ratios(List<Time> times, List<Time> bare, ToDoubleFunction<Time> part) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < bare.size(); round++) {
            ratios.add(part.applyAsDouble(times.get(round)) / part.applyAsDouble(bare.get(round)));
        }
        return Quartiles.of(ratios).text("%.3f");
    }
}
