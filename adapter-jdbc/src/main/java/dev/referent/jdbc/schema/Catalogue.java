package dev.referent.jdbc.schema;

import dev.referent.core.integrity.ForeignKey;
import dev.referent.jdbc.driver.WrittenTables;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
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
 * @param volatileTables the tables whose triggers, or whose foreign keys' defaults, call a function that answers differently the
 *     second time
 */
public record Catalogue(
        String text,
        List<SchemaKey> keys,
        boolean triggers,
        boolean rollsBack,
        boolean replaces,
        boolean fails,
        boolean imitates,
        Set<String> volatileTables) {
    /** Stands for every table, where a trigger is a view's: which tables it writes is not told by the view's name. */
    private static final String EVERY = "*";

    /** What is calculated when a row is written: triggers, and the defaults of referencing columns. */
    private static final String RECALCULATED =
            """
            SELECT tbl_name, sql, tbl_name IN (SELECT name FROM %1$s.sqlite_schema WHERE type = 'view')
              FROM %1$s.sqlite_schema WHERE type = 'trigger'
            UNION ALL
            SELECT t.name, c.dflt_value, 0 FROM %1$s.sqlite_schema t
              JOIN pragma_foreign_key_list(t.name, ?1) k JOIN pragma_table_xinfo(t.name, ?1) c
             WHERE t.type = 'table' AND c.name = k."from" COLLATE NOCASE AND c.dflt_value IS NOT NULL
            """;

    /** The functions that answer by chance, or by what the refused run itself has moved. */
    private static final Set<String> VOLATILE =
            Set.of("random", "randomblob", "changes", "total_changes", "last_insert_rowid");

    /**
     * Reads the catalogue.
     *
     * @param known an older one, which is returned if the schema is the same
     */
    public static Catalogue of(SQLiteConnection connection, Catalogue known) throws SQLException {
        List<String> schemas = schemas(connection);
        String text = text(connection, schemas);
        return text.equals(known.text) ? known : read(connection, schemas, text);
    }

    /** Returns the catalogue of no database, which no other equals. */
    public static Catalogue unread() {
        return new Catalogue("unread", List.of(), false, false, false, false, false, Set.of());
    }

    private static Catalogue read(SQLiteConnection connection, List<String> schemas, String text) throws SQLException {
        List<SchemaKey> keys = new ArrayList<>();
        Set<String> volatileTables = new HashSet<>();
        for (String schema : schemas) {
            TableFacts.Reader tables = new TableFacts.Reader(connection, schema);
            for (ForeignKey foreignKey : SchemaForeignKeys.of(connection, schema)) {
                keys.add(key(schema, foreignKey, tables));
            }
            volatileTables.addAll(volatileTables(connection, schema));
        }
        List<Token> tokens = SqlTokens.of(text);
        return new Catalogue(
                text,
                List.copyOf(keys),
                SqlTokens.says(tokens, "TRIGGER"),
                SqlTokens.says(tokens, "ROLLBACK"),
                SqlTokens.says(tokens, "REPLACE"),
                SqlTokens.says(tokens, "FAIL"),
                text.toLowerCase(Locale.ROOT).contains("foreign key constraint failed"),
                Set.copyOf(volatileTables));
    }

    private static Set<String> volatileTables(SQLiteConnection connection, String schema) throws SQLException {
        Set<String> tables = new HashSet<>();
        try (PreparedStatement statement =
                connection.prepareStatement(RECALCULATED.formatted(SqlNames.quoted(schema)))) {
            statement.setString(1, schema);
            try (ResultSet texts = statement.executeQuery()) {
                while (texts.next()) {
                    if (callsVolatile(SqlTokens.of(texts.getString(2)))) {
                        tables.add(texts.getBoolean(3) ? EVERY : WrittenTables.nameOf(schema, texts.getString(1)));
                    }
                }
            }
        }
        return tables;
    }

    /** Tells whether a statement calls a function that answers differently the second time, itself or by what it sets off. */
    public boolean isVolatile(SQLiteConnection connection, String sql) throws SQLException {
        if (callsVolatile(SqlTokens.of(sql)) || volatileTables.contains(EVERY)) {
            return true;
        }
        return !volatileTables.isEmpty() && !Collections.disjoint(volatileTables, WrittenTables.of(connection, sql));
    }

    private static SchemaKey key(String schema, ForeignKey foreignKey, TableFacts.Reader tables) throws SQLException {
        TableFacts child = tables.of(foreignKey.childTable());
        TableFacts parent = tables.of(foreignKey.parentTable());
        boolean alike = IntStream.range(0, foreignKey.childColumns().size()).allMatch(i -> child.affinities()
                .getOrDefault(foreignKey.childColumns().get(i), "")
                .equals(parent.affinities().get(foreignKey.parentColumns().get(i))));
        return new SchemaKey(
                schema,
                foreignKey,
                child.rowId().filter(name -> isHeard(foreignKey.childTable())),
                child.rowId().isPresent() ? List.of() : child.primaryKey(),
                parent.rowId().filter(name -> isHeard(foreignKey.parentTable())),
                alike && !child.collates() && !parent.collates());
    }

    /** The driver's update listener garbles the name of a table with characters beyond the Basic Multilingual Plane. */
    private static boolean isHeard(String table) {
        return table.chars().noneMatch(c -> Character.isSurrogate((char) c));
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

    /** Returns the names of a connection's databases. */
    public static List<String> schemas(SQLiteConnection connection) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM pragma_database_list");
                ResultSet names = statement.executeQuery()) {
            while (names.next()) {
                schemas.add(names.getString(1));
            }
        }
        return schemas;
    }

    /** Tells whether a function is called that answers differently the second time. */
    static boolean callsVolatile(List<Token> tokens) {
        return IntStream.range(1, tokens.size())
                .anyMatch(i -> tokens.get(i).is("(")
                        && VOLATILE.contains(tokens.get(i - 1).text().toLowerCase(Locale.ROOT)));
    }
}
