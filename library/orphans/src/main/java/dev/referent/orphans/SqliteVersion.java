package dev.referent.orphans;

/**
 * A version of SQLite.
 *
 * @param number as SQLite itself counts, 3051002 for 3.51.2
 */
record SqliteVersion(int number) {
    /** Two connections, one that writes and one that checkpoints, could damage a file in WAL mode (sqlite.org/wal.html). */
    private static final int FIRST_WITH_WAL = 3_007_000;

    private static final int LAST_WITH_BUG = 3_051_002;

    static SqliteVersion of(int number) {
        return new SqliteVersion(number);
    }

    /** Reads a version such as 3.51.2. */
    static SqliteVersion of(String text) {
        String[] parts = text.split("\\.", -1);
        int number = 0;
        for (int i = 0; i < 3; i++) {
            number = number * 1000 + (i < parts.length ? Integer.parseInt(parts[i]) : 0);
        }
        return new SqliteVersion(number);
    }

    /** Whether it is one of those with the WAL-reset bug, 3.7.0 to 3.51.2. */
    boolean hasWalResetBug() {
        return number >= FIRST_WITH_WAL && number <= LAST_WITH_BUG;
    }

    @Override
    public String toString() {
        return number / 1_000_000 + "." + number / 1000 % 1000 + "." + number % 1000;
    }
}
