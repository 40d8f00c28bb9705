package dev.referent.hibernate;

import java.util.function.Supplier;
import org.hibernate.Version;
import org.jboss.logging.Logger;

/**
 * Runs a part of Referent that the application can start without. If it fails, for example because the application's Hibernate
 * lacks a method, Referent logs a warning, and Hibernate continues without that part.
 */
final class BestEffort {
    private static final Logger LOG = Logger.getLogger(BestEffort.class);

    private BestEffort() {}

    /**
     * Runs it.
     *
     * @param lost what the application lacks if it fails
     */
    static void run(String lost, Runnable part) {
        get(lost, false, () -> {
            part.run();
            return true;
        });
    }

    /**
     * Returns what it returns.
     *
     * @param lost what the application lacks if it fails
     * @param otherwise what is returned if it fails
     */
    static <T> T get(String lost, T otherwise, Supplier<? extends T> part) {
        try {
            return part.get();
        } catch (LinkageError | RuntimeException e) {
            failed(lost, e);
            return otherwise;
        }
    }

    /** Warns of a failure. */
    static void failed(String lost, Throwable failure) {
        LOG.warnf(
                "Referent does not work with Hibernate %s here: %s. Use Hibernate 6.2 or newer; if it is, please report the cause: %s",
                Version.getVersionString(), lost, failure);
        LOG.debug("the failure", failure);
    }
}
