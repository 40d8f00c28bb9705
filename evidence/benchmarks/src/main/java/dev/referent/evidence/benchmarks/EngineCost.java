package dev.referent.evidence.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares Referent with the plain driver, with and without failures, and prints a Markdown table: medians, with the quartiles
 * in parentheses. Differences and ratios are computed within each round.
 */
public final class EngineCost {
    private EngineCost() {}

    /**
     * Runs the measurements.
     *
     * @param arguments the seconds for each line, and the measurements to run; without names, all are run
     * @throws Exception if a statement unexpectedly fails or succeeds
     */
    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[0]));
        List<String> chosen = List.of(arguments).subList(1, arguments.length);
        System.out.println("| measured | bare | Referent | difference | Referent / bare | rounds | note |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (Map.Entry<String, Measurement> measurement : measurements().entrySet()) {
            if (chosen.isEmpty() || chosen.contains(measurement.getKey())) {
                Path folder = Files.createTempDirectory("engine-cost");
                try {
                    measurement.getValue().run(folder, time);
                } finally {
                    Databases.delete(folder);
                }
            }
        }
    }

    private static Map<String, Measurement> measurements() {
        Map<String, Measurement> measurements = new LinkedHashMap<>();
        measurements.put("first-failure", new FirstFailure());
        measurements.put("drop-table", new DroppedTables());
        measurements.put("checkout", new Checkout());
        measurements.put("url", new DriverUrl());
        measurements.put("threads", new ThreadedInserts());
        measurements.put("statements", new StatementCost());
        measurements.put("busy", new BusyWriters());
        measurements.put("limit", new ExplanationLimit());
        measurements.put("batch", new FailingCalls(FailingWrite.BATCH, 10_000, ParentChildDatabase.Kind.PLAIN));
        measurements.put("commit", new FailingCalls(FailingWrite.COMMIT, 1_000_000, ParentChildDatabase.Kind.DEFERRED));
        measurements.put("memory", new SqlStringMemory());
        measurements.put("audit", new AuditSpeed());
        measurements.put("bulk", new BulkWrite());
        measurements.put("group-commit", new GroupedCommits());
        return measurements;
    }
}
