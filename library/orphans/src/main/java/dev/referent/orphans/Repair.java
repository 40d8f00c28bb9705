package dev.referent.orphans;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Removes the orphan rows of an SQLite file, or sets their keys to null, by the {@link RepairPolicy} of each foreign key: the
 * schema's, or another one that is given. Rows that lose their parent row by that follow, and those that depend on them. Whatever
 * is removed or set to null is kept in the quarantine, an SQLite file of its own, from which {@link Restore} puts it back.
 *
 * <p>The repair is one transaction: interrupted at any point the database is as before or as after, and the quarantine has what
 * the database has not. Triggers do not fire unless {@link #firingTriggers()} says so. The rows of a key whose parent table is
 * missing, or whose parent columns are not unique, are left alone: the schema is what is wrong there.
 *
 * <p>Immutable and thread-safe.
 */
public final class Repair {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final DatabaseFile file;
    private final Map<String, RepairPolicy> policies;
    private final Path quarantine;
    private final Supplier<Optional<Path>> backup;
    private final boolean firesTriggers;
    private final Progress progress;

    private Repair(
            DatabaseFile file,
            Map<String, RepairPolicy> policies,
            Path quarantine,
            Supplier<Optional<Path>> backup,
            boolean firesTriggers,
            Progress progress) {
        this.file = file;
        this.policies = policies;
        this.quarantine = quarantine;
        this.backup = backup;
        this.firesTriggers = firesTriggers;
        this.progress = progress;
    }

    /**
     * Repairs a file. The quarantine is {@code FILE-quarantine.db} beside it, the backup {@code FILE-backup-TIME.db}, where TIME
     * is that of each run.
     *
     * @param file the file, which must exist
     */
    public static Repair of(Path file) {
        DatabaseFile database = new DatabaseFile(file);
        return new Repair(
                database,
                Map.of(),
                beside(database, "-quarantine.db"),
                () -> Optional.of(freeBackup(database)),
                false,
                Progress.NONE);
    }

    /** Returns the name of the next backup, which no file has. */
    private static Path freeBackup(DatabaseFile file) {
        String name = "-backup-" + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
        Path free = beside(file, name + ".db");
        for (int i = 2; Files.exists(free); i++) {
            free = beside(file, name + "-" + i + ".db");
        }
        return free;
    }

    private static Path beside(DatabaseFile file, String suffix) {
        return file.path().resolveSibling(file.path().getFileName() + suffix);
    }

    /** Returns the same repair with another policy for the keys of a name. */
    public Repair key(String name, RepairPolicy policy) {
        Map<String, RepairPolicy> more = new HashMap<>(policies);
        more.put(name, policy);
        return new Repair(file, Map.copyOf(more), quarantine, backup, firesTriggers, progress);
    }

    /**
     * Returns the same repair with another quarantine: a file that does not exist, or the quarantine of an earlier repair of this
     * file. One that keeps rows of another database is rejected.
     */
    public Repair quarantine(Path other) {
        return new Repair(file, policies, other.toAbsolutePath(), backup, firesTriggers, progress);
    }

    /** Returns the same repair with another backup: a file that does not exist. */
    public Repair backup(Path other) {
        Optional<Path> given = Optional.of(other.toAbsolutePath());
        return new Repair(file, policies, quarantine, () -> given, firesTriggers, progress);
    }

    /** Returns the same repair without a backup. */
    public Repair withoutBackup() {
        return new Repair(file, policies, quarantine, Optional::empty, firesTriggers, progress);
    }

    /**
     * Returns the same repair, during which the application's triggers fire as if it deleted and updated the rows itself. What
     * they write is not kept in the quarantine.
     */
    public Repair firingTriggers() {
        return new Repair(file, policies, quarantine, backup, true, progress);
    }

    /** Returns the same repair, which tells how far it has come. */
    public Repair reporting(Progress listener) {
        return new Repair(file, policies, quarantine, backup, firesTriggers, listener);
    }

    /**
     * Finds out what {@link #apply} would do. Only reads.
     *
     * @throws SQLException if the file cannot be read, a key does not exist or cannot have its policy, or the quarantine or the backup is
     *     a file that {@link #apply} would reject; the file is unchanged
     */
    public RepairPlan plan() throws SQLException {
        file.check();
        DatabaseFile.State state = file.state();
        try (Connection connection = file.open(state)) {
            connection.setAutoCommit(false);
            RepairPlan plan = run().plan(connection);
            connection.rollback();
            if (!file.isAsBefore(state)) {
                throw new SQLException(file.path() + " was written while it was read; try again");
            }
            return plan;
        } catch (SQLException e) {
            throw file.explained(e);
        }
    }

    /**
     * Does it. Where there is nothing to do, nothing is written.
     *
     * @return what was done
     * @throws SQLException if it cannot be done; the file is unchanged
     */
    public RepairPlan apply() throws SQLException {
        file.check();
        return run().apply();
    }

    private RepairRun run() {
        return new RepairRun(file, policies, quarantine, backup.get(), firesTriggers, progress);
    }
}
