package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqliteDriver;
import dev.referent.orphans.Finding;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Gives rows to every empty table of a database, parent tables first, and references to every key that no row has any of. */
final class Seeding {
    private static final int ROWS = 3;

    private final Path file;
    private final Set<String> reported = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    Seeding(Path file) {
        this.file = file;
    }

    /**
     * Inserts the rows and sets the references, and returns which tables could not be given any, each once.
     *
     * @param step the migration that comes next
     */
    List<Finding> before(String step) throws SQLException {
        findings.clear();
        DatabaseState state = DatabaseState.of(file);
        try (Connection connection = SqliteDriver.connect("jdbc:sqlite:" + file)) {
            Sql.execute(connection, "PRAGMA foreign_keys=OFF"); // tables may reference each other
            List<String> filled = new ArrayList<>();
            for (DatabaseState.Table table : parentsFirst(state)) {
                if (Sql.number(connection, "SELECT count(*) FROM main." + SqlNames.quoted(table.name())) == 0) {
                    fill(connection, state, step, table.name());
                    filled.add(table.name());
                }
            }
            removeOrphans(connection, step, filled);
            for (DeclaredForeignKey key : state.schema().keys()) {
                refer(connection, state, key);
            }
        }
        return List.copyOf(findings);
    }

    private void fill(Connection connection, DatabaseState state, String step, String table) throws SQLException {
        String problem = "";
        int rows = 0;
        for (int i = 1; i <= ROWS; i++) {
            try {
                new SeedRow(connection, state, table, i).insert();
                rows++;
            } catch (SQLException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        if (rows == 0) {
            report(step, table, "none could be inserted: " + problem);
        }
    }

    /** Empties the tables again whose parent tables could not be given rows, and then those that reference them. */
    private void removeOrphans(Connection connection, String step, List<String> filled) throws SQLException {
        boolean again = true;
        while (again) {
            again = false;
            for (String table : List.copyOf(filled)) {
                Optional<String> parent = lackedParent(connection, table);
                if (parent.isPresent()) {
                    Sql.run(connection, "DELETE FROM main." + SqlNames.quoted(table));
                    filled.remove(table);
                    report(step, table, "it references " + parent.get() + ", which could not be given them");
                    again = true;
                }
            }
        }
    }

    /** Returns the table in which a row of another one has no parent row, although it exists; empty if SQLite cannot use a key. */
    private static Optional<String> lackedParent(Connection connection, String table) {
        String query = "SELECT s.name FROM pragma_foreign_key_check(?) k JOIN main.sqlite_schema s"
                + " ON s.name = k.parent COLLATE NOCASE AND s.type = 'table' LIMIT 1";
        try {
            return Sql.texts(connection, query, table).stream().findFirst();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Sets references of a key that has come later than the rows of its child table, where a column was added. */
    private static void refer(Connection connection, DatabaseState state, DeclaredForeignKey key) throws SQLException {
        List<String> parents = state.parentColumns(key);
        List<String> children = key.childColumns();
        String child = "main." + SqlNames.quoted(key.childTable());
        String isSet = SqlNames.quoted("child.", children, " IS NOT NULL AND ") + " IS NOT NULL";
        if (parents.size() != children.size()
                || Sql.number(connection, "SELECT EXISTS (SELECT 1 FROM " + child + " child WHERE " + isSet + ")")
                        == 1) {
            return;
        }
        String fits = IntStream.range(0, children.size())
                .mapToObj(i -> "ifnull(child." + SqlNames.quoted(children.get(i)) + ", parent."
                        + SqlNames.quoted(parents.get(i)) + ") = parent." + SqlNames.quoted(parents.get(i)))
                .collect(Collectors.joining(" AND "));
        for (int i = 0; i < ROWS; i++) { // another parent row for what a UNIQUE has kept from the one before
            String parent = "(SELECT " + SqlNames.quoted("parent.", parents, ", ") + " FROM main."
                    + SqlNames.quoted(key.parentTable()) + " parent WHERE " + fits + " LIMIT 1 OFFSET " + i + ")";
            try {
                Sql.run(
                        connection,
                        "UPDATE OR IGNORE " + child + " AS child SET (" + SqlNames.quoted("", children, ", ") + ") = "
                                + parent + " WHERE NOT (" + isSet + ") AND EXISTS " + parent);
            } catch (SQLException e) {
                return; // a trigger, for example, rejects it
            }
        }
    }

    private void report(String step, String table, String reason) {
        if (reported.add(SqlNames.folded(table))) {
            findings.add(new Finding(
                    RehearsalRule.NOT_SEEDED,
                    Optional.of(table),
                    Optional.empty(),
                    step + ": " + table + " has no rows before it, because " + reason,
                    Optional.of("rehearse on a copy of a real file, too")));
        }
    }

    private static List<DatabaseState.Table> parentsFirst(DatabaseState state) {
        Set<DatabaseState.Table> sorted = new LinkedHashSet<>();
        for (DatabaseState.Table table : state.tables()) {
            add(state, table, sorted, new LinkedHashSet<>());
        }
        return List.copyOf(sorted);
    }

    private static void add(
            DatabaseState state,
            DatabaseState.Table table,
            Set<DatabaseState.Table> sorted,
            Set<DatabaseState.Table> begun) {
        if (!begun.add(table)) {
            return; // a cycle
        }
        for (DeclaredForeignKey key : state.schema().keys()) {
            if (SqlNames.same(key.childTable(), table.name())) {
                state.table(key.parentTable()).ifPresent(parent -> add(state, parent, sorted, begun));
            }
        }
        sorted.add(table);
    }
}
