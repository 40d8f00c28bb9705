package dev.referent.migrations;

import dev.referent.jdbc.DeclaredForeignKey;
import dev.referent.jdbc.sql.Sql;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqliteDriver;
import dev.referent.migrations.Schema.Column;
import dev.referent.orphans.Audit;
import dev.referent.orphans.AuditReport;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A database between two migrations.
 *
 * @param schema its schema
 * @param tables its tables, without those in which Flyway and Liquibase record what they have run
 * @param audit its orphan rows
 */
record DatabaseState(Schema schema, List<Table> tables, AuditReport audit) {
    private static final Set<String> RECORDS =
            Set.of("flyway_schema_history", "databasechangelog", "databasechangeloglock");

    private static final String TABLES = "SELECT s.name, s.rootpage, s.rowid, s.sql FROM main.sqlite_schema s JOIN"
            + " pragma_table_list t ON t.name = s.name AND t.schema = 'main' WHERE (t.type = 'table' OR t.type = 'shadow'"
            // a table that has the name of a shadow table, for example of an FTS5 table's external content
            + " AND (EXISTS (SELECT 1 FROM pragma_foreign_key_list(s.name, 'main')) OR s.name COLLATE NOCASE IN"
            + " (SELECT k.\"table\" FROM main.sqlite_schema c, pragma_foreign_key_list(c.name, 'main') k WHERE c.type = 'table')))"
            + " AND s.type = 'table' AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.name";

    /**
     * A table.
     *
     * @param name its name
     * @param rootPage where its rows begin in the file
     * @param schemaRow the rowid of its declaration
     * @param sql its declaration
     */
    record Table(String name, long rootPage, long schemaRow, String sql) {
        /** Returns whether it is the same table, perhaps renamed or altered, and not one that was created since. */
        boolean isSame(Table other) {
            return rootPage == other.rootPage && schemaRow == other.schemaRow;
        }

        /**
         * Returns whether it may have been dropped and created again; SQLite may give the new one the old one's place. ALTER TABLE ADD COLUMN
         * inserts {@code ", "} and the column into the declaration, and rebuilds nothing.
         */
        boolean mayBeRebuilt(Table other) {
            return !isSame(other) || !(sql.equals(other.sql) || addsColumns(other.sql));
        }

        private boolean addsColumns(String old) {
            int added = sql.length() - old.length();
            return added > 0
                    && IntStream.rangeClosed(0, old.length())
                            .anyMatch(i -> sql.startsWith(", ", i)
                                    && sql.startsWith(old.substring(0, i))
                                    && sql.endsWith(old.substring(i)));
        }
    }

    /** Reads a file that nobody writes. */
    static DatabaseState of(Path file) throws SQLException {
        List<Table> tables = new ArrayList<>();
        Schema schema;
        try (Connection connection = SqliteDriver.connect("jdbc:sqlite:" + file)) {
            schema = Schema.of(connection);
            for (List<@Nullable Object> row : Sql.rows(connection, TABLES)) {
                String name = String.valueOf(row.get(0));
                if (!isRecord(name)) {
                    tables.add(new Table(
                            name, Sql.number(row.get(1)), Sql.number(row.get(2)), String.valueOf(row.get(3))));
                }
            }
        }
        return new DatabaseState(
                schema, tables, Audit.of(file).samples(0).listingKeys().run());
    }

    /** Whether a tool keeps its records in the table. */
    static boolean isRecord(String table) {
        return RECORDS.contains(SqlNames.folded(table));
    }

    /** Returns a table by its name. */
    Optional<Table> table(String name) {
        return tables.stream().filter(table -> SqlNames.same(table.name, name)).findFirst();
    }

    /** Returns a table of an earlier state by the name that it has now, if it was renamed: it still has one of its columns. */
    Optional<Table> renamed(Table from, DatabaseState earlier) {
        List<String> columns = names(earlier, from);
        return tables.stream()
                .filter(table -> table.isSame(from)
                        && earlier.table(table.name).isEmpty()
                        && names(this, table).stream().anyMatch(columns::contains))
                .findFirst();
    }

    private static List<String> names(DatabaseState state, Table table) {
        return state.schema.columnsOf(table.name).stream()
                .map(column -> SqlNames.folded(column.name()))
                .toList();
    }

    /** Returns the columns of the primary key of a table, in its order. */
    List<String> primaryKey(String table) {
        return schema.columnsOf(table).stream()
                .filter(column -> column.primaryKey() > 0)
                .sorted(Comparator.comparingLong(Column::primaryKey))
                .map(Column::name)
                .toList();
    }

    /** Returns the columns that a key references; empty if its parent table does not exist. */
    List<String> parentColumns(DeclaredForeignKey key) {
        if (table(key.parentTable()).isEmpty()) {
            return List.of();
        }
        return key.parentColumns().isEmpty() ? primaryKey(key.parentTable()) : key.parentColumns();
    }
}
