package dev.referent.jdbc;

import dev.referent.jdbc.SqlTokens.Token;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConnection;

/**
 * A DROP TABLE. It deletes the table's rows first, with the actions of their foreign keys and without triggers
 * (sqlite.org/foreignkeys.html#fk_schemacommands), so that DELETE is run in its place.
 */
final class DropTable {
    private static final String DELETE_TRIGGER =
            "SELECT 1 FROM %s.sqlite_schema WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE";

    private DropTable() {}

    /** Returns the statement itself, or what is run again in its place. */
    static Rerun asDelete(SQLiteConnection connection, Rerun rerun) {
        List<Token> tokens = rerun.tokens();
        if (tokens.size() < 3 || !tokens.get(0).is("DROP") || !tokens.get(1).is("TABLE")) {
            return rerun;
        }
        int name = tokens.get(2).is("IF") && tokens.size() > 4 ? 4 : 2;
        boolean qualified = tokens.size() > name + 2 && tokens.get(name + 1).is(".");
        String schema = qualified ? SqlNames.quoted(tokens.get(name).text()) + "." : "";
        String table = tokens.get(qualified ? name + 2 : name).text();
        String delete = "DELETE FROM " + schema + SqlNames.quoted(table);
        return new Rerun(delete, Optional.of(List.of()), rerun.nanoseconds(), () -> run(connection, table, delete));
    }

    private static void run(SQLiteConnection connection, String table, String delete) throws SQLException {
        for (String schema : Catalogue.schemas(connection)) {
            String query = DELETE_TRIGGER.formatted(SqlNames.quoted(schema));
            try (PreparedStatement statement = connection.prepareStatement(query)) {
                statement.setString(1, table);
                try (ResultSet trigger = statement.executeQuery()) {
                    if (trigger.next()) {
                        throw new SQLException(
                                "a DROP TABLE sets off no triggers, and the DELETE that would be run in its"
                                        + " place does");
                    }
                }
            }
        }
        Enforcement.execute(connection, delete);
    }
}
