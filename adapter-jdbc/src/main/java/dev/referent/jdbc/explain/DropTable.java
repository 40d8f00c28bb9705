package dev.referent.jdbc.explain;

import dev.referent.jdbc.driver.Enforcement;
import dev.referent.jdbc.schema.Catalogue;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * A DROP TABLE. It deletes the table's rows first, with the actions of their foreign keys and without triggers
 * (sqlite.org/foreignkeys.html#fk_schemacommands), so that DELETE is run in its place.
 *
 * @param schema the database, if the statement says which
 * @param table the table
 */
public record DropTable(Optional<String> schema, String table) {
    private static final String DELETE_TRIGGER =
            "SELECT 1 FROM %s.sqlite_schema WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE";

    private static final String TABLE =
            "SELECT 1 FROM %s.sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE";

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

    /** Returns the database that holds the table: SQLite looks into temp first. */
    public String schemaIn(SQLiteConnection connection) throws SQLException {
        if (schema.isPresent()) {
            return schema.get();
        }
        if (has(connection, "temp", TABLE, table)) {
            return "temp";
        }
        for (String candidate : Catalogue.schemas(connection)) {
            if (has(connection, candidate, TABLE, table)) {
                return candidate;
            }
        }
        return "main";
    }

    /** Returns the statement itself, or what is run again in its place. */
    static Rerun asDelete(SQLiteConnection connection, Rerun rerun) {
        List<Token> tokens = rerun.tokens();
        if (tokens.size() < 3 || !tokens.get(0).is("DROP") || !tokens.get(1).is("TABLE")) {
            return rerun;
        }
        DropTable drop = of(tokens);
        String prefix = drop.schema.map(name -> SqlNames.quoted(name) + ".").orElse("");
        String delete = "DELETE FROM " + prefix + SqlNames.quoted(drop.table);
        return new Rerun(delete, Optional.of(List.of()), rerun.nanoseconds(), () -> {
            if (hasTriggers(connection, drop.table)) {
                throw new SQLException(
                        "a DROP TABLE sets off no triggers, and the DELETE that would be run in its place does");
            }
            Enforcement.execute(connection, delete);
        });
    }

    private static boolean hasTriggers(SQLiteConnection connection, String table) throws SQLException {
        for (String schema : Catalogue.schemas(connection)) {
            if (has(connection, schema, DELETE_TRIGGER, table)) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(SQLiteConnection connection, String schema, String query, String table)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query.formatted(SqlNames.quoted(schema)))) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }
}
