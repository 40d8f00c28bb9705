package dev.referent.jdbc;

import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import dev.referent.jdbc.sql.StatementKind;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConnection;

/** Follows the transactions that SQL strings begin and end. */
final class SqlTransactionTracker {
    private final SQLiteConnection connection;
    private final Transaction transaction;
    private boolean begun;
    private boolean outlastsSavepoints;
    /** Whether a transaction was open before the present statement; true if that is not known. */
    private boolean wasOpen = true;

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
    }

    /** Notes that a failure may have ended the transaction. */
    void doubt() {
        outlastsSavepoints = false;
    }

    /** Notes that a statement that controls transactions was executed. Forgets the transaction if none is open any more. */
    void executed(String sql) {
        List<Token> tokens = first(sql);
        String keyword = tokens.isEmpty() ? "" : tokens.get(0).keyword();
        boolean whole = !SqlTokens.says(tokens, "TO");
        remember(tokens, keyword);
        wasOpen = true;
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

    /** Notes that a statement that controls transactions has failed. Forgets the transaction if none is open any more. */
    void failed() {
        wasOpen = true;
        outlastsSavepoints = false;
        if (isEnded()) {
            end();
        } else {
            begun = true;
        }
    }

    /** Applies a savepoint statement that was executed to what is remembered of the transaction. */
    private void remember(List<Token> tokens, String keyword) {
        if (keyword.equals("SAVEPOINT")) {
            transaction.set(name(tokens), !wasOpen);
        } else if (keyword.equals("RELEASE")) {
            transaction.released(name(tokens));
        } else if (keyword.equals("ROLLBACK") && SqlTokens.says(tokens, "TO")) {
            transaction.wentBackTo(name(tokens));
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

    /** Returns whether the first statement of a SQL string begins or ends a transaction, other than by a savepoint. */
    static boolean beginsOrEnds(String sql) {
        if (StatementKind.of(sql) != StatementKind.TRANSACTION_CONTROL) {
            return false;
        }
        List<Token> tokens = first(sql);
        return switch (tokens.get(0).keyword()) {
            case "SAVEPOINT", "RELEASE" -> false;
            case "ROLLBACK" -> !SqlTokens.says(tokens, "TO");
            default -> true;
        };
    }

    private static List<Token> first(String sql) {
        return SqlScript.statements(sql).findFirst().orElse(List.of());
    }

    /** Follows a statement that controls transactions before it is executed; returns whether it commits the open transaction. */
    boolean before(String sql) throws SQLException {
        List<Token> tokens = first(sql);
        wasOpen = OpenTransaction.in(connection);
        return wasOpen
                && switch (tokens.get(0).keyword()) {
                    case "COMMIT", "END" -> true;
                    case "RELEASE" -> transaction.isCommit(name(tokens));
                    default -> false;
                };
    }

    /** Returns a savepoint's name, as SQLite compares it, from the end of a statement or of the name in SQL. */
    static String name(List<Token> tokens) {
        return tokens.isEmpty()
                ? ""
                : SqlNames.folded(tokens.get(tokens.size() - 1).text());
    }
}
