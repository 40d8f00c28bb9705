package dev.referent.jdbc.driver;

import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/**
 * Recognizes SQLite's errors about a foreign key that it cannot check (sqlite.org/foreignkeys.html#fk_indexes): every write
 * that it would check fails, even that of a null.
 */
public final class MismatchErrors {
    private static final Pattern MISMATCH =
            Pattern.compile("foreign key mismatch - \"(.*)\" referencing \"(.*)\"", Pattern.DOTALL);
    private static final Pattern NO_TABLE = Pattern.compile("no such table: ([^.]*)\\.(.*?)\\)?\\z", Pattern.DOTALL);

    private static final Set<String> BEFORE_A_TABLE = Set.of("INTO", "UPDATE", "DELETE FROM", "DROP TABLE");

    private static final int NAME = 1;
    private static final int TYPE = 2;
    private static final int ID = 0;
    private static final int PARENT = 2;
    private static final int CHILD_COLUMN = 3;

    private MismatchErrors() {}

    /** Returns what is wrong with the foreign key; empty if the failure has another reason. */
    public static Optional<Undetermined> explain(SQLiteConnection connection, SQLException failure, String sql) {
        if (failure.getErrorCode() != SQLiteErrorCode.SQLITE_ERROR.code) {
            return Optional.empty(); // a trigger may raise the same words
        }
        String message = String.valueOf(failure.getMessage());
        Matcher mismatch = MISMATCH.matcher(message);
        if (mismatch.find()) {
            return Optional.of(Reason.MISMATCH.because(mismatch.group(1), mismatch.group(2)));
        }
        Matcher noTable = NO_TABLE.matcher(message);
        return noTable.find() ? missingParent(connection, noTable.group(1), noTable.group(2), sql) : Optional.empty();
    }

    /**
     * The missing table may also be one that the statement itself names, or a trigger or a view. If the table that the statement
     * writes has a key to it, every such write fails by that key, whatever else names it, if the connection enforces.
     */
    private static Optional<Undetermined> missingParent(
            SQLiteConnection connection, String schema, String table, String sql) {
        List<Token> tokens = SqlTokens.of(sql);
        String written = written(tokens);
        if (tokens.stream().anyMatch(token -> SqlNames.same(table, token.text()))) {
            return Optional.empty();
        }
        try {
            if (!Enforcement.isOn(connection)) {
                return Optional.empty();
            }
            String quoted = SqlNames.quoted(schema);
            for (List<@Nullable Object> child : CompiledPragma.rows(connection, quoted + ".table_list")) {
                String name = String.valueOf(child.get(NAME));
                Optional<String> columns = "table".equals(child.get(TYPE)) && SqlNames.same(written, name)
                        ? referencing(connection, quoted, name, table)
                        : Optional.empty();
                if (columns.isPresent()) {
                    return Optional.of(Reason.NO_PARENT_TABLE.because(name, columns.get(), table));
                }
            }
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Returns the table that an INSERT, an UPDATE, a DELETE or a DROP TABLE names; empty if there is none. */
    private static String written(List<Token> tokens) {
        for (int i = 0; i < tokens.size() - 1; i++) {
            String word = tokens.get(i).keyword();
            String before = i == 0 ? "" : tokens.get(i - 1).keyword();
            if (BEFORE_A_TABLE.contains(word) || BEFORE_A_TABLE.contains(before + " " + word)) {
                boolean continues =
                        tokens.get(i + 1).is("OR") || tokens.get(i + 1).is("IF");
                int name = continues ? i + 3 : i + 1;
                boolean qualified =
                        name + 2 < tokens.size() && tokens.get(name + 1).is(".");
                int table = qualified ? name + 2 : name;
                return table < tokens.size() ? tokens.get(table).text() : "";
            }
        }
        return "";
    }

    /** Returns the columns of the first key to the table. */
    private static Optional<String> referencing(SQLiteConnection connection, String schema, String child, String parent)
            throws SQLException {
        List<List<@Nullable Object>> columns =
                CompiledPragma.rows(connection, schema + ".foreign_key_list(" + SqlNames.quoted(child) + ")");
        Map<String, String> keys = columns.stream()
                .filter(column -> SqlNames.same(parent, String.valueOf(column.get(PARENT))))
                .collect(Collectors.groupingBy(
                        column -> String.valueOf(column.get(ID)),
                        TreeMap::new,
                        Collectors.mapping(
                                column -> String.valueOf(column.get(CHILD_COLUMN)), Collectors.joining(", "))));
        return keys.values().stream().findFirst();
    }
}
