package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries a repair out. One connection holds the database's write lock from the beginning, so that what another one reads meanwhile
 * stays true. That one copies the rows to the quarantine and commits there first; then the first one deletes them, checks, and
 * commits. Killed before that commit, the database is as before, and the next run drops what the quarantine has too much.
 */
final class RepairRun {
    /** SQLite's result code SQLITE_CONSTRAINT (sqlite.org/rescode.html). */
    private static final int CONSTRAINT = 19;

    private final DatabaseFile file;
    private final Map<String, RepairPolicy> given;
    private final Path quarantine;
    private final Optional<Path> backup;
    private final boolean firesTriggers;
    private final Progress progress;

    RepairRun(
            DatabaseFile file,
            Map<String, RepairPolicy> given,
            Path quarantine,
            Optional<Path> backup,
            boolean firesTriggers,
            Progress progress) {
        this.file = file;
        this.given = given;
        this.quarantine = quarantine;
        this.backup = backup;
        this.firesTriggers = firesTriggers;
        this.progress = progress;
    }

    /**
     * Finds out what is to be done, on a connection that only reads.
     *
     * @throws SQLException if it cannot be done, because of the key's policies, the quarantine or the backup
     */
    RepairPlan plan(Connection connection) throws SQLException {
        SqliteSchema schema = schema(connection);
        RepairPolicies policies = new RepairPolicies(given, schema);
        RepairPlan plan =
                plan(connection, schema, policies, new RepairSearch(connection, schema, policies).run(progress));
        if (!plan.isEmpty()) {
            Quarantine.checkTarget(quarantine, file.path());
            if (backup.isPresent()) {
                DatabaseCopy.check(backup.get(), "backup");
            }
        }
        return plan;
    }

    private static SqliteSchema schema(Connection connection) throws SQLException {
        try (SchemaTwin twin = SchemaTwin.of(connection)) {
            return SqliteSchema.of(connection, twin);
        }
    }

    private RepairPlan plan(Connection connection, SqliteSchema schema, RepairPolicies policies, RepairSearch search)
            throws SQLException {
        List<RepairPlan.Table> tables = search.tables();
        List<String> names = tables.stream().map(RepairPlan.Table::name).toList();
        return new RepairPlan(
                file.path().toString(),
                false,
                search.orphans().entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(entry -> new RepairPlan.Key(
                                entry.getKey().name(),
                                entry.getKey().child().name(),
                                policies.ofOrphans(entry.getKey()),
                                entry.getValue()))
                        .toList(),
                tables,
                schema.keys().stream()
                        .filter(key -> !key.isUsable())
                        .map(SqliteKey::name)
                        .toList(),
                firesTriggers ? List.of() : SuspendedTriggers.names(connection, names),
                tables.isEmpty() ? Optional.empty() : Optional.of(quarantine),
                tables.isEmpty() ? Optional.empty() : backup);
    }

    /**
     * What is in the quarantine already, and is to leave the database.
     *
     * @param run the number of the run; 0 where there is nothing to do
     */
    private record RepairState(
            RepairPlan plan, SqliteSchema schema, RepairPolicies policies, RepairSearch search, long run) {}

    /** Does it. */
    RepairPlan apply() throws SQLException {
        try (Connection writer = file.openToWrite()) {
            Sql.execute(writer, "BEGIN IMMEDIATE");
            RepairState prepared = prepare();
            if (prepared.plan().isEmpty()) {
                Sql.execute(writer, "ROLLBACK");
                return prepared.plan().appliedTo(Optional.empty(), Optional.empty());
            }
            write(writer, prepared);
            Sql.execute(writer, "COMMIT");
            return prepared.plan()
                    .appliedTo(prepared.plan().quarantine(), prepared.plan().backup());
        } catch (SQLException e) {
            throw file.explained(e);
        }
    }

    private RepairState prepare() throws SQLException {
        try (Connection reader = file.openToWrite()) {
            SqliteSchema schema = schema(reader);
            RepairPolicies policies = new RepairPolicies(given, schema);
            RepairSearch search = new RepairSearch(reader, schema, policies).run(progress);
            RepairPlan plan = plan(reader, schema, policies, search);
            if (plan.isEmpty()) {
                return new RepairState(plan, schema, policies, search, 0);
            }
            Quarantine kept = Quarantine.attach(reader, quarantine); // before the backup, which would be made in vain
            backUp(reader);
            progress.reached("copying rows to " + quarantine, 0, 1);
            return new RepairState(plan, schema, policies, search, keep(reader, kept, schema, search));
        }
    }

    private void backUp(Connection reader) throws SQLException {
        if (backup.isEmpty()) {
            return;
        }
        progress.reached("copying the database to " + backup.get(), 0, 1);
        DatabaseCopy.to(reader, backup.get(), "backup");
    }

    private long keep(Connection reader, Quarantine kept, SqliteSchema schema, RepairSearch search)
            throws SQLException {
        Sql.execute(reader, "BEGIN");
        kept.declare();
        kept.checkIsOf(file.path(), quarantine);
        kept.dropWhatIsThere(schema);
        long run = kept.begin(file.path().toString(), schema);
        kept.keep(run, search);
        Sql.execute(reader, "COMMIT");
        return run;
    }

    private void write(Connection writer, RepairState prepared) throws SQLException {
        SqliteSchema schema = prepared.schema();
        Quarantine kept = Quarantine.attachToRead(writer, quarantine);
        List<String> names =
                prepared.plan().tables().stream().map(RepairPlan.Table::name).toList();
        Optional<SuspendedTriggers> triggers =
                firesTriggers ? Optional.empty() : Optional.of(SuspendedTriggers.suspend(writer, names));
        for (QuarantineTable data : kept.tables()) {
            SqliteTable table = schema.table(data.table()).orElse(null);
            if (table != null && data.fits(table)) {
                progress.reached("removing rows from " + table.name(), 0, 1);
                take(writer, table, data, prepared.run());
            }
        }
        if (triggers.isPresent()) {
            triggers.get().resume();
        }
        for (SqliteKey key : schema.keys()) {
            if (key.isUsable()) {
                boolean ignored = prepared.policies().ofOrphans(key) == RepairPolicy.IGNORE;
                checkKey(writer, key, ignored ? prepared.search().orphans().getOrDefault(key, 0L) : 0);
            }
        }
    }

    private void take(Connection writer, SqliteTable table, QuarantineTable data, long run) throws SQLException {
        String ofRun = data.own(QuarantineTable.RUN) + " = " + run;
        long expected = Sql.number(writer, "SELECT count(*) FROM " + data.quoted() + " WHERE " + ofRun);
        if (expected == 0) {
            return;
        }
        long written = write(writer, table, data, data.removal(table) + data.hasPlace(table, ofRun));
        if (written != expected && !firesTriggers) { // the driver counts what triggers write, too
            throw new SQLException(written + " rows of " + table.name() + " would be written instead of " + expected);
        }
    }

    private static long write(Connection writer, SqliteTable table, QuarantineTable data, String sql)
            throws SQLException {
        try {
            return Sql.run(writer, sql);
        } catch (SQLException e) {
            if (data.key().isPresent() && (e.getErrorCode() & 0xFF) == CONSTRAINT) {
                throw new SQLException(
                        table.name() + " rejects a null in the columns of the key "
                                + data.key().get()
                                + "; nothing is written; give the key another policy, such as quarantine: "
                                + e.getMessage(),
                        e);
            }
            throw e;
        }
    }

    /** Checks that a key has no more orphan rows than it may have; with as many as before, none has become one. */
    private void checkKey(Connection writer, SqliteKey key, long ignored) throws SQLException {
        progress.reached("checking " + key.name(), 0, 1);
        String query = "SELECT count(*) FROM (SELECT 1 FROM " + key.child().quoted() + " child WHERE " + key.isOrphan()
                + " LIMIT " + (ignored + 1) + ")";
        if (Sql.number(writer, query) > ignored) {
            throw new SQLException("the repair would leave orphan rows of the key " + key.name()
                    + "; nothing is written" + cause(key.child()));
        }
    }

    private String cause(SqliteTable child) {
        if (child.identity().isEmpty()) {
            return "; " + child.name()
                    + " has columns with all names of the rowid, so that no repair can tell its rows apart;"
                    + " delete or correct them yourself first";
        }
        return firesTriggers ? "; a trigger may have written them" : "";
    }
}
