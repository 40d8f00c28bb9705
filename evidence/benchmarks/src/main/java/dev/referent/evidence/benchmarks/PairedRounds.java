package dev.referent.evidence.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures the bare driver and Referent by turns, each round in another order, so that both meet the same machine. */
final class PairedRounds {
    private final List<Double> bare = new ArrayList<>();
    private final List<Double> referent = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> differences = new ArrayList<>();

    private PairedRounds() {}

    /** What is measured once; it returns a figure, a time for example. */
    @FunctionalInterface
    interface Sample {
        double measure() throws Exception;
    }

    /**
     * Runs rounds until the time is over, though at least one.
     *
     * @param warmUp how many rounds before them are not counted
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

    private void add(double ofBare, double ofReferent) {
        bare.add(ofBare);
        referent.add(ofReferent);
        ratios.add(ofReferent / ofBare);
        differences.add(ofReferent - ofBare);
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
