package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Carries a restore out: inserts all that fits, then takes out again what has no parent row, until nothing more has to go. */
final class RestoreRun {
    /**
     * SQLite's result codes SQLITE_ERROR, SQLITE_TOOBIG, SQLITE_CONSTRAINT and SQLITE_MISMATCH (sqlite.org/rescode.html): an index or a
     * generated column may call a function that rejects a value.
     */
    private static final Set<Integer> REJECTIONS = Set.of(1, 18, 19, 20);

    private final Connection connection;
    private final Quarantine quarantine;
    private final boolean deletedRows;
    private final Progress progress;

    /** The TEMP table of the kept rows, by their rowid in the quarantine, that are in their table again. */
    private final Map<QuarantineTable, String> back = new LinkedHashMap<>();

    RestoreRun(Connection connection, Quarantine quarantine, boolean deletedRows, Progress progress) {
        this.connection = connection;
        this.quarantine = quarantine;
        this.deletedRows = deletedRows;
        this.progress = progress;
    }

    RestoreReport run(String database, boolean commits) throws SQLException {
        Sql.execute(connection, "BEGIN IMMEDIATE");
        quarantine.declare();
        quarantine.dropWhatIsThere(schema());
        Sql.execute(connection, commits ? "COMMIT" : "SAVEPOINT dropped");
        if (commits) {
            Sql.execute(connection, "BEGIN IMMEDIATE");
        }
        SqliteSchema schema = schema(); // another one may have altered a table in between
        List<QuarantineTable> tables = quarantine.tables();
        List<String> names =
                tables.stream().map(QuarantineTable::table).distinct().toList();
        SuspendedTriggers triggers = SuspendedTriggers.suspend(connection, names);
        putBack(schema, tables);
        RestoreReport report = report(database, commits, tables);
        dropOwnTables();
        triggers.resume();
        Sql.execute(connection, commits ? "COMMIT" : "ROLLBACK");
        if (commits) {
            drop();
        }
        return report;
    }

    /** A trigger of a table that is called like a TEMP table would become that one's. */
    private void dropOwnTables() throws SQLException {
        for (String own : back.values()) {
            Sql.execute(connection, "DROP TABLE " + own);
        }
        Sql.execute(connection, "DROP TABLE IF EXISTS temp.referent_out");
    }

    private void putBack(SqliteSchema schema, List<QuarantineTable> tables) throws SQLException {
        List<QuarantineTable> rows = new ArrayList<>();
        List<QuarantineTable> references = new ArrayList<>();
        for (QuarantineTable kept : tables) {
            begin(kept);
            if (fitting(schema, kept).isPresent()) {
                (kept.key().isEmpty() ? rows : references).add(kept);
            }
        }
        // a row or a reference may wait for a reference to its parent's own key columns, which another round finds set
        long all = count(Stream.concat(rows.stream(), references.stream()).map(QuarantineTable::quoted));
        long before;
        long after = 0;
        do {
            before = after;
            putBackRound(schema, rows, references);
            after = count(back.values().stream());
        } while (after > before && after < all && !references.isEmpty());
    }

    /** Puts back what has its parent row already, or together with others. */
    private void putBackRound(SqliteSchema schema, List<QuarantineTable> rows, List<QuarantineTable> references)
            throws SQLException {
        for (QuarantineTable kept : rows) {
            progress.reached("putting back rows of " + kept.table(), 0, 1);
            insert(fitting(schema, kept).orElseThrow(), kept);
        }
        takeOutOrphans(schema, rows);
        for (QuarantineTable kept : references) {
            refer(schema, fitting(schema, kept).orElseThrow(), kept);
        }
        takeOutOrphans(schema, references);
        for (QuarantineTable kept : references) {
            referWithOthers(schema, fitting(schema, kept).orElseThrow(), kept);
        }
    }

    private long count(Stream<String> tables) throws SQLException {
        long count = 0;
        for (String table : tables.toList()) {
            count += Sql.number(connection, "SELECT count(*) FROM " + table);
        }
        return count;
    }

    private SqliteSchema schema() throws SQLException {
        try (SchemaTwin twin = SchemaTwin.of(connection)) {
            return SqliteSchema.of(connection, twin);
        }
    }

    private static Optional<SqliteTable> fitting(SqliteSchema schema, QuarantineTable kept) {
        return schema.table(kept.table()).filter(table -> kept.fits(table));
    }

    private void begin(QuarantineTable kept) throws SQLException {
        String name = "referent_back_" + back.size();
        back.put(kept, "temp." + name);
        Sql.execute(connection, "CREATE TEMP TABLE " + name + " (id INTEGER PRIMARY KEY)");
    }

    /** Inserts the rows whose place is free, the youngest first; what a constraint rejects is left out. */
    private void insert(SqliteTable table, QuarantineTable kept) throws SQLException {
        boolean namesRowId =
                table.rowId().isPresent() && table.integerPrimaryKey().isEmpty();
        String columns = (namesRowId ? SqlNames.quoted(table.rowId().get()) + ", " : "")
                + SqlNames.quoted("", kept.columns(), ", ");
        String values = (namesRowId ? "kept." + kept.own(QuarantineTable.ROW_ID) + ", " : "")
                + SqlNames.quoted("kept.", kept.columns(), ", ");
        String free = " FROM " + kept.quoted() + " kept WHERE "
                + (deletedRows ? "1" : "kept." + kept.own(QuarantineTable.FATE) + " = 'quarantined'")
                + " AND NOT EXISTS (SELECT 1 FROM " + table.quoted() + " child WHERE " + kept.isRow(table)
                + ") AND " + String.join(" IS NOT NULL AND ", kept.place("kept.", table)) + " IS NOT NULL";
        Sql.run(connection, "INSERT OR IGNORE INTO " + back.get(kept) + " SELECT " + kept.rowId("kept.") + free);
        write(
                kept,
                "INSERT OR IGNORE INTO " + table.quoted() + " (" + columns + ") SELECT " + values + " FROM "
                        + back.get(kept) + " back CROSS JOIN " + kept.quoted() + " kept WHERE " + kept.rowId("kept.")
                        + " = back.id",
                " ORDER BY back.id DESC");
        keepRejectedRows(table, kept);
    }

    /**
     * Writes kept rows {@code kept}. OR IGNORE does not leave out a value that a STRICT table or an INTEGER PRIMARY KEY rejects
     * for its type, or that an index cannot compute; if there is one, the rows are written one by one.
     */
    private void write(QuarantineTable kept, String sql, String order) throws SQLException {
        Sql.execute(connection, "SAVEPOINT referent_write");
        try {
            Sql.run(connection, sql + order);
        } catch (SQLException rejection) {
            throwUnlessRejected(rejection);
            Sql.execute(connection, "ROLLBACK TO referent_write");
            String ids = "SELECT id FROM " + back.get(kept) + " ORDER BY id DESC";
            Sql.each(connection, ids, row -> writeOne(sql + " AND " + kept.rowId("kept.") + " = " + row.get(0)));
        }
        Sql.execute(connection, "RELEASE referent_write");
    }

    private void writeOne(String sql) throws SQLException {
        try {
            Sql.run(connection, sql);
        } catch (SQLException rejection) {
            throwUnlessRejected(rejection);
        }
    }

    private static void throwUnlessRejected(SQLException failure) throws SQLException {
        if (!REJECTIONS.contains(failure.getErrorCode() & 0xFF)) {
            throw failure;
        }
    }

    /** Keeps in the quarantine what the table has rejected, or has changed to its columns' types, so that it is not as it was. */
    private void keepRejectedRows(SqliteTable table, QuarantineTable kept) throws SQLException {
        takeOut(
                table,
                kept,
                "SELECT id FROM " + back.get(kept) + " WHERE id NOT IN (SELECT back.id FROM " + back.get(kept)
                        + " back CROSS JOIN " + kept.quoted() + " kept CROSS JOIN " + table.quoted() + " child WHERE "
                        + kept.rowId("kept.") + " = back.id AND " + kept.isRow(table) + " AND "
                        + Quarantine.sameValues(kept.columns()) + ")");
    }

    /**
     * Takes out what was put back and has no parent row, and what that was the parent of. A reference that is set again can lack
     * its parent row by another key, which shares a column with its own.
     */
    private void takeOutOrphans(SqliteSchema schema, List<QuarantineTable> those) throws SQLException {
        Set<String> before =
                schema.tables().values().stream().map(SqliteTable::name).collect(Collectors.toSet());
        while (!before.isEmpty()) {
            Set<String> touched = new HashSet<>();
            for (QuarantineTable kept : those) {
                SqliteTable table = fitting(schema, kept).orElseThrow();
                for (SqliteKey key : schema.keys()) {
                    if (key.child().equals(table) && mayLack(key, kept, before) && takeOut(key, kept) > 0) {
                        touched.add(table.name());
                    }
                }
            }
            before = touched;
        }
    }

    private static boolean mayLack(SqliteKey key, QuarantineTable kept, Set<String> before) {
        return (!key.isUsable() || before.contains(key.usableParent().name()))
                && (kept.key().isEmpty() || key.usesAny(kept.keyColumns()));
    }

    private long takeOut(SqliteKey key, QuarantineTable kept) throws SQLException {
        String orphans =
                "SELECT back.id FROM " + back.get(kept) + " back CROSS JOIN " + kept.quoted() + " kept CROSS JOIN "
                        + key.child().quoted() + " child WHERE " + kept.rowId("kept.") + " = back.id AND "
                        + kept.isRow(key.child()) + " AND " + Quarantine.lacksParent(key, kept);
        return takeOut(key.child(), kept, orphans);
    }

    /** Takes kept rows out again, by a query for their rowids in the quarantine, and returns how many. */
    private long takeOut(SqliteTable table, QuarantineTable kept, String ids) throws SQLException {
        if (Sql.number(connection, "SELECT EXISTS (" + ids + ")") == 0) {
            return 0;
        }
        Sql.execute(connection, "DROP TABLE IF EXISTS temp.referent_out");
        Sql.execute(connection, "CREATE TEMP TABLE referent_out AS " + ids);
        String out = " IN (SELECT id FROM temp.referent_out)";
        long taken = Sql.run(connection, "DELETE FROM " + back.get(kept) + " WHERE id" + out);
        // a younger row may have the place
        String stays = kept.hasPlace(table, kept.rowId("") + " IN (SELECT id FROM " + back.get(kept) + ")");
        Sql.run(connection, kept.removal(table) + kept.hasPlace(table, kept.rowId("") + out) + " AND NOT " + stays);
        return taken;
    }

    /** Sets references again that are still null and whose parent row exists. */
    private void refer(SqliteSchema schema, SqliteTable table, QuarantineTable kept) throws SQLException {
        Optional<SqliteKey> key = schema.keys().stream()
                .filter(candidate -> candidate.isUsable()
                        && candidate.child().equals(table)
                        && candidate.name().equals(kept.key().orElseThrow())
                        && candidate.childColumns().equals(kept.keyColumns()))
                .findFirst();
        if (key.isEmpty()) {
            return;
        }
        String isNull = kept.keyColumns().stream()
                .map(column -> "child." + SqlNames.quoted(column) + " IS NULL")
                .collect(Collectors.joining(" AND "));
        String same = kept.isRow(table);
        // of two references of one row the younger
        Sql.run(
                connection,
                "INSERT OR IGNORE INTO " + back.get(kept) + " SELECT max(" + kept.rowId("kept.") + ") FROM "
                        + kept.quoted()
                        + " kept CROSS JOIN " + table.quoted() + " child WHERE " + same + " AND " + isNull
                        + " AND EXISTS (SELECT 1 FROM "
                        + key.get().usableParent().quoted() + " parent WHERE "
                        + key.get().isParentOf("kept")
                        + ") GROUP BY "
                        + String.join(", ", kept.place("kept.", table)));
        write(kept, setting(table, kept) + " IN (SELECT id FROM " + back.get(kept) + ") AND " + isNull, "");
        keepRejectedRows(table, kept);
    }

    /** Returns the statement that sets references again, up to the rowid in the quarantine. */
    private static String setting(SqliteTable table, QuarantineTable kept) {
        String set = kept.keyColumns().stream()
                .map(column -> SqlNames.quoted(column) + " = kept." + SqlNames.quoted(column))
                .collect(Collectors.joining(", "));
        return "UPDATE OR IGNORE " + table.quoted() + " AS child SET " + set + " FROM " + kept.quoted() + " kept WHERE "
                + kept.isRow(table) + " AND " + kept.rowId("kept.");
    }

    /**
     * Sets references again that share columns with others, which are set already: one by one, because those columns must stay if the
     * row turns out to be an orphan row.
     */
    private void referWithOthers(SqliteSchema schema, SqliteTable table, QuarantineTable kept) throws SQLException {
        List<String> columns = kept.keyColumns();
        String orphan = schema.keys().stream()
                .filter(key -> key.child().equals(table) && key.usesAny(columns))
                .map(key -> " AND NOT (" + Quarantine.lacksParent(key, kept) + ")")
                .collect(Collectors.joining());
        String row =
                " FROM " + kept.quoted() + " kept CROSS JOIN " + table.quoted() + " child WHERE " + kept.isRow(table);
        String isSet = columns.stream()
                .map(column -> "child." + SqlNames.quoted(column) + " IS NOT NULL")
                .collect(Collectors.joining(" OR "));
        String fits = columns.stream()
                .map(column -> " AND (child." + SqlNames.quoted(column) + " IS NULL OR "
                        + Quarantine.sameValues(List.of(column)) + ")")
                .collect(Collectors.joining());
        String ids = "SELECT " + kept.rowId("kept.") + row + " AND (" + isSet + ")" + fits + " AND "
                + kept.rowId("kept.") + " NOT IN (SELECT id FROM " + back.get(kept) + ") ORDER BY 1 DESC";
        for (String id : Sql.texts(connection, ids)) {
            Sql.execute(connection, "SAVEPOINT referent_shared");
            writeOne(setting(table, kept) + " = " + id);
            Sql.run(
                    connection,
                    "INSERT INTO " + back.get(kept) + " SELECT " + id + " WHERE EXISTS (SELECT 1" + row + " AND "
                            + kept.rowId("kept.") + " = " + id + " AND " + Quarantine.sameValues(columns) + orphan
                            + ")");
            if (Sql.number(connection, "SELECT count(*) FROM " + back.get(kept) + " WHERE id = " + id) == 0) {
                Sql.execute(connection, "ROLLBACK TO referent_shared");
            }
            Sql.execute(connection, "RELEASE referent_shared");
        }
    }

    private RestoreReport report(String database, boolean commits, List<QuarantineTable> tables) throws SQLException {
        Map<String, RestoreReport.Table> counts = new LinkedHashMap<>();
        for (QuarantineTable kept : tables) {
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

    /** A repair that has waited for the COMMIT may have kept other rows by now, under the rowids of those that it dropped. */
    private void drop() throws SQLException {
        try {
            Sql.execute(connection, "BEGIN IMMEDIATE");
            quarantine.dropWhatIsThere(schema());
            Sql.execute(connection, "COMMIT");
        } catch (SQLException e) {
            throw new SQLException(
                    "the rows are in the database again, and still in the quarantine, which the next restore settles: "
                            + e.getMessage(),
                    e);
        }
    }
}
