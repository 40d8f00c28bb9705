package dev.referent.evidence.benchmarks;

import java.nio.file.Path;
import java.time.Duration;

/** Some lines of the table of {@link EngineCost}. */
@FunctionalInterface
interface Measurement {
    /**
     * Measures and prints its lines.
     *
     * @param folder an empty one
     * @param time how long the rounds of a line take, about
     */
    void run(Path folder, Duration time) throws Exception;
}
