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
    private static final Pattern NO_TABLE = Pattern.compile("no such table: ([^.]*)\\.(.*?)\\)?", Pattern.DOTALL);

    private static final int NAME = 1;
    private static final int TYPE = 2;
    private static final int ID = 0;
    private static final int PARENT = 2;
    private static final int CHILD_COLUMN = 3;

    private MismatchErrors() {}

    /** Returns what is wrong with the foreign key; empty if the failure has another reason. */
    public static Optional<Undetermined> explain(SQLiteConnection connection, SQLException failure, String sql) {
        String message = String.valueOf(failure.getMessage());
        Matcher mismatch = MISMATCH.matcher(message);
        if (mismatch.find()) {
            return Optional.of(Reason.MISMATCH.because(mismatch.group(1), mismatch.group(2)));
        }
        Matcher missing = NO_TABLE.matcher(message);
        boolean other = failure.getErrorCode() != SQLiteErrorCode.SQLITE_ERROR.code;
        return other || !missing.find() ? Optional.empty() : missingParent(connection, message, sql);
    }

    /** The missing table may also be one that the statement itself names. */
    private static Optional<Undetermined> missingParent(SQLiteConnection connection, String message, String sql) {
        String name = message.substring(message.indexOf("no such table: ") + "no such table: ".length());
        String schema = name.substring(0, name.indexOf('.'));
        String table = name.substring(schema.length() + 1).replaceAll("\\)$", "");
        List<Token> tokens = SqlTokens.of(sql);
        if (tokens.stream().anyMatch(token -> token.text().equalsIgnoreCase(table))) {
            return Optional.empty();
        }
        try {
            String quoted = SqlNames.quoted(schema);
            for (List<@Nullable Object> child : CompiledPragma.rows(connection, quoted + ".table_list")) {
                Optional<String> columns = "table".equals(child.get(TYPE))
                        ? referencing(connection, quoted, String.valueOf(child.get(NAME)), table)
                        : Optional.empty();
                if (columns.isPresent()) {
                    return Optional.of(Reason.NO_PARENT_TABLE.because(child.get(NAME), columns.get(), table));
                }
            }
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    /** Returns the columns of the first key to the table. */
    private static Optional<String> referencing(SQLiteConnection connection, String schema, String child, String parent)
            throws SQLException {
        List<List<@Nullable Object>> columns =
                CompiledPragma.rows(connection, schema + ".foreign_key_list(" + SqlNames.quoted(child) + ")");
        Map<String, String> keys = columns.stream()
                .filter(column -> parent.equalsIgnoreCase(String.valueOf(column.get(PARENT))))
                .collect(Collectors.groupingBy(
                        column -> String.valueOf(column.get(ID)),
                        TreeMap::new,
                        Collectors.mapping(
                                column -> String.valueOf(column.get(CHILD_COLUMN)), Collectors.joining(", "))));
        return keys.values().stream().findFirst();
    }
}
