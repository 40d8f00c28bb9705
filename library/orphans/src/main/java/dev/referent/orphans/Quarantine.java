package dev.referent.orphans;

import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlConditions;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqliteDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file in which a repair keeps what it takes out of a database, attached to a connection to that database as
 * {@code referent_quarantine}. SQLite copies the values from one file to the other; their columns have no types here, so that
 * every value stays what it is. The file is an ordinary SQLite database: {@code referent_tables} lists its tables.
 */
final class Quarantine {
    static final String SCHEMA = "referent_quarantine";

    private final Connection connection;

    private Quarantine(Connection connection) {
        this.connection = connection;
    }

    /**
     * Attaches the file for writing, which is created if need be. Call it outside of a transaction.
     *
     * @throws SQLException if it is another database; it is unchanged
     */
    static Quarantine attach(Connection connection, Path file) throws SQLException {
        requirePlace(file);
        try {
            Quarantine quarantine = attached(connection, file.toAbsolutePath().toString());
            if (!quarantine.isEmpty()) {
                quarantine.check(file);
            }
            // a commit is on the disk, and so is the end of its journal, before the database is touched
            Sql.execute(connection, "PRAGMA " + SCHEMA + ".journal_mode=DELETE");
            Sql.execute(connection, "PRAGMA " + SCHEMA + ".synchronous=EXTRA");
            return quarantine;
        } catch (SQLException e) {
            throw DatabaseFile.explained(file, e);
        }
    }

    private static void requirePlace(Path file) throws SQLException {
        DatabaseFile.requireDirectoryOf(file, "quarantine");
        DatabaseFile.requireRegular(file);
    }

    /**
     * Checks that the file does not exist, or is the quarantine of a database. Only reads.
     *
     * @throws SQLException if it is another file, or the directory does not exist
     */
    static void checkTarget(Path file, Path database) throws SQLException {
        requirePlace(file);
        if (Files.notExists(file)) {
            return;
        }
        try (Connection connection = SqliteDriver.connect("jdbc:sqlite::memory:")) {
            Quarantine quarantine = attachToRead(connection, file);
            if (!quarantine.isEmpty()) {
                quarantine.check(file);
                quarantine.checkIsOf(database, file);
            }
        } catch (SQLException e) {
            if (!DatabaseFile.isInterruption(e)) { // which the repair rolls back
                throw e;
            }
        }
    }

    /** Attaches the file for reading. */
    static Quarantine attachToRead(Connection connection, Path file) throws SQLException {
        try {
            DatabaseFile read = new DatabaseFile(file);
            return attached(connection, read.addressToRead(read.state()));
        } catch (SQLException e) {
            throw DatabaseFile.explained(file, e);
        }
    }

    private static Quarantine attached(Connection connection, String name) throws SQLException {
        Sql.execute(connection, "ATTACH " + SqlLiteral.of(name) + " AS " + SCHEMA);
        return new Quarantine(connection);
    }

    private boolean isEmpty() throws SQLException {
        return Sql.number(connection, "SELECT count(*) FROM " + SCHEMA + ".sqlite_schema") == 0;
    }

    /** Creates those of its own tables that the file does not have. */
    void declare() throws SQLException {
        for (String table : List.of(
                "referent_runs (id INTEGER PRIMARY KEY, at, database)",
                "referent_tables (id INTEGER PRIMARY KEY, data, \"table\", \"key\", key_columns, columns)",
                "referent_unusable (run, \"table\", \"key\")")) {
            Sql.execute(connection, "CREATE TABLE IF NOT EXISTS " + SCHEMA + "." + table);
        }
    }

    /**
     * Checks that the file is a quarantine.
     *
     * @throws SQLException if it is another database
     */
    void check(Path file) throws SQLException {
        String tables = "SELECT count(*) FROM " + SCHEMA
                + ".sqlite_schema WHERE type = 'table' AND name IN ('referent_runs', 'referent_tables')";
        if (Sql.number(connection, tables) != 2) {
            throw new SQLException(file + " is a database but not a Referent quarantine");
        }
    }

    /**
     * Checks that no kept row comes from another database, of which {@link #dropWhatIsThere} would compare it with the rows of
     * this one.
     *
     * @throws SQLException if one does
     */
    void checkIsOf(Path database, Path file) throws SQLException {
        List<Path> others = others(database);
        if (!others.isEmpty()) {
            throw new SQLException("the quarantine " + file + " keeps rows of " + others.get(0)
                    + "; name another file for those of " + database);
        }
    }

    /**
     * Checks that no kept row comes from another database that is still where it was. This one is then no file that was moved, but may be
     * a copy with the same rows.
     *
     * @throws SQLException if one does
     */
    void checkIsOfNoOtherThatExists(Path database, Path file) throws SQLException {
        for (Path other : others(database)) {
            if (Files.exists(other)) {
                throw new SQLException("the quarantine " + file + " keeps rows of " + other
                        + ", which still exists; restore that one, or move it away if " + database
                        + " takes its place");
            }
        }
    }

    /** Returns the other databases of which it keeps rows. */
    private List<Path> others(Path database) throws SQLException {
        List<Path> others = new ArrayList<>();
        for (List<@Nullable Object> run :
                Sql.rows(connection, "SELECT id, database FROM " + SCHEMA + ".referent_runs")) {
            Path other = Path.of(String.valueOf(run.get(1)));
            if (!isSame(database, other) && keepsRowsOf(String.valueOf(run.get(0)))) {
                others.add(other);
            }
        }
        return others;
    }

    private static boolean isSame(Path database, Path other) throws SQLException {
        try {
            return database.normalize().equals(other.normalize())
                    || (Files.exists(other) && Files.isSameFile(database, other));
        } catch (IOException e) {
            throw new SQLException(other + " cannot be compared with " + database + ": " + e.getMessage(), e);
        }
    }

    private boolean keepsRowsOf(String run) throws SQLException {
        for (QuarantineTable kept : tables()) {
            String exists = "SELECT EXISTS (SELECT 1 FROM " + kept.quoted() + " WHERE " + kept.own(QuarantineTable.RUN)
                    + " = " + run + ")";
            if (Sql.number(connection, exists) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Begins a run of the repair, and returns its number. Its rows come back although the keys that SQLite cannot use now lack a parent row. */
    long begin(String database, SqliteSchema schema) throws SQLException {
        Sql.execute(
                connection,
                "INSERT INTO " + SCHEMA + ".referent_runs (at, database) VALUES ("
                        + SqlLiteral.of(Instant.now().toString()) + ", " + SqlLiteral.of(database) + ")");
        long run = Sql.number(connection, "SELECT max(id) FROM " + SCHEMA + ".referent_runs");
        for (SqliteKey key : schema.keys()) {
            if (!key.isUsable()) {
                Sql.execute(
                        connection,
                        "INSERT INTO " + SCHEMA + ".referent_unusable VALUES (" + run + ", "
                                + SqlLiteral.of(key.child().name()) + ", " + SqlLiteral.of(key.name()) + ")");
            }
        }
        return run;
    }

    /**
     * Returns the condition that a row {@code child}, which is the kept row {@code kept}, lacks its parent row. If SQLite cannot use the key,
     * it does if it needs one, unless SQLite could not use the key when the row was kept: then it was there without one.
     */
    static String lacksParent(SqliteKey key, QuarantineTable kept) {
        return key.isUsable()
                ? key.isOrphan()
                : key.references() + " AND kept." + kept.own(QuarantineTable.RUN) + " NOT IN (SELECT run FROM " + SCHEMA
                        + ".referent_unusable WHERE \"table\" = "
                        + SqlLiteral.of(key.child().name())
                        + " COLLATE NOCASE AND \"key\" = " + SqlLiteral.of(key.name()) + ")";
    }

    /** Returns its tables. */
    List<QuarantineTable> tables() throws SQLException {
        List<QuarantineTable> tables = new ArrayList<>();
        String query = "SELECT id, data, \"table\", \"key\" FROM " + SCHEMA + ".referent_tables ORDER BY id";
        Sql.each(
                connection,
                query,
                row -> tables.add(new QuarantineTable(
                        String.valueOf(row.get(1)),
                        String.valueOf(row.get(2)),
                        Optional.ofNullable(row.get(3)).map(Object::toString),
                        names("key_columns", row.get(0)),
                        names("columns", row.get(0)))));
        return tables;
    }

    private List<String> names(String list, @Nullable Object table) throws SQLException {
        return Sql.texts(
                connection,
                "SELECT value FROM " + SCHEMA + ".referent_tables t, json_each(t." + list
                        + ") WHERE t.id = ? ORDER BY json_each.id",
                String.valueOf(table));
    }

    /** Copies the rows that a search found. */
    void keep(long run, RepairSearch search) throws SQLException {
        List<QuarantineTable> known = tables();
        for (Map.Entry<SqliteTable, String> removed : search.removed().entrySet()) {
            if (Sql.number(connection, "SELECT count(*) FROM " + removed.getValue()) > 0) {
                keepRows(run, removed.getKey(), removed.getValue(), known);
            }
        }
        for (Map.Entry<SqliteKey, String> nulled : search.nulled().entrySet()) {
            String from = " FROM " + nulled.getValue() + " nulled WHERE " + search.stays(nulled.getKey());
            if (Sql.number(connection, "SELECT count(*)" + from) > 0) {
                keepValues(run, nulled.getKey(), search, known);
            }
        }
    }

    private void keepRows(long run, SqliteTable table, String removed, List<QuarantineTable> known)
            throws SQLException {
        QuarantineTable kept = table(table, Optional.empty(), List.of(), table.storedColumns(), known);
        long copied = Sql.run(
                connection,
                kept.insert() + run + ", CASE removed.fate WHEN " + RepairSearch.DELETED
                        + " THEN 'deleted' ELSE 'quarantined' END, removed.cause, " + rowId(table) + ", "
                        + SqlNames.quoted("child.", table.storedColumns(), ", ") + " FROM " + removed
                        + " removed CROSS JOIN "
                        + table.quoted()
                        + " child WHERE " + RepairSearch.same(table.identity("child."), "removed."));
        long expected = Sql.number(connection, "SELECT count(*) FROM " + removed);
        if (copied != expected) {
            throw new SQLException(copied + " rows of " + table.name() + " were copied instead of " + expected);
        }
    }

    private void keepValues(long run, SqliteKey key, RepairSearch search, List<QuarantineTable> known)
            throws SQLException {
        SqliteTable child = key.child();
        List<String> columns = new ArrayList<>(key.childColumns());
        columns.addAll(search.identifying(child));
        QuarantineTable kept = table(child, Optional.of(key.name()), key.childColumns(), columns, known);
        Sql.run(
                connection,
                kept.insert() + run + ", " + rowId(child) + ", " + SqlNames.quoted("child.", columns, ", ") + " FROM "
                        + search.nulled().get(key) + " nulled CROSS JOIN " + child.quoted() + " child WHERE "
                        + search.stays(key) + " AND " + RepairSearch.same(child.identity("child."), "nulled.")
                        // by another key of the same name
                        + " AND NOT " + kept.hasPlace("child.", child, kept.own(QuarantineTable.RUN) + " = " + run));
    }

    private static String rowId(SqliteTable table) {
        return table.rowId().map(name -> "child." + SqlNames.quoted(name)).orElse("NULL");
    }

    /** Returns the table for rows of a table, which is made and added to those that are known if none of them has these columns. */
    private QuarantineTable table(
            SqliteTable from,
            Optional<String> key,
            List<String> keyColumns,
            List<String> columns,
            List<QuarantineTable> known)
            throws SQLException {
        String table = from.name();
        for (QuarantineTable kept : known) {
            if (kept.table().equals(table)
                    && kept.key().equals(key)
                    && kept.keyColumns().equals(keyColumns)
                    && kept.columns().equals(columns)) {
                return kept;
            }
        }
        String data = free(table + key.map(name -> " " + name).orElse(""));
        QuarantineTable made = new QuarantineTable(data, table, key, keyColumns, columns);
        Sql.execute(
                connection,
                "CREATE TABLE " + made.quoted() + " (" + String.join(", ", made.ownColumns()) + ", "
                        + SqlNames.quoted("", columns, ", ") + ")");
        Sql.execute(
                connection,
                "INSERT INTO " + SCHEMA + ".referent_tables (data, \"table\", \"key\", key_columns, columns) VALUES ("
                        + SqlLiteral.of(data) + ", " + SqlLiteral.of(table) + ", "
                        + key.map(SqlLiteral::of).orElse("NULL") + ", " + SqlLiteral.of(Json.of(keyColumns)) + ", "
                        + SqlLiteral.of(Json.of(columns)) + ")");
        known.add(made);
        return made;
    }

    private String free(String name) throws SQLException {
        String query = "SELECT count(*) FROM " + SCHEMA + ".sqlite_schema WHERE name = ? COLLATE NOCASE";
        String candidate = name;
        for (int i = 2; Sql.number(connection, query, candidate) > 0; i++) {
            candidate = name + " (" + i + ")";
        }
        return candidate;
    }

    /**
     * Drops what the database has nevertheless: a repair that was interrupted kept it and did not take it out, or a restore
     * put it back and did not drop it.
     */
    void dropWhatIsThere(SqliteSchema schema) throws SQLException {
        for (QuarantineTable kept : tables()) {
            Optional<SqliteTable> table = schema.table(kept.table());
            if (table.isPresent() && kept.fits(table.get())) {
                Sql.run(
                        connection,
                        "DELETE FROM " + kept.quoted() + " AS kept WHERE EXISTS (SELECT 1 FROM "
                                + table.get().quoted() + " child WHERE " + kept.isRow(table.get()) + " AND "
                                + sameValues(kept.columns()) + ")");
            }
        }
    }

    /** Returns the condition that the rows {@code child} and {@code kept} have the same values, to the byte. */
    static String sameValues(List<String> columns) {
        return SqlConditions.all(columns.stream()
                .map(SqlNames::quoted)
                .map(column -> "child." + column + " IS kept." + column + " COLLATE BINARY AND typeof(child." + column
                        + ") = typeof(kept." + column + ")")
                .toList());
    }
}
