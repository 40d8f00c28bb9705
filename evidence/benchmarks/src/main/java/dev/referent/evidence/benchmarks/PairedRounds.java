package dev.referent.evidence.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the plain driver and Referent alternately, in a different order each round, so that both run under the same load.
 */
final class PairedRounds {
    private final List<Double> bare = new ArrayList<>();
    private final List<Double> referent = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> differences = new ArrayList<>();

    private PairedRounds() {}

    /** One measurement, which returns a number, for example a time. */
    @FunctionalInterface
    interface Sample {
        double measure() throws Exception;
    }

    /**
     * Runs rounds until the time is over, at least one.
     *
     * @param warmUp how many rounds to run before, without counting them
     */
    static PairedRounds run(int warmUp, Duration time, Sample bare, Sample referent) throws Exception {
        PairedRounds rounds = new PairedRounds();
        for (int round = 0; round < warmUp; round++) {
            bare.measure();
            referent.measure();
        }
        long start = System.nanoTime();
        for (int round = 0; round == 0 || System.nanoTime() - start < time.toNanos(); round++) {
            boolean bareFirst = round % 2 == 0;
            double first = (bareFirst ? bare : referent).measure();
            double second = (bareFirst ? referent : bare).measure();
            rounds.add(bareFirst ? first : second, bareFirst ? second : first);
        }
        return rounds;
    }

    private void add(double bareValue, double referentValue) {
        bare.add(bareValue);
        referent.add(referentValue);
        ratios.add(referentValue / bareValue);
        differences.add(referentValue - bareValue);
    }

    /** Returns a line of the table. */
    String line(String what, String format, String unit, String note) {
        return "| %s | %s %s | %s %s | %s | %s | %d | %s |"
                .formatted(
                        what,
                        Quartiles.of(bare).text(format),
                        unit,
                        Quartiles.of(referent).text(format),
                        unit,
                        Quartiles.of(differences).text(format),
                        Quartiles.of(ratios).text("%.2f"),
                        bare.size(),
                        note);
    }
}
