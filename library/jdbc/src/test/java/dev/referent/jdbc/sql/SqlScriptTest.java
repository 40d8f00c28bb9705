package dev.referent.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.sql.SqlTokens.Token;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SqlScriptTest {
    private static List<String> statements(String sql) {
        return SqlScript.statements(sql)
                .map(tokens -> sql.substring(
                        tokens.get(0).start(), tokens.get(tokens.size() - 1).end()))
                .toList();
    }

    @Test
    void endsAStatementAtItsSemicolonAndNowhereElse() {
        assertThat(statements(";; SELECT ';' -- ;\n; /* ; */ SELECT \"a;b\", [c;d]; \n;SELECT 1 -- end"))
                .containsExactly("SELECT ';'", "SELECT \"a;b\", [c;d]", "SELECT 1");
        assertThat(SqlScript.statements("-- nothing\n;")).isEmpty();
    }

    /** Of the characters that Java takes for spaces or letters, SQLite takes some for neither. */
    @Test
    void separatesTokensBySqlitesOwnSpaces() {
        assertThat(SqlTokens.of("\uFEFFCOMMIT \u000B\f\uFEFFTO\uFEFF a\u2003b \u001C"))
                .extracting(Token::text)
                .containsExactly("COMMIT", "TO\uFEFF", "a\u2003b", "\u001C");
        assertThat(SqlTokens.of("comm\u0131t")).noneMatch(token -> token.is("COMMIT"));
        assertThat(SqlTokens.of("comm\u0131t")).extracting(Token::keyword).containsExactly("");
    }

    @Test
    void endsAParameterWhereSqliteEndsIt() {
        assertThat(SqlTokens.of("?1AND ?,?x :a$1=@b::c(d)) $e::(f g) : #h$"))
                .extracting(Token::text)
                .containsExactly(
                        "?1",
                        "AND",
                        "?",
                        ",",
                        "?",
                        "x",
                        ":a$1",
                        "=",
                        "@b::c(d)",
                        ")",
                        "$e::",
                        "(",
                        "f",
                        "g",
                        ")",
                        ":",
                        "#h$");
    }

    @Test
    void keepsTheBodyOfATriggerInItsStatement() {
        String trigger = "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN\n"
                + "  UPDATE a SET b = CASE WHEN c THEN 1 ELSE 2 END;\n  DELETE FROM d;\nEND";

        assertThat(statements(trigger + "; SELECT 1")).containsExactly(trigger, "SELECT 1");
        assertThat(statements("BEGIN; SELECT 1; END; CREATE TABLE trigger_log (a)"))
                .containsExactly("BEGIN", "SELECT 1", "END", "CREATE TABLE trigger_log (a)");
        assertThat(statements("EXPLAIN QUERY PLAN " + trigger + "; SELECT 1"))
                .containsExactly("EXPLAIN QUERY PLAN " + trigger, "SELECT 1");
        assertThat(statements("CREATE TABLE trigger (a); CREATE VIEW trigger AS SELECT 1; SELECT 1"))
                .containsExactly("CREATE TABLE trigger (a)", "CREATE VIEW trigger AS SELECT 1", "SELECT 1");
        assertThat(SqlScript.statements(trigger).findFirst().orElseThrow())
                .extracting(Token::text)
                .endsWith(";", "END");
    }
}
