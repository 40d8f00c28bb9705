package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.time.Duration;

/** A measurement that prints lines of the table of {@link EngineCost}. */
@FunctionalInterface
interface Measurement {
    /**
     * Measures and prints the lines.
     *
     * @param folder an empty directory
     * @param time the approximate time for the rounds of a line
     */
    void run(Path folder, Duration time) throws Exception;
}
