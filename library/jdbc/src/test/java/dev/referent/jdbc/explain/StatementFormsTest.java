package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each method of JDBC's that runs a statement, texts of several statements, and generated keys. */
final class StatementFormsTest {
    private static final String BOGUS = "INSERT INTO book (author_id) VALUES (99)";
    private static final String MISSING = "book.author_id = 99 has no matching author.id (foreign key book_author_fk)";

    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
                CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INT CONSTRAINT book_author_fk REFERENCES author);
                INSERT INTO author VALUES (1, 'Ada'), (2, 'Bob');
                INSERT INTO book VALUES (10, 1);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @Test
    void blamesNoKeyOfATableThatAnUpdateDoesNotChange() throws SQLException {
        databases.run(
                "CREATE TABLE loan (year INTEGER PRIMARY KEY) WITHOUT ROWID",
                "CREATE TABLE invoice (id INTEGER PRIMARY KEY, year INT REFERENCES loan ON UPDATE RESTRICT)",
                "CREATE TABLE member (invoice_id INT REFERENCES invoice ON UPDATE RESTRICT)",
                "CREATE TABLE renamed (title INT)",
                "INSERT INTO loan VALUES (2)",
                "INSERT INTO invoice VALUES (1, 2), (3, 2)",
                "INSERT INTO member VALUES (1)",
                "INSERT INTO renamed VALUES (7)");

        ForeignKeyViolationSQLException violation =
                databases.violation("UPDATE invoice SET id = title FROM renamed WHERE invoice.id < 6");

        assertThat(violation.violations()).extracting(ForeignKeyViolation::key).doesNotContain(List.of(2L));
    }

    @Test
    void blamesNoStatementThatWasNotReachedAfterRowsThatCannotBeCounted() throws SQLException {
        databases.run(
                "CREATE TABLE shelf (id INTEGER PRIMARY KEY)",
                "CREATE TABLE parent (name TEXT PRIMARY KEY)",
                "CREATE TABLE child (name TEXT REFERENCES parent, label TEXT PRIMARY KEY)",
                "CREATE TABLE loan (id INTEGER PRIMARY KEY, shelf_id INT REFERENCES shelf)");

        ForeignKeyViolationSQLException violation = databases.violation("INSERT INTO shelf SELECT 1 UNION SELECT 2;"
                + " REPLACE INTO loan VALUES (1, 99); INSERT INTO child VALUES ('f', 'e')");

        assertThat(violation.violations()).extracting(ForeignKeyViolation::key).doesNotContain(List.of("f"));
    }

    @Test
    void blamesNoStatementThatWasNotReached() throws SQLException {
        databases.run(
                "CREATE TABLE shelf (id INTEGER PRIMARY KEY, note INT UNIQUE, next INT REFERENCES shelf (note))",
                "INSERT INTO shelf VALUES (2, 7, NULL), (3, 8, 7)");

        ForeignKeyViolationSQLException violation = databases.violation(
                "UPDATE shelf SET next = NULL WHERE id = 2; " + BOGUS + "; UPDATE shelf SET note = 1 WHERE id = 2");

        assertThat(PairedDatabases.complete(violation)).containsExactly(MISSING);
        assertThat(violation.sql()).contains(BOGUS);
    }

    /** Runs a statement. */
    @FunctionalInterface
    private interface Call<S extends Statement> {
        /** Runs it. */
        void on(S statement) throws SQLException;
    }

    @TestFactory
    Stream<DynamicTest> areExplainedWithEachMethodOfAStatement() {
        Map<String, Call<Statement>> calls = Map.ofEntries(
                Map.entry("execute", s -> s.execute(BOGUS)),
                Map.entry("execute with keys", s -> s.execute(BOGUS, Statement.RETURN_GENERATED_KEYS)),
                Map.entry("executeUpdate", s -> s.executeUpdate(BOGUS)),
                Map.entry("executeUpdate with keys", s -> s.executeUpdate(BOGUS, Statement.RETURN_GENERATED_KEYS)),
                Map.entry("executeLargeUpdate", s -> s.executeLargeUpdate(BOGUS)),
                Map.entry(
                        "executeLargeUpdate with keys",
                        s -> s.executeLargeUpdate(BOGUS, Statement.RETURN_GENERATED_KEYS)),
                Map.entry("executeQuery", s -> s.executeQuery(BOGUS + " RETURNING id")));
        return calls.entrySet().stream()
                .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> {
                    ForeignKeyViolationSQLException violation = databases.violation(connection -> {
                        try (Statement statement = connection.createStatement()) {
                            call.getValue().on(statement);
                        }
                    });
                    assertThat(PairedDatabases.complete(violation)).containsExactly(MISSING);
                }));
    }

    @TestFactory
    Stream<DynamicTest> areExplainedWithEachMethodOfAPreparedStatement() {
        Map<String, Call<PreparedStatement>> calls = Map.of(
                "execute", PreparedStatement::execute,
                "executeUpdate", PreparedStatement::executeUpdate,
                "executeLargeUpdate", PreparedStatement::executeLargeUpdate);
        return calls.entrySet().stream()
                .map(call -> DynamicTest.dynamicTest(call.getKey(), () -> {
                    ForeignKeyViolationSQLException violation = databases.violation(connection -> {
                        try (PreparedStatement statement =
                                connection.prepareStatement(BOGUS, Statement.RETURN_GENERATED_KEYS)) {
                            call.getValue().on(statement);
                        }
                    });
                    assertThat(PairedDatabases.complete(violation)).containsExactly(MISSING);
                }));
    }

    /** An editor may begin a file with this mark, which SQLite skips. */
    @Test
    void areExplainedAfterAByteOrderMark() throws SQLException {
        assertThat(PairedDatabases.complete(databases.violation("\uFEFF" + BOGUS)))
                .containsExactly(MISSING);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    INSERT INTO author VALUES (5, 'x'); INSERT INTO book VALUES (20, 5); INSERT INTO book VALUES (21, 98) | book.author_id = 98 has no matching author.id (foreign key book_author_fk)
                    INSERT INTO book VALUES (20, 2); DELETE FROM author; INSERT INTO book VALUES (21, 97) | author.id = 1 is still referenced by 1 row through book.author_id (foreign key book_author_fk); author.id = 2 is still referenced by 1 row through book.author_id (foreign key book_author_fk)
                    UPDATE book SET author_id = 96; UPDATE book SET author_id = 2 | book.author_id = 96 has no matching author.id (foreign key book_author_fk)
                    CREATE TABLE t (x); INSERT INTO book VALUES (20, 94) | book.author_id = 94 has no matching author.id (foreign key book_author_fk)
                    BEGIN; INSERT INTO book VALUES (20, 93); COMMIT | book.author_id = 93 has no matching author.id (foreign key book_author_fk)
                    PRAGMA user_version = 5; INSERT OR REPLACE INTO book VALUES (20, 92) | book.author_id = 92 has no matching author.id (foreign key book_author_fk)
                    INSERT INTO author (name) VALUES ('a;b'); UPDATE book SET author_id = 95 -- ; DELETE FROM author | book.author_id = 95 has no matching author.id (foreign key book_author_fk)
                    """)
    void areExplainedInATextOfSeveral(String text, String messages) throws SQLException {
        assertThat(PairedDatabases.complete(databases.violation(text))).containsExactlyInAnyOrder(messages.split("; "));
    }

    /** {@code BACKUP} as the first word is the driver's own command; elsewhere it is no SQL. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO author VALUES (5, 'x');; -- ;\n; INSERT INTO book VALUES (20, 5); /* ; */",
                "INSERT INTO author VALUES (5, ';'); UPDATE author SET name = 'b' WHERE id < 3; ;",
                "UPDATE author SET name = 'c'; INSERT INTO author VALUES (6, 'y'), (7, 'z')",
                "INSERT INTO author VALUES (5, 'x');DELETE FROM author WHERE id = 5;BACKUP TO elsewhere",
                "INSERT INTO author VALUES (5, 'x'); nonsense; DELETE FROM author",
                "INSERT INTO author VALUES (5, 'x');\u2028",
                "INSERT INTO author VALUES (5, 'x');\u0000 DELETE FROM book",
                "CREATE TRIGGER t AFTER INSERT ON author BEGIN UPDATE book SET author_id = NEW.id; DELETE FROM book;"
                        + " END; INSERT INTO author VALUES (5, 'x'); SELECT 1; VALUES (2)",
                "CREATE TRIGGER t AFTER INSERT ON author; INSERT INTO author VALUES (5, 'x')",
                "BEGIN; DELETE FROM book; SAVEPOINT s; DELETE FROM author; ROLLBACK TO s; COMMIT",
                "BEGIN; DELETE FROM book; INSERT INTO author VALUES (1, 'again'); COMMIT",
                " -- nothing\n;;"
            })
    void endInATextOfSeveralAsWithTheDriver(String text) throws SQLException {
        List<Object> answers = new ArrayList<>();
        databases.both(connection -> answers.add(answer(connection, text)));

        assertThat(answers.get(0)).isEqualTo(answers.get(1));
    }

    /** What the driver answers, and what is stored then. */
    private static List<@Nullable Object> answer(Connection connection, String text) throws SQLException {
        List<@Nullable Object> answer = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try {
                answer.add(statement.executeUpdate(text, Statement.RETURN_GENERATED_KEYS));
            } catch (SQLException e) {
                answer.add(e.getMessage());
            }
            answer.add(keys(statement));
            answer.add(keys(statement));
            statement.executeUpdate("UPDATE author SET name = name");
            answer.add(keys(statement));
        }
        answer.add(Sql.read(connection, "SELECT group_concat(id || name || typeof(name)) FROM author"));
        answer.add(Sql.read(connection, "SELECT group_concat(author_id) FROM book"));
        return answer;
    }

    private static List<Object> keys(Statement statement) throws SQLException {
        List<Object> keys = new ArrayList<>();
        ResultSet rows = statement.getGeneratedKeys();
        while (rows.next()) {
            keys.add(rows.getMetaData().getColumnLabel(1) + " " + rows.getLong(1));
        }
        return keys;
    }

    @Test
    void preparesTheFirstStatementOfATextAlone() throws SQLException {
        databases.assertExplained(
                connection -> {
                    String text = "INSERT INTO book VALUES (20, ?); DELETE FROM book";
                    try (PreparedStatement statement = connection.prepareStatement(text)) {
                        statement.setInt(1, 99);
                        statement.executeUpdate();
                    }
                },
                MISSING);
        assertThat(Sql.read(databases.enforced(), "SELECT count(*) FROM book")).isEqualTo("1");
    }

    @Test
    void keepTheGeneratedKeysOfTheOnesBefore() throws SQLException {
        List<List<Long>> keys = new ArrayList<>();
        databases.both(connection -> keys.add(keysAroundAViolation(connection)));

        assertThat(keys.get(0))
                .isEqualTo(keys.get(1))
                .startsWith(11L)
                .endsWith(12L)
                .hasSize(3);
        databases.assertSame();
    }

    private static List<Long> keysAroundAViolation(Connection connection) throws SQLException {
        List<Long> keys = new ArrayList<>();
        String sql = "INSERT INTO book (author_id) VALUES (?)";
        try (PreparedStatement insert = connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
            insert.setInt(1, 1);
            insert.executeUpdate();
            keys.add(key(insert));
            try (Statement other = connection.createStatement()) {
                other.executeUpdate("DELETE FROM author");
            } catch (SQLException e) {
                keys.add(key(insert));
            }
            insert.setInt(1, 2);
            insert.executeUpdate();
            keys.add(key(insert));
        }
        return keys;
    }

    private static long key(Statement statement) throws SQLException {
        try (ResultSet key = statement.getGeneratedKeys()) {
            return key.next() ? key.getLong(1) : -1;
        }
    }
}
