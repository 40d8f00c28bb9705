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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives rows to every empty table of a database, parent tables first. */
final class Seeding {
    private static final int ROWS = 3;

    private final Path file;
    private final String step;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * Creates the seeding.
     *
     * @param step the migration that comes next
     */
    Seeding(Path file, String step) {
        this.file = file;
        this.step = step;
    }

    /** Inserts the rows, and returns which tables could not be given any. */
    List<Finding> run() throws SQLException {
        DatabaseState state = DatabaseState.of(file);
        try (Connection connection = SqliteDriver.connect("jdbc:sqlite:" + file)) {
            Sql.execute(connection, "PRAGMA foreign_keys=OFF"); // tables may reference each other
            for (DatabaseState.Table table : parentsFirst(state)) {
                if (Sql.number(connection, "SELECT count(*) FROM main." + SqlNames.quoted(table.name())) == 0) {
                    fill(connection, state, table.name());
                }
            }
        }
        return findings;
    }

    private void fill(Connection connection, DatabaseState state, String table) throws SQLException {
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
            findings.add(new Finding(
                    RehearsalRule.NOT_SEEDED,
                    Optional.of(table),
                    Optional.empty(),
                    step + ": " + table + " has no rows before it, because none could be inserted: " + problem,
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
