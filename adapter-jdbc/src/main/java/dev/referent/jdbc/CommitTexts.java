package dev.referent.jdbc;

import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.sql.Script;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;

/**
 * Tells which SQL text commits a transaction. The RELEASE of a savepoint does if the savepoint began the transaction
 * (sqlite.org/lang_savepoint.html), so savepoints are followed from there.
 */
final class CommitTexts {
    private static final Set<String> CONTROLS = Set.of("BEGIN", "SAVEPOINT", "ROLLBACK", "RELEASE", "COMMIT", "END");

    private static final Pattern CONTROL =
            Pattern.compile("\\b(?:" + String.join("|", CONTROLS) + ")\\b", Pattern.CASE_INSENSITIVE);

    private final SQLiteConnection connection;
    private final Transaction transaction;
    private final List<Object> savepoints = new ArrayList<>();

    CommitTexts(SQLiteConnection connection, Transaction transaction) {
        this.connection = connection;
        this.transaction = transaction;
    }

    /** Tells whether the first statement of a text begins or ends a transaction, or a part of one. */
    static boolean controls(String sql) {
        return CONTROL.matcher(sql).find() && controls(SqlTokens.of(sql));
    }

    private static boolean controls(List<Token> statement) {
        return !statement.isEmpty() && CONTROLS.contains(statement.get(0).keyword());
    }

    /**
     * Follows a text before it is run. A refusal is forgotten where the text undoes its transaction, or begins another.
     *
     * @param whole whether all statements of the text are run, not only the first
     * @return whether it commits a transaction of which a foreign key has refused a part
     */
    boolean commitHalf(String sql, boolean whole) throws SQLException {
        if (!CONTROL.matcher(sql).find()) {
            return false;
        }
        List<String> statements = Script.of(sql);
        List<List<Token>> controls = (whole ? statements : statements.subList(0, 1))
                .stream().map(SqlTokens::of).filter(CommitTexts::controls).toList();
        boolean open = !controls.isEmpty() && OpenTransaction.in(connection);
        for (List<Token> tokens : controls) {
            if (open && isCommit(tokens) && transaction.refusal().isPresent()) {
                return true;
            }
            open = after(tokens, open);
        }
        return false;
    }

    private boolean isCommit(List<Token> tokens) {
        return switch (tokens.get(0).keyword()) {
            case "COMMIT", "END" -> true;
            case "RELEASE" -> isCommit(name(tokens));
            default -> false;
        };
    }

    /** Returns whether a transaction is open after the statement. */
    private boolean after(List<Token> tokens, boolean open) {
        return switch (tokens.get(0).keyword()) {
            case "BEGIN" -> begin(open);
            case "SAVEPOINT" -> set(name(tokens), open);
            case "ROLLBACK" -> rollBack(tokens, open);
            case "RELEASE" -> open;
            default -> false;
        };
    }

    /** Tells whether the release of that savepoint is a commit, and forgets the savepoint. */
    boolean isCommit(Object savepoint) {
        int index = savepoints.lastIndexOf(savepoint);
        if (index >= 0) {
            savepoints.subList(index, savepoints.size()).clear();
        }
        return index == 0;
    }

    private boolean begin(boolean open) {
        if (!open) {
            savepoints.clear();
            transaction.forgetRefusal();
        }
        return true;
    }

    /** Remembers a savepoint, if it begins a transaction or one before it did. */
    boolean set(Object savepoint, boolean open) {
        begin(open);
        if (!open || !savepoints.isEmpty()) {
            savepoints.add(savepoint);
        }
        return true;
    }

    private boolean rollBack(List<Token> tokens, boolean open) {
        boolean partly = SqlTokens.says(tokens, "TO");
        int index = partly ? savepoints.lastIndexOf(name(tokens)) : -1;
        if (!partly || index == 0) {
            transaction.forgetRefusal();
        }
        if (!partly || index >= 0) {
            savepoints.subList(index + 1, savepoints.size()).clear();
        }
        return open && partly;
    }

    private static String name(List<Token> tokens) {
        return tokens.get(tokens.size() - 1).text().toLowerCase(Locale.ROOT);
    }
}
