package dev.referent.jdbc.storm;

import java.util.SplittableRandom;

/**
 * One kind of storm.
 *
 * @param storage where the database is
 * @param shared whether all threads share one connection; each has its own else
 * @param autoCommit whether each statement is a transaction of its own
 * @param cancels whether another thread cancels statements
 * @param schemaChanges whether tables are created and dropped meanwhile, by the same connection and by another
 * @param attached whether a second database is attached, whose journal is of the other mode
 */
record Settings(
        Storage storage, boolean shared, boolean autoCommit, boolean cancels, boolean schemaChanges, boolean attached) {

    /** Where a database is, and its journal. */
    enum Storage {
        WAL,
        ROLLBACK_JOURNAL,
        MEMORY
    }

    /**
     * Returns settings by chance. A database in memory has one connection only. A cancel interrupts whatever runs on the
     * connection, so that threads that share one cannot know what is stored, with the bare driver either: there is none.
     */
    static Settings draw(SplittableRandom random) {
        boolean shared = random.nextInt(5) < 3;
        boolean autoCommit = random.nextInt(5) < 3;
        Storage storage = Storage.values()[random.nextInt(shared ? 3 : 2)];
        return new Settings(
                storage,
                shared,
                autoCommit,
                random.nextBoolean() && !shared,
                random.nextInt(3) > 0,
                random.nextInt(3) == 0);
    }
}
