package dev.referent.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a statement: nothing that does not stand in it plainly. */
final class SqlStatementTest {
    /** 400,000 tokens and 100,000 rows: each of both is given up early, and nothing is kept of it. */
    @ParameterizedTest
    @ValueSource(ints = {3, 403})
    void givesUpParsingWhenTheTimeIsOver(int question) {
        SqlStatement statement = SqlStatement.of("INSERT INTO c VALUES (1)" + ", (1)".repeat(99_999));
        AtomicInteger asked = new AtomicInteger();

        assertThat(statement.parse(() -> asked.incrementAndGet() > question)).isFalse();
        assertThat(asked.get()).isLessThan(question + 5);
        assertThat(statement.parse(() -> false)).isTrue();
        assertThat(statement.plainInsert().orElseThrow().rows()).hasSize(100_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO c VALUES (?, 'x', -5)",
                "insert into main.c (a, b, \"c\") values (?1, 'x', -5);",
                "INSERT OR ABORT INTO c AS d VALUES (:a, 'x', - 5) RETURNING *",
                "INSERT INTO [c] VALUES (@a, 'x' /* y */, -5) -- z",
                "INSERT INTO `c` VALUES ($a, 'x', -5)"
            })
    void findsTheValuesOfAnInsert(String sql) {
        SimpleInsert insert = SqlStatement.of(sql).plainInsert().orElseThrow();

        List<Optional<SqlValue.Known>> values = insert.rows().get(0).stream()
                .map(value -> value.value(List.of(9L)))
                .toList();
        assertThat(values)
                .containsExactly(
                        Optional.of(new SqlValue.Known(9L)),
                        Optional.of(new SqlValue.Known("x")),
                        Optional.of(new SqlValue.Known(-5L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO c SELECT 1",
                "INSERT INTO c DEFAULT VALUES",
                "INSERT OR IGNORE INTO c VALUES (1)",
                "INSERT OR REPLACE INTO c VALUES (1)",
                "REPLACE INTO c VALUES (1)",
                "INSERT INTO c VALUES (1) ON CONFLICT DO NOTHING",
                "INSERT INTO c (a, a) VALUES (1, 2)",
                "INSERT INTO c (a) VALUES (1, 2)",
                "WITH x AS (SELECT 1) INSERT INTO c VALUES (1)",
                "DELETE FROM c ORDER BY a LIMIT 1",
                "UPDATE c SET a = 1 FROM p WHERE p.id = c.a",
                "DELETE FROM c INDEXED BY i WHERE a = 1"
            })
    void takesNoOtherFormForAPlainOne(String sql) {
        SqlStatement statement = SqlStatement.of(sql);

        assertThat(statement.plainInsert()).isEmpty();
        assertThat(statement.plainChange()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1 + 1", "abs(1)", "1.5", "1e5", "0x10", "x'00'", "\"a\"", "(1)", "?+1", "1_000", "CURRENT_DATE"
            })
    void leavesAnExpressionToSqlite(String expression) {
        SimpleInsert insert = SqlStatement.of("INSERT INTO c VALUES (" + expression + ")")
                .plainInsert()
                .orElseThrow();

        assertThat(insert.rows().get(0).get(0).value(List.of(1L))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"? ? ? | 1 2 3", "?3 ? ?1 | 3 4 1", ":a ? :a | 1 2 1", "@a :a $a | 1 2 3", "?2 :b ? | 2 3 4"})
    void numbersParametersAsSqliteDoes(String parameters, String numbers) {
        String[] all = parameters.split(" ");
        SimpleInsert insert = SqlStatement.of("INSERT INTO c VALUES (" + String.join(", ", all) + ")")
                .plainInsert()
                .orElseThrow();

        assertThat(insert.rows().get(0).stream().map(SqlValue::parameter))
                .containsExactlyElementsOf(
                        Arrays.stream(numbers.split(" ")).map(Integer::valueOf).toList());
    }

    @Test
    void writesTheBoundValuesIntoTheConditionOfAChange() {
        SimpleChange change = SqlStatement.of("UPDATE c AS d SET a = ?, b = 2 WHERE d.x = ? OR d.y = 'it''s?'")
                .plainChange()
                .orElseThrow();

        assertThat(change.fromWhere("main", List.of(1L, "o'x")))
                .isEqualTo(" FROM \"main\".\"c\" AS \"d\" WHERE (d.x =  ('o''x')  OR d.y = 'it''s?')");
        assertThat(change.assigned().keySet()).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "INSERT INTO c VALUES (1), true",
        "WITH x AS (SELECT 1) DELETE FROM c, true",
        "WITH explain AS (SELECT 1) DELETE FROM c, true",
        "WITH replace AS (SELECT 1) SELECT 1, false",
        "DROP TABLE c, true",
        "DROP INDEX i, false",
        "SELECT 1, false",
        "PRAGMA foreign_key_check, false",
        "EXPLAIN DELETE FROM c, false",
        "WITH x AS (SELECT 1) SELECT 1, false"
    })
    void tellsAWriteFromAQuery(String sql, boolean writes) {
        assertThat(SqlStatement.of(sql).isWrite()).isEqualTo(writes);
    }
}
