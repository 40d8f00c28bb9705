package dev.referent.migrations;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.MigrationScope;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqliteDriver;
import dev.referent.orphans.Finding;
import dev.referent.orphans.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Runs migrations on a copy of an SQLite file, or on a database that is seeded with rows, and counts what each of them loses.
 *
 * <pre>{@code
 * RehearsalReport report = Rehearsal.of(Path.of("library.db")).run(Migrations.inFolder(folder));
 * RehearsalAssertions.assertThat(report).losesNothing();
 * }</pre>
 *
 * <p>Two copies lie in the folder for temporary files meanwhile. Immutable and thread-safe.
 */
public final class Rehearsal {
    private final Optional<Path> file;
    private final Options options;

    private Rehearsal(Optional<Path> file, Options options) {
        this.file = file;
        this.options = options;
    }

    /**
     * What is asked for.
     *
     * @param scope whether the migrations run in a migration scope
     * @param accepted the tables that may lose anything, folded
     * @param progress is told how far it has come
     */
    private record Options(boolean scope, Set<String> accepted, Progress progress) {}

    /**
     * Rehearses on a copy of a file, which is only read: it, and what lies beside it, is the same afterwards. What its WAL holds is copied.
     *
     * @param file the file, which must exist
     */
    public static Rehearsal of(Path file) {
        return new Rehearsal(Optional.of(file), new Options(false, Set.of(), Progress.NONE));
    }

    /**
     * Rehearses on an empty database. Before each migration, every table that is empty gets three rows, which reference rows of the parent
     * tables.
     */
    public static Rehearsal seeded() {
        return new Rehearsal(Optional.empty(), new Options(false, Set.of(), Progress.NONE));
    }

    /**
     * Returns the same rehearsal in a {@link MigrationScope}. Without it, the migrations run without Referent: on connections of the
     * driver with {@code foreign_keys=on}.
     */
    public Rehearsal inMigrationScope() {
        return new Rehearsal(file, new Options(true, options.accepted, options.progress));
    }

    /**
     * Returns the same rehearsal, which says nothing about some tables.
     *
     * @param tables the tables that may lose rows, values and keys, or be dropped; those that were given before are kept
     */
    public Rehearsal accepting(String... tables) {
        Set<String> accepted = new HashSet<>(options.accepted);
        for (String table : tables) {
            accepted.add(SqlNames.folded(table));
        }
        return new Rehearsal(file, new Options(options.scope, Set.copyOf(accepted), options.progress));
    }

    /** Returns the same rehearsal, which tells how far it has come. */
    public Rehearsal reporting(Progress listener) {
        return new Rehearsal(file, new Options(options.scope, options.accepted, listener));
    }

    /**
     * Runs the pending migrations, until one fails.
     *
     * @param migrations the migrations
     * @return what was lost
     * @throws SQLException if the file cannot be read or copied, or the migrations cannot be found
     * @throws IOException if files of migrations, or those of the copy, cannot be read or written
     */
    public RehearsalReport run(Migrations migrations) throws SQLException, IOException {
        try (WorkingCopy copy = WorkingCopy.of(file)) {
            List<MigrationStep> steps = pending(migrations, copy);
            List<RehearsalReport.Migration> done = new ArrayList<>();
            List<Finding> findings = new ArrayList<>();
            Seeding seeding = new Seeding(copy.file());
            DatabaseState before = DatabaseState.of(copy.file());
            for (MigrationStep step : steps) {
                options.progress.reached(step.name(), done.size(), steps.size());
                if (file.isEmpty()) {
                    findings.addAll(seeding.before(step.name()));
                    before = DatabaseState.of(copy.file());
                }
                copy.keep();
                Optional<String> failure = run(step, copy.url());
                DatabaseState after = DatabaseState.of(copy.file());
                RehearsalReport.Migration migration = new StateComparison(before, after, options.accepted)
                        .run(step.name(), failure, copy.kept(), copy.file());
                done.add(migration);
                findings.addAll(RehearsalFindings.of(migration, step.file(), options.scope));
                if (failure.isPresent()) {
                    break;
                }
                before = after;
            }
            String database = file.map(Path::toString).orElse("a seeded database");
            return new RehearsalReport(database, options.scope, done, findings);
        }
    }

    private List<MigrationStep> pending(Migrations migrations, WorkingCopy copy) throws SQLException, IOException {
        try {
            return migrations.pending(source(copy.url()));
        } catch (SQLException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException("the pending migrations cannot be found: " + e.getMessage(), e);
        }
    }

    private DataSource source(String url) throws SQLException {
        return options.scope ? EnforcedDataSource.open(url) : SqliteDriver.enforcing(url);
    }

    /** Returns why it fails; empty if it does not. */
    private Optional<String> run(MigrationStep step, String url) throws SQLException {
        DataSource source = source(url);
        try {
            if (options.scope) {
                MigrationScope.run(source, step.work());
            } else {
                step.work().run(source);
            }
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of(FailureMessage.of(e));
        }
    }
}
