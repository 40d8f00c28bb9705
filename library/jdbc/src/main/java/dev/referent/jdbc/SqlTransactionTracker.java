package dev.referent.jdbc;

import dev.referent.jdbc.driver.OpenTransaction;
import dev.referent.jdbc.sql.SqlNames;
import dev.referent.jdbc.sql.SqlScript;
import dev.referent.jdbc.sql.SqlTokens;
import dev.referent.jdbc.sql.SqlTokens.Token;
import dev.referent.jdbc.sql.StatementKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConnection;

/**
 * Follows the transactions that SQL strings begin and end. The RELEASE of a savepoint commits if the savepoint began the
 * transaction (sqlite.org/lang_savepoint.html), so savepoints are followed from there.
 */
final class SqlTransactionTracker {
    private final SQLiteConnection connection;
    private final Transaction transaction;
    private final List<String> savepoints = new ArrayList<>();
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

    /** Notes that a statement that controls transactions was executed. Forgets the transaction if none is open any more. */
    void executed(String sql) {
        List<Token> tokens = first(sql);
        String keyword = tokens.isEmpty() ? "" : tokens.get(0).keyword();
        boolean whole = !SqlTokens.says(tokens, "TO");
        remember(tokens, keyword);
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
        outlastsSavepoints = false;
        if (isEnded()) {
            end();
        } else {
            begun = true;
        }
    }

    /** Notes that a batch was executed, or has failed, of which statements control transactions. */
    void batchEnded() {
        transaction.writes().forgetWrites();
        failed();
    }

    /** Applies a savepoint statement that was executed to what is remembered of the transaction. */
    private void remember(List<Token> tokens, String keyword) {
        if (keyword.equals("SAVEPOINT")) {
            transaction.set(name(tokens));
        } else if (keyword.equals("RELEASE")) {
            transaction.released(name(tokens));
            released(name(tokens));
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

    /**
     * Follows a statement that controls transactions before it is executed. Forgets the violation if it rolls back its
     * transaction, or begins another.
     *
     * @param check is called if the statement commits the open transaction, and may reject it
     */
    void before(String sql, Engine.Call check) throws SQLException {
        List<Token> tokens = first(sql);
        boolean open = OpenTransaction.in(connection);
        if (open && isCommit(tokens)) {
            check.run();
        }
        switch (tokens.get(0).keyword()) {
            case "BEGIN" -> begin(open);
            case "SAVEPOINT" -> set(name(tokens), open);
            case "ROLLBACK" -> rollBack(tokens);
            default -> {}
        }
    }

    private boolean isCommit(List<Token> tokens) {
        return switch (tokens.get(0).keyword()) {
            case "COMMIT", "END" -> true;
            case "RELEASE" -> isCommit(name(tokens));
            default -> false;
        };
    }

    /** Returns whether the release of that savepoint is a commit. */
    boolean isCommit(String savepoint) {
        return savepoints.lastIndexOf(savepoint) == 0;
    }

    /** Forgets a savepoint, and those within it. */
    void released(String savepoint) {
        int index = savepoints.lastIndexOf(savepoint);
        if (index >= 0) {
            savepoints.subList(index, savepoints.size()).clear();
        }
    }

    private void begin(boolean open) {
        if (!open) {
            savepoints.clear();
            transaction.forgetViolation();
        }
    }

    /** Remembers a savepoint if it, or an earlier one, began the transaction. */
    void set(String savepoint, boolean open) {
        begin(open);
        if (!open || !savepoints.isEmpty()) {
            savepoints.add(savepoint);
        }
    }

    private void rollBack(List<Token> tokens) {
        if (SqlTokens.says(tokens, "TO")) {
            rolledBackTo(name(tokens));
        } else {
            transaction.forgetViolation();
            savepoints.clear();
        }
    }

    /** Forgets the savepoints within a savepoint. */
    void rolledBackTo(String savepoint) {
        int index = savepoints.lastIndexOf(savepoint);
        if (index >= 0) {
            savepoints.subList(index + 1, savepoints.size()).clear();
        }
    }

    /** Returns a savepoint's name, as SQLite compares it, from the end of a statement or of the name in SQL. */
    static String name(List<Token> tokens) {
        return tokens.isEmpty()
                ? ""
                : SqlNames.folded(tokens.get(tokens.size() - 1).text());
    }
}
