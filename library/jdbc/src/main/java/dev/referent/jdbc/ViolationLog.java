package dev.referent.jdbc;

import dev.referent.jdbc.driver.StackProbe;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Tells the log and the listener of a violation. */
final class ViolationLog {
    /** How much stack a first message needs: a class whose initialization overflows cannot be used any more. */
    private static final int FRAMES = 1_000;

    private ViolationLog() {}

    /** A class of its own, so that it is initialized after the stack is probed. */
    private static final class Log {
        static final Logger LOGGER = System.getLogger("dev.referent.jdbc");
    }

    static void write(Report report, Options options, Duration duration) {
        try {
            StackProbe.require(FRAMES);
            Log.LOGGER.log(Level.DEBUG, () -> line(report, duration));
        } catch (StackOverflowError e) {
            // the violation is thrown nevertheless
        }
        options.listener().ifPresent(listener -> tell(listener, report, duration));
    }

    /** SQL may have values in it, too. */
    private static String line(Report report, Duration duration) {
        String line = report.sentence() + " (explained in " + duration.toMillis() + " ms)";
        return report.hidesValues() || report.sql().isEmpty() ? line : line + ": " + report.sql();
    }

    private static void tell(ViolationListener listener, Report report, Duration duration) {
        try {
            listener.violated(report.explanation(), report.sql(), duration);
        } catch (RuntimeException e) {
            Log.LOGGER.log(Level.WARNING, "a listener failed to take note of a foreign key violation", e);
        }
    }
}
