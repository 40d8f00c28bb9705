package dev.referent.jdbc.driver;

import dev.referent.integrity.Undetermined;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.sql.SqlLiteral;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final String REFERENCING =
            """
            SELECT t.name, group_concat(k."from", ', ') FROM %1$s.sqlite_schema t
              JOIN pragma_foreign_key_list(t.name, %2$s) k
             WHERE t.type = 'table' AND k."table" = %3$s COLLATE NOCASE GROUP BY t.name, k.id LIMIT 1
            """;

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
        String query = REFERENCING.formatted(SqlNames.quoted(schema), SqlLiteral.of(schema), SqlLiteral.of(table));
        try {
            return Query.rows(connection, query).stream()
                    .map(row -> Reason.NO_PARENT_TABLE.because(row.get(0), row.get(1), table))
                    .findFirst();
        } catch (SQLException e) {
            return Optional.empty();
        }
    }
}
