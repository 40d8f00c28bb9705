package dev.referent.orphans;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Puts back the rows that a {@link Repair} removed and whose parent rows exist again; rows that are each other's parents come back
 * together. A row comes back as it was, with its rowid, or not at all: if another row has its rowid, or a constraint rejects it, it
 * stays in the quarantine. References that were set to null are set again where they are still null. What is put back leaves the
 * quarantine.
 *
 * <p>The restore is one transaction on the database, and a second one on the quarantine: interrupted in between, both have the
 * rows, and the next run drops them from the quarantine. Triggers do not fire, as in the repair.
 *
 * <p>Immutable and thread-safe.
 */
public final class Restore {
    private final DatabaseFile file;
    private final Path quarantine;
    private final boolean deletedRows;
    private final Progress progress;

    private Restore(DatabaseFile file, Path quarantine, boolean deletedRows, Progress progress) {
        this.file = file;
        this.quarantine = quarantine;
        this.deletedRows = deletedRows;
        this.progress = progress;
    }

    /**
     * Restores rows of a file.
     *
     * @param file the file, which must exist
     * @param quarantine the quarantine of its repairs; that of another file is rejected if that file still exists, because else
     *     the file may have been moved since
     */
    public static Restore of(Path file, Path quarantine) {
        return new Restore(new DatabaseFile(file), quarantine.toAbsolutePath(), false, Progress.NONE);
    }

    /** Returns the same restore, of the rows too that {@link RepairPolicy#CASCADE} deleted. */
    public Restore withDeletedRows() {
        return new Restore(file, quarantine, true, progress);
    }

    /** Returns the same restore, which tells how far it has come. */
    public Restore reporting(Progress listener) {
        return new Restore(file, quarantine, deletedRows, listener);
    }

    /**
     * Finds out what {@link #apply} would do, by doing it in a transaction that is rolled back.
     *
     * @throws SQLException if it cannot be done; the file is unchanged
     */
    public RestoreReport plan() throws SQLException {
        return run(false);
    }

    /**
     * Does it.
     *
     * @throws SQLException if it cannot be done; the file is unchanged, unless the message says that the rows are in the database
     *     again and only the quarantine could not be written: the next restore drops them from it
     */
    public RestoreReport apply() throws SQLException {
        return run(true);
    }

    private RestoreReport run(boolean commits) throws SQLException {
        file.check();
        DatabaseFile.requireRegular(quarantine);
        if (!Files.isRegularFile(quarantine)) {
            throw new SQLException("there is no quarantine " + quarantine);
        }
        try (Connection connection = file.openToWrite()) {
            Quarantine kept = Quarantine.attach(connection, quarantine);
            kept.check(quarantine);
            kept.checkIsOfNoOtherThatExists(file.path(), quarantine);
            return new RestoreRun(connection, kept, deletedRows, progress)
                    .run(file.path().toString(), commits);
        } catch (SQLException e) {
            throw file.explained(e);
        }
    }
}
