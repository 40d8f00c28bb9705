package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.schema.Schemas;
import dev.referent.jdbc.schema.Schemas.Database;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * A DROP TABLE. It deletes the table's rows first, with the actions of their foreign keys and without triggers
 * (sqlite.org/foreignkeys.html#fk_schemacommands), so Referent runs that DELETE instead.
 *
 * @param schema the database, if the statement names it
 */
public record DropTable(Optional<String> schema, String table) {
    private static final int OPCODE = 1;
    private static final int ROOT_PAGE = 3;

    /** Reads a statement that begins with DROP TABLE and has a third token. */
    public static DropTable of(List<Token> tokens) {
        int name = tokens.get(2).is("IF") && tokens.size() > 4 ? 4 : 2;
        boolean qualified = tokens.size() > name + 2 && tokens.get(name + 1).is(".");
        return qualified
                ? new DropTable(
                        Optional.of(tokens.get(name).text()),
                        tokens.get(name + 2).text())
                : new DropTable(Optional.empty(), tokens.get(name).text());
    }

    /** Returns the database that holds the table. Compiling takes no lock. */
    public Optional<String> schemaIn(SQLiteConnection connection) throws SQLException {
        List<String> schemas = schema.isPresent()
                ? List.of(schema.get())
                : Schemas.inOrderOfSearch(Schemas.databases(connection)).stream()
                        .map(Database::name)
                        .toList();
        return schemas.stream()
                .filter(name -> Query.compiles(connection, "SELECT 1 FROM " + SqlNames.quoted(name, table)))
                .findFirst();
    }

    /** Returns the statement itself, or the DELETE that is run instead of a DROP TABLE. */
    static FailedStatement asDelete(SQLiteConnection connection, FailedStatement failed) {
        if (!failed.statement().isDropTable()) {
            return failed;
        }
        DropTable drop = of(failed.statement().tokens());
        String delete = "DELETE FROM " + drop.name();
        return FailedStatement.of(delete, Optional.of(List.of()), failed.nanoseconds(), () -> {
            if (hasTriggers(connection, drop.table)) {
                throw new SQLException("a DROP TABLE fires no triggers, and the DELETE that would be run instead does");
            }
            Enforcement.execute(connection, delete);
        });
    }

    /**
     * Takes the lock that the statement is about to take. In a transaction that only reads so far, SQLite does not wait for the
     * lock of another writer, and a transaction that has read stays at what it has read. The PRAGMA does nothing else where
     * {@code auto_vacuum} is off, not even to {@code changes()}; else nothing is locked.
     *
     * @param schema the database that holds the table
     * @throws SQLException if the lock is not free, as from the statement itself
     */
    public static void lock(SQLiteConnection connection, String schema) throws SQLException {
        String name = SqlNames.quoted(schema);
        if (Query.number(connection, "PRAGMA " + name + ".auto_vacuum") == 0) {
            Enforcement.execute(connection, "PRAGMA " + name + ".incremental_vacuum(1)");
        }
    }

    /**
     * Returns whether it may act on rows of other tables: whether its compiled form runs a foreign key program before it opens
     * {@code sqlite_schema}. SQLite compiles it from its schema in memory. The EXPLAIN of a DELETE would be shorter, but it
     * sets {@code changes()}.
     *
     * @param sql the statement; it may act on none if SQLite does not compile it
     */
    public boolean mayActOnOthers(SQLiteConnection connection, String sql) {
        boolean[] acts = new boolean[1];
        try {
            // unlike an EXPLAIN, its execution reads the schema again if another connection has changed it
            Query.hasRow(connection, "SELECT 1 FROM " + name() + " LIMIT 0");
            Query.each(connection, "EXPLAIN " + sql, instruction -> {
                acts[0] = "Program".equals(instruction.get(OPCODE));
                return !acts[0] && !opensSchemaTable(instruction.get(OPCODE), instruction.get(ROOT_PAGE));
            });
            return acts[0];
        } catch (SQLException e) {
            return false; // the table is missing, or is not a table
        }
    }

    private static boolean opensSchemaTable(@Nullable Object opcode, @Nullable Object rootPage) {
        return String.valueOf(opcode).startsWith("Open") && Long.valueOf(1).equals(rootPage);
    }

    private String name() {
        return schema.map(name -> SqlNames.quoted(name, table)).orElseGet(() -> SqlNames.quoted(table));
    }

    private static boolean hasTriggers(SQLiteConnection connection, String table) throws SQLException {
        for (Database database : Schemas.databases(connection)) {
            String query = "SELECT 1 FROM " + SqlNames.quoted(database.name(), "sqlite_schema")
                    + " WHERE type = 'trigger' AND tbl_name = " + SqlLiteral.of(table) + " COLLATE NOCASE";
            if (Query.hasRow(connection, query)) {
                return true;
            }
        }
        return false;
    }
}
