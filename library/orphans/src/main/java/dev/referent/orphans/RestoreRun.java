package dev.referent.orphans;

import dev.referent.orphans.Quarantine.Kept;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Carries a restore out: inserts all that fits, then takes out again what has no parent row, until nothing more has to go. */
final class RestoreRun {
    private final Connection connection;
    private final Quarantine quarantine;
    private final boolean deletedRows;
    private final Progress progress;

    /** The TEMP table of the kept rows, by their rowid in the quarantine, that are in their table again. */
    private final Map<Kept, String> back = new LinkedHashMap<>();

    RestoreRun(Connection connection, Quarantine quarantine, boolean deletedRows, Progress progress) {
        this.connection = connection;
        this.quarantine = quarantine;
        this.deletedRows = deletedRows;
        this.progress = progress;
    }

    RestoreReport run(String database, boolean commits) throws SQLException {
        SqliteSchema schema = schema();
        Sql.execute(connection, "BEGIN IMMEDIATE");
        quarantine.dropWhatIsThere(schema);
        Sql.execute(connection, commits ? "COMMIT" : "SAVEPOINT dropped");
        if (commits) {
            Sql.execute(connection, "BEGIN IMMEDIATE");
        }
        List<Kept> tables = quarantine.tables();
        List<String> names = tables.stream().map(Kept::table).distinct().toList();
        SuspendedTriggers triggers = SuspendedTriggers.suspend(connection, names);
        for (Kept kept : tables) {
            progress.reached("putting back rows of " + kept.table(), 0, 1);
            begin(kept);
            Optional<SqliteTable> table = fitting(schema, kept);
            if (table.isPresent() && kept.key().isEmpty()) {
                insert(table.get(), kept);
            }
        }
        takeOutOrphans(schema);
        for (Kept kept : tables) {
            Optional<SqliteTable> table = fitting(schema, kept);
            if (table.isPresent() && kept.key().isPresent()) {
                refer(schema, table.get(), kept);
            }
        }
        triggers.resume();
        RestoreReport report = report(database, commits, tables);
        Sql.execute(connection, commits ? "COMMIT" : "ROLLBACK");
        if (commits) {
            drop(tables);
        }
        return report;
    }

    private SqliteSchema schema() throws SQLException {
        try (SchemaTwin twin = SchemaTwin.of(connection)) {
            return SqliteSchema.of(connection, twin);
        }
    }

    private static Optional<SqliteTable> fitting(SqliteSchema schema, Kept kept) {
        return schema.table(kept.table()).filter(table -> Quarantine.hasColumns(table, kept));
    }

    private void begin(Kept kept) throws SQLException {
        String name = "referent_back_" + back.size();
        back.put(kept, "temp." + name);
        Sql.execute(connection, "CREATE TEMP TABLE " + name + " (id INTEGER PRIMARY KEY)");
    }

    /** Inserts the rows whose place is free, the youngest first; what a constraint refuses is left out. */
    private void insert(SqliteTable table, Kept kept) throws SQLException {
        boolean namesRowId =
                table.rowId().isPresent() && table.integerPrimaryKey().isEmpty();
        String columns = (namesRowId ? Sql.quoted(table.rowId().get()) + ", " : "") + Sql.list("", kept.columns());
        String values = (namesRowId ? "d.referent_rowid, " : "") + Sql.list("d.", kept.columns());
        String free = " FROM " + kept.quoted() + " d WHERE " + (deletedRows ? "1" : "d.referent_fate = 'quarantined'")
                + " AND NOT EXISTS (SELECT 1 FROM " + table.quoted() + " c WHERE " + Quarantine.sameRow(table, kept)
                + ")";
        Sql.run(connection, "INSERT INTO " + back.get(kept) + " SELECT d.rowid" + free);
        Sql.run(
                connection,
                "INSERT OR IGNORE INTO " + table.quoted() + " (" + columns + ") SELECT " + values + " FROM "
                        + back.get(kept) + " b CROSS JOIN " + kept.quoted()
                        + " d WHERE d.rowid = b.id ORDER BY b.id DESC");
        Sql.run(
                connection,
                "DELETE FROM " + back.get(kept) + " WHERE id NOT IN (SELECT b.id FROM " + back.get(kept)
                        + " b CROSS JOIN " + kept.quoted() + " d CROSS JOIN " + table.quoted()
                        + " c WHERE d.rowid = b.id AND " + Quarantine.sameRow(table, kept) + " AND "
                        + Quarantine.sameValues(kept.columns()) + ")");
    }

    /** Takes out what was put back and has no parent row, and what that was the parent of. */
    private void takeOutOrphans(SqliteSchema schema) throws SQLException {
        for (long removed = 1; removed > 0; ) {
            removed = 0;
            for (SqliteKey key : schema.keys()) {
                for (Kept kept : List.copyOf(back.keySet())) {
                    if (key.isUsable()
                            && kept.key().isEmpty()
                            && fitting(schema, kept).filter(key.child()::equals).isPresent()) {
                        removed += takeOut(key, kept);
                    }
                }
            }
        }
    }

    private long takeOut(SqliteKey key, Kept kept) throws SQLException {
        String orphans = "SELECT b.id FROM " + back.get(kept) + " b CROSS JOIN " + kept.quoted() + " d CROSS JOIN "
                + key.child().quoted() + " c WHERE d.rowid = b.id AND " + Quarantine.sameRow(key.child(), kept)
                + " AND " + key.isOrphan();
        if (Sql.number(connection, "SELECT EXISTS (" + orphans + ")") == 0) {
            return 0;
        }
        Sql.execute(connection, "DROP TABLE IF EXISTS temp.referent_out");
        Sql.execute(connection, "CREATE TEMP TABLE referent_out AS " + orphans);
        List<String> identity = key.child().identity();
        String kepts = key.child().rowId().isPresent() ? "d.referent_rowid" : Sql.list("d.", identity);
        Sql.run(
                connection,
                "DELETE FROM " + key.child().quoted() + " WHERE (" + Sql.list("", identity) + ") IN (SELECT " + kepts
                        + " FROM temp.referent_out o CROSS JOIN " + kept.quoted() + " d WHERE d.rowid = o.id)");
        return Sql.run(connection, "DELETE FROM " + back.get(kept) + " WHERE id IN (SELECT id FROM temp.referent_out)");
    }

    /** Sets references again that are still null and whose parent row exists. */
    private void refer(SqliteSchema schema, SqliteTable table, Kept kept) throws SQLException {
        Optional<SqliteKey> key = schema.keys().stream()
                .filter(candidate -> candidate.isUsable()
                        && candidate.child().equals(table)
                        && candidate.name().equals(kept.key().orElseThrow())
                        && candidate.childColumns().equals(kept.columns()))
                .findFirst();
        if (key.isEmpty()) {
            return;
        }
        String isNull = kept.columns().stream()
                .map(column -> "c." + Sql.quoted(column) + " IS NULL")
                .collect(Collectors.joining(" AND "));
        String parent = IntStream.range(0, kept.columns().size())
                .mapToObj(i -> "p." + Sql.quoted(key.get().parentColumns().get(i)) + " = d."
                        + Sql.quoted(kept.columns().get(i)))
                .collect(Collectors.joining(" AND "));
        String same = Quarantine.sameRow(table, kept);
        Sql.run(
                connection,
                "INSERT INTO " + back.get(kept) + " SELECT d.rowid FROM " + kept.quoted() + " d CROSS JOIN "
                        + table.quoted() + " c WHERE " + same + " AND " + isNull + " AND EXISTS (SELECT 1 FROM "
                        + key.get().usableParent().quoted() + " p WHERE " + parent + ")");
        String set = kept.columns().stream()
                .map(column -> Sql.quoted(column) + " = d." + Sql.quoted(column))
                .collect(Collectors.joining(", "));
        Sql.run(
                connection,
                "UPDATE " + table.quoted() + " AS c SET " + set + " FROM " + kept.quoted() + " d WHERE " + same
                        + " AND d.rowid IN (SELECT id FROM " + back.get(kept) + ")");
    }

    private RestoreReport report(String database, boolean commits, List<Kept> tables) throws SQLException {
        Map<String, RestoreReport.Table> counts = new LinkedHashMap<>();
        for (Kept kept : tables) {
            long done = Sql.number(connection, "SELECT count(*) FROM " + back.get(kept));
            long all = Sql.number(connection, "SELECT count(*) FROM " + kept.quoted());
            boolean rows = kept.key().isEmpty();
            counts.merge(
                    kept.table(),
                    new RestoreReport.Table(kept.table(), rows ? done : 0, rows ? 0 : done, all - done),
                    RestoreReport.Table::and);
        }
        return new RestoreReport(database, commits, new ArrayList<>(counts.values()));
    }

    private void drop(List<Kept> tables) throws SQLException {
        Sql.execute(connection, "BEGIN IMMEDIATE");
        for (Kept kept : tables) {
            Sql.run(
                    connection,
                    "DELETE FROM " + kept.quoted() + " WHERE rowid IN (SELECT id FROM " + back.get(kept) + ")");
        }
        Sql.execute(connection, "COMMIT");
    }
}
