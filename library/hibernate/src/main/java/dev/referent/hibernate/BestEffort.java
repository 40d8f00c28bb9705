package dev.referent.hibernate;

import java.util.function.Supplier;
import org.hibernate.Version;
import org.jboss.logging.Logger;

/**
 * Runs a part of Referent without which the application must still start. What fails in it, such as a method that the application's
 * Hibernate does not have, is a warning in the log, and Hibernate goes on without that part.
 */
final class BestEffort {
    private static final Logger LOG = Logger.getLogger(BestEffort.class);

    private BestEffort() {}

    /**
     * Runs it.
     *
     * @param lost what the application has to do without if it fails
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
     * @param lost what the application has to do without if it fails
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
                "Referent does not work with Hibernate %s here: %s. The cause is %s; please report it",
                Version.getVersionString(), lost, failure);
        LOG.debug("the failure", failure);
    }
}
