package dev.referent.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Tells the log and the listener of a violation. */
final class ViolationLog {
    private static final Logger LOGGER = System.getLogger("dev.referent.jdbc");

    private ViolationLog() {}

    static void write(Report report, Options options, Duration duration) {
        LOGGER.log(Level.DEBUG, () -> line(report, duration));
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
            LOGGER.log(Level.WARNING, "a listener failed to take note of a foreign key violation", e);
        }
    }
}
