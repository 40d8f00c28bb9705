package dev.referent.jdbc;

import dev.referent.core.integrity.ForeignKey;
import dev.referent.jdbc.SqlTokens.Token;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.sqlite.SQLiteConnection;

/**
 * The foreign keys of all of a connection's databases, and what the schema's text says of a second run of a statement.
 *
 * @param text the text it was read from; another text is another catalogue. (The schema's version would not do: it comes
 *     back when DDL is rolled back.)
 * @param keys the foreign keys
 * @param triggers whether there is a trigger
 * @param rollsBack whether something in the schema may roll back the transaction
 * @param replaces whether something in the schema may replace rows
 * @param fails whether something in the schema may leave rows of a refused statement behind
 * @param imitates whether a trigger may raise SQLite's own text
 * @param isVolatile whether something calls a function that answers differently the second time
 */
record Catalogue(
        String text,
        List<SchemaKey> keys,
        boolean triggers,
        boolean rollsBack,
        boolean replaces,
        boolean fails,
        boolean imitates,
        boolean isVolatile) {
    /** The functions that answer by chance, or by what the refused run itself has moved. */
    private static final Set<String> VOLATILE =
            Set.of("random", "randomblob", "changes", "total_changes", "last_insert_rowid");

    /**
     * Reads the catalogue.
     *
     * @param known an older one, which is returned if the schema is the same
     */
    static Catalogue of(SQLiteConnection connection, Catalogue known) throws SQLException {
        List<String> schemas = schemas(connection);
        String text = text(connection, schemas);
        return text.equals(known.text) ? known : read(connection, schemas, text);
    }

    /** Returns the catalogue of no database, which no other equals. */
    static Catalogue unread() {
        return new Catalogue("unread", List.of(), false, false, false, false, false, false);
    }

    private static Catalogue read(SQLiteConnection connection, List<String> schemas, String text) throws SQLException {
        List<SchemaKey> keys = new ArrayList<>();
        for (String schema : schemas) {
            TableFacts.Reader tables = new TableFacts.Reader(connection, schema);
            for (ForeignKey foreignKey : SchemaForeignKeys.of(connection, schema)) {
                keys.add(key(schema, foreignKey, tables));
            }
        }
        List<Token> tokens = SqlTokens.of(text);
        return new Catalogue(
                text,
                List.copyOf(keys),
                says(tokens, "TRIGGER"),
                says(tokens, "ROLLBACK"),
                says(tokens, "REPLACE"),
                says(tokens, "FAIL"),
                text.toLowerCase(Locale.ROOT).contains("foreign key constraint failed"),
                callsVolatile(tokens));
    }

    private static SchemaKey key(String schema, ForeignKey foreignKey, TableFacts.Reader tables) throws SQLException {
        TableFacts child = tables.of(foreignKey.childTable());
        TableFacts parent = tables.of(foreignKey.parentTable());
        boolean alike = IntStream.range(0, foreignKey.childColumns().size()).allMatch(i -> child.affinities()
                .getOrDefault(foreignKey.childColumns().get(i), "")
                .equals(parent.affinities().get(foreignKey.parentColumns().get(i))));
        return new SchemaKey(
                schema, foreignKey, child.rowId(), parent.rowId(), alike && !child.collates() && !parent.collates());
    }

    private static String text(SQLiteConnection connection, List<String> schemas) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (String schema : schemas) {
            String query = "SELECT sql FROM " + SqlNames.quoted(schema) + ".sqlite_schema WHERE sql IS NOT NULL";
            text.append("-- ").append(schema).append('\n');
            try (PreparedStatement statement = connection.prepareStatement(query);
                    ResultSet texts = statement.executeQuery()) {
                while (texts.next()) {
                    text.append(texts.getString(1)).append("\n;\n");
                }
            }
        }
        return text.toString();
    }

    static List<String> schemas(SQLiteConnection connection) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM pragma_database_list");
                ResultSet names = statement.executeQuery()) {
            while (names.next()) {
                schemas.add(names.getString(1));
            }
        }
        return schemas;
    }

    private static boolean says(List<Token> tokens, String keyword) {
        return tokens.stream().anyMatch(token -> token.is(keyword));
    }

    /** Tells whether a function is called that answers differently the second time. */
    static boolean callsVolatile(List<Token> tokens) {
        return IntStream.range(1, tokens.size())
                .anyMatch(i -> tokens.get(i).is("(")
                        && VOLATILE.contains(tokens.get(i - 1).text().toLowerCase(Locale.ROOT)));
    }
}
