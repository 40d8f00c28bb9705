package dev.referent.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first word of a SQL string tells what it does. */
final class StatementKindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1|QUERY",
                "VALUES (1)|QUERY",
                "PRAGMA foreign_keys|PRAGMA",
                "explain insert into c values (1)|PRAGMA",
                "Insert INTO c VALUES (1)|INSERT",
                "REPLACE INTO c VALUES (1)|INSERT",
                "UPDATE c SET x = 1|WRITE",
                "delete FROM c|WRITE",
                "DROP TABLE c|DROP",
                "ROLLBACK|TRANSACTION_CONTROL",
                "release a|TRANSACTION_CONTROL",
                "savepoint a|TRANSACTION_CONTROL",
                "BEGIN|TRANSACTION_CONTROL",
                "COMMIT;|TRANSACTION_CONTROL",
                "end|TRANSACTION_CONTROL",
                "END_OF_FILE|OTHER",
                "SELECTED|OTHER",
                "CREATE TABLE c (x)|OTHER",
                " ; -- SELECT 1|OTHER",
                "; /* DROP */ -- x~ UPDATE c SET x = 1|WRITE",
                "/* open|OTHER",
                "WITH a AS (DELETE) SELECT 1|QUERY",
                "with recursive select_(x) AS (VALUES (1)) insert INTO c SELECT x FROM select_|INSERT",
                "WITH \"update\" AS (SELECT ')' /* ) */) -- update~ DELETE FROM c|WRITE",
                "WITH [a]b AS (SELECT 1), c AS (SELECT 'it''s') REPLACE INTO c SELECT 1|INSERT",
                "WITH replace(x) AS (VALUES (1)) SELECT x FROM replace|QUERY",
                "WITH a AS (SELECT 1), Replace AS (SELECT 2) REPLACE INTO c SELECT 1|INSERT",
                "WITH|OTHER"
            })
    void isToldByTheFirstWord(String sql, StatementKind kind) {
        assertThat(StatementKind.of(sql.replace('~', '\n'))).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFFCOMMIT", "\uFEFF;\t\n\f\r\uFEFFCOMMIT", " \u000BCOMMIT", "/**/COMMIT"})
    void isToldByTheFirstWordAfterWhatSqliteSkips(String sql) {
        assertThat(StatementKind.of(sql)).isEqualTo(StatementKind.TRANSACTION_CONTROL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT\uFEFF", "\u2003COMMIT", "\u001CCOMMIT", "COMM\u0131T", "RELEA\u017FE a"})
    void isNotToldByAWordThatSqliteReadsDifferently(String sql) {
        assertThat(StatementKind.of(sql)).isEqualTo(StatementKind.OTHER);
    }

    @Test
    void isLeftToTheDriverWhereThereIsNoSql() {
        assertThat(StatementKind.of(null)).isEqualTo(StatementKind.QUERY);
        assertThat(StatementKind.of("")).isEqualTo(StatementKind.OTHER);
    }

    @Test
    void includesEveryStatementOfAMultiStatementString() {
        assertThat(StatementKind.all("INSERT INTO c VALUES (1); drop TABLE c;; /* x */ PRAGMA foreign_keys=OFF"))
                .containsExactly(StatementKind.PRAGMA, StatementKind.INSERT, StatementKind.DROP);
    }
}
