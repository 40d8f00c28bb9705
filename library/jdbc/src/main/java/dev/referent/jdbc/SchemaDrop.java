package dev.referent.jdbc;

/**
 * Drops the tables of a schema together with their rows, for a tool that does so table by table. Otherwise a DROP TABLE that would
 * delete or change rows of other tables is rejected, because it is usually a table rebuild that loses them.
 */
public final class SchemaDrop {
    private static final ThreadLocal<Boolean> RUNNING = ThreadLocal.withInitial(() -> false);

    private SchemaDrop() {}

    /**
     * Runs work whose DROP TABLEs may delete child rows. Foreign keys stay enforced: a table whose rows are still referenced through
     * a key without an action cannot be dropped, unless its keys are deferred until the child rows are gone, too.
     *
     * @param drops executes the statements on the calling thread, on any connection; what it throws is thrown
     */
    public static void run(Runnable drops) {
        boolean before = RUNNING.get();
        RUNNING.set(true);
        try {
            drops.run();
        } finally {
            RUNNING.set(before);
        }
    }

    static boolean isRunning() {
        return RUNNING.get();
    }
}
