package dev.referent.jdbc;

import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.sqlite.SQLiteConnection;

/**
 * Follows the transactions that SQL strings begin and end. The RELEASE of a savepoint commits if the savepoint began the
 * transaction (sqlite.org/lang_savepoint.html), so savepoints are followed from there.
 */
final class SqlTransactionTracker {
    private static final Pattern CONTROL =
            Pattern.compile("\\b(?:BEGIN|SAVEPOINT|ROLLBACK|RELEASE|COMMIT|END)\\b", Pattern.CASE_INSENSITIVE);

    private final SQLiteConnection connection;
    private final Transaction transaction;
    private final List<Object> savepoints = new ArrayList<>();
    private boolean begun;
    private boolean outlastsSavepoints;

    SqlTransactionTracker(SQLiteConnection connection, Transaction transaction) {
        this.connection = connection;
        this.transaction = transaction;
    }

    /** Returns whether a transaction that a SQL string began may be open. */
    boolean mayHaveBegun() {
        return begun;
    }

    /** Notes that a savepoint or a rollback of JDBC has ended or begun what SQL strings began. */
    void ended() {
        begun = false;
        outlastsSavepoints = false;
        savepoints.clear();
    }

    /** Notes that a failure may have ended the transaction. */
    void doubt() {
        outlastsSavepoints = false;
    }

    /**
     * Notes that a SQL string that controls transactions was executed, or has failed. Forgets the transaction if none is open
     * any more.
     */
    void executed(String sql, boolean several, boolean successful) {
        List<Token> tokens =
                several ? List.of() : SqlScript.statements(sql).findFirst().orElse(List.of());
        String keyword = tokens.isEmpty() || !successful ? "" : tokens.get(0).keyword();
        boolean whole = !SqlTokens.says(tokens, "TO");
        remember(tokens, keyword, several);
        switch (keyword) {
            case "BEGIN" -> {
                transaction.end();
                begun = true;
                outlastsSavepoints = true;
                if (SqlTokens.says(tokens, "IMMEDIATE") || SqlTokens.says(tokens, "EXCLUSIVE")) {
                    transaction.writes().lockAll();
                }
            }
            case "SAVEPOINT" -> begun = true;
            case "COMMIT", "END" -> end();
            default -> {
                outlastsSavepoints = outlastsSavepoints && !keyword.isEmpty();
                if ((keyword.equals("ROLLBACK") && whole) || (!isKnownToStayOpen(keyword) && isEnded())) {
                    end();
                } else {
                    begun = true;
                }
            }
        }
    }

    /** Applies a savepoint statement to what is remembered of the transaction's writes. */
    private void remember(List<Token> tokens, String keyword, boolean several) {
        if (several) {
            transaction.writes().forgetWrites();
        } else if (keyword.equals("SAVEPOINT")) {
            transaction.writes().set(name(tokens));
        } else if (keyword.equals("RELEASE")) {
            transaction.writes().release(name(tokens));
        } else if (keyword.equals("ROLLBACK") && SqlTokens.says(tokens, "TO")) {
            transaction.writes().rollBackTo(name(tokens));
        }
    }

    /**
     * Returns whether the transaction is open after a ROLLBACK TO, or after a RELEASE, without asking SQLite, whose answer costs an
     * exception.
     */
    private boolean isKnownToStayOpen(String keyword) {
        return !transaction.isShared()
                && (keyword.equals("ROLLBACK") || (keyword.equals("RELEASE") && outlastsSavepoints));
    }

    /** Returns whether no transaction is open; false if SQLite cannot answer. */
    private boolean isEnded() {
        try {
            return !OpenTransaction.in(connection);
        } catch (SQLException e) {
            transaction.share();
            return false;
        }
    }

    private void end() {
        transaction.end();
        ended();
    }

    /**
     * Follows a SQL string before it is executed. Forgets the violation if the string rolls back its transaction, or begins
     * another.
     *
     * @param several whether all of its statements are executed, instead of the first only
     * @return whether it commits a transaction that a violation has left incomplete
     */
    boolean commitsIncomplete(String sql, boolean several) throws SQLException {
        List<List<Token>> controls = SqlScript.statements(sql)
                .limit(several ? Long.MAX_VALUE : 1)
                .filter(tokens -> CONTROL.matcher(tokens.get(0).keyword()).matches())
                .toList();
        boolean open = !controls.isEmpty() && OpenTransaction.in(connection);
        for (List<Token> tokens : controls) {
            if (open && isCommit(tokens) && transaction.violation().isPresent()) {
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

    /** Returns whether the release of that savepoint is a commit, and forgets the savepoint. */
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
            transaction.forgetViolation();
        }
        return true;
    }

    /** Remembers a savepoint if it, or an earlier one, began the transaction. */
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
            transaction.forgetViolation();
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
