package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.Explanation;
import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import dev.referent.jdbc.driver.BoundStatement;
import dev.referent.jdbc.schema.Schemas;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** An explanation is bounded: in how much it lists, and in how long it takes. */
final class ExplanationBoundTest {
    private static final String NUMBERS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ";

    private static final String FILE = "SELECT file FROM pragma_database_list WHERE name = 'main'";

    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE c (x INT CONSTRAINT c_fk REFERENCES p)",
                "CREATE TABLE later (x INT CONSTRAINT later_fk REFERENCES p DEFERRABLE INITIALLY DEFERRED)",
                "INSERT INTO p VALUES (1), (2)");
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @Test
    void listsAThousandViolationsAndCountsTheOthers() throws SQLException {
        ForeignKeyViolationSQLException violation =
                databases.violation(NUMBERS.formatted(1_502) + "INSERT INTO c SELECT i FROM n");

        assertThat(violation.violations()).hasSize(1_000);
        assertThat(violation.moreViolations()).isEqualTo(500);
        assertThat(violation.undetermined()).isEmpty();
        assertThat(violation.getMessage()).contains("; and 1490 more").hasSizeLessThan(2_000);
    }

    @Test
    void countsChildRowsUpToAThousand() throws SQLException {
        databases.run(NUMBERS.formatted(1_500) + "INSERT INTO c SELECT 1 FROM n", "INSERT INTO c VALUES (2), (2)");

        assertThat(PairedDatabases.complete(databases.violation("DELETE FROM p")))
                .containsExactlyInAnyOrder(
                        "p.id = 1 is still referenced by 1000 or more rows through c.x (foreign key c_fk)",
                        "p.id = 2 is still referenced by 2 rows through c.x (foreign key c_fk)");
    }

    @Test
    void looksForNothingInNoTime() throws SQLException {
        String url = databases.enforced().getMetaData().getURL();
        try (Connection connection =
                EnforcedDataSource.open(url).explainingWithin(Duration.ZERO).getConnection()) {
            ForeignKeyViolationSQLException violation = violation(connection, "INSERT INTO c VALUES (9)");
            assertThat(violation.violations()).isEmpty();
            assertThat(violation.undetermined()).get().asString().contains("0 ms", "explainingWithin");

            Sql.run(connection, "BEGIN", "INSERT INTO p VALUES (3)");
            assertThat(violation(connection, "INSERT INTO p VALUES (4); INSERT INTO c VALUES (9)")
                            .undetermined())
                    .isPresent();
            assertThat(violation(connection, "INSERT INTO c VALUES (9)").undetermined())
                    .isPresent();
            Sql.run(connection, "INSERT INTO later VALUES (9)");
            assertThat(violation(connection, "COMMIT").undetermined()).isPresent();
            Sql.run(connection, "UPDATE later SET x = 1", "COMMIT");
            assertThat(Sql.read(connection, "SELECT x FROM later")).isEqualTo("1");
        }
    }

    @Test
    void stopsInTimeAtManyRowsOfManyKeys() throws SQLException {
        int keys = 1_500;
        databases.run("CREATE TABLE wide ("
                + IntStream.range(0, keys)
                        .mapToObj(i -> "a" + i + " REFERENCES p")
                        .collect(Collectors.joining(", ")) + ")");
        String row = "(" + "1, ".repeat(keys - 1) + "9)";
        databases.violation("INSERT INTO wide VALUES " + row); // reads the schema
        long begin = System.nanoTime();
        databases.violation("INSERT INTO wide (a7) VALUES (0)" + ", (0)".repeat(3_000));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }

    /** The first rows are explained, and the rest of the batch is not even read. */
    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO c VALUES (?)", "DELETE FROM p WHERE id = ?"})
    void stopsInTimeInALongBatch(String sql) throws SQLException {
        databases.run("INSERT INTO c VALUES (1)");
        try (Connection connection = limited();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int row = 0; row < 500_000; row++) {
                statement.setInt(1, row == 0 ? sql.startsWith("DELETE") ? 1 : 9 : row + 10);
                statement.addBatch();
            }
            assertFirstIn(statement, Duration.ofSeconds(5));
        }
    }

    @Test
    void stopsInTimeInALongBatchOfStrings() throws SQLException {
        try (Connection connection = limited();
                Statement statement = connection.createStatement()) {
            for (int row = 0; row < 400_000; row++) {
                statement.addBatch("INSERT INTO c VALUES (" + (row == 0 ? 9 : 1) + ") /* " + row + " */;");
            }
            assertFirstIn(statement, Duration.ofSeconds(5));
        }
    }

    private Connection limited() throws SQLException {
        return EnforcedDataSource.open("jdbc:sqlite:" + Sql.read(databases.enforced(), FILE))
                .explainingWithin(Duration.ofSeconds(1)) // also where other programs take the processor's time
                .getConnection();
    }

    private static void assertFirstIn(Statement batch, Duration most) {
        long begin = System.nanoTime();
        BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, batch::executeBatch);
        Duration time = Duration.ofNanos(System.nanoTime() - begin);

        ForeignKeyViolationSQLException violation =
                (ForeignKeyViolationSQLException) Objects.requireNonNull(failure.getCause());
        assertThat(violation.violations().get(0).batchIndex()).hasValue(0);
        assertThat(violation.undetermined()).isPresent();
        assertThat(time).isLessThan(most);
    }

    @Test
    void stopsInTimeOnALargeTableWithoutAnIndex() throws SQLException {
        String url = databases.enforced().getMetaData().getURL();
        try (Connection connection = EnforcedDataSource.open(url)
                .explainingWithin(Duration.ofMillis(50))
                .getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE huge (x TEXT CONSTRAINT huge_fk REFERENCES named (n) DEFERRABLE INITIALLY DEFERRED)",
                    "CREATE TABLE named (n TEXT UNIQUE)",
                    "PRAGMA defer_foreign_keys = ON",
                    "INSERT INTO named VALUES ('one'), ('two')",
                    NUMBERS.formatted(1_000_000)
                            + "INSERT INTO huge SELECT CASE i WHEN 500000 THEN 'two' ELSE 'one' END FROM n",
                    "BEGIN",
                    "DELETE FROM named WHERE n IN ('two')");

            long start = System.nanoTime();
            ForeignKeyViolationSQLException violation = violation(connection, "COMMIT");
            Duration took = Duration.ofNanos(System.nanoTime() - start);

            assertThat(violation.violations()).isEmpty();
            assertThat(violation.undetermined()).isPresent();
            assertThat(took).isLessThan(Duration.ofSeconds(2));
            Sql.run(connection, "INSERT INTO named VALUES ('two')", "COMMIT");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE FROM p WHERE slow(id), p.id = 100 is still referenced by 1 row through c.x (foreign key c_fk)",
        "DELETE FROM q WHERE slow(id), q.id = 100 is still referenced by 1000 or more rows through r.x (foreign key r_fk)",
        "UPDATE c SET x = 7 WHERE slow(x), c.x = 7 has no matching p.id (foreign key c_fk)",
        "INSERT INTO c SELECT id + 900 FROM p WHERE slow(id) AND slow(id), c.x = 1000 has no matching p.id (foreign key c_fk)"
    })
    void namesAFewIfThereIsNoTimeForAll(String sql, String message) throws SQLException {
        databases.run(
                "CREATE TABLE q (id INTEGER PRIMARY KEY)",
                "CREATE TABLE r (x INT CONSTRAINT r_fk REFERENCES q ON DELETE RESTRICT)",
                "CREATE INDEX c_x ON c (x)",
                "CREATE INDEX r_x ON r (x)",
                NUMBERS.formatted(200) + "INSERT INTO p SELECT i + 99 FROM n",
                "INSERT INTO q SELECT id FROM p",
                "INSERT INTO c SELECT id FROM p",
                NUMBERS.formatted(1_500) + "INSERT INTO r SELECT 100 FROM n",
                "INSERT INTO r SELECT id FROM p WHERE id >= 150");
        String url = databases.enforced().getMetaData().getURL();
        Function slow = new Function() {
            @Override
            protected void xFunc() throws SQLException {
                if (value_int(0) == 150) {
                    LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
                }
                result(1);
            }
        };
        try (Connection connection = EnforcedDataSource.open(url)
                .explainingWithin(Duration.ofMillis(600))
                .getConnection()) {
            Function.create(connection.unwrap(SQLiteConnection.class), "slow", slow, 1, Function.FLAG_DETERMINISTIC);
            ForeignKeyViolationSQLException violation = violation(connection, sql);

            assertThat(violation.reason()).contains(Reason.TIME_LIMIT);
            assertThat(PairedDatabases.messages(violation)).contains(message).hasSizeLessThan(20);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id + 900 FROM p",
                "SELECT q.id + 900 FROM p JOIN p q USING (id) WHERE q.id IN (1, 2) ORDER BY 1",
                "SELECT x'01' FROM p"
            })
    void namesAFewRowsOfAQueryThatMayTakeTooLong(String query) throws SQLException {
        Explanation explanation = afterAnHour("INSERT INTO c " + query);

        assertThat(explanation.reason()).contains(Reason.TIME_LIMIT);
        assertThat(explanation.violations()).isNotEmpty();
    }

    /** The rows may depend on how SQLite executes the query, or the column converts the values, or the parent row may be added. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO c SELECT id + 900 FROM p LIMIT 1",
                "INSERT INTO c SELECT DISTINCT id + 900 FROM p",
                "INSERT INTO c SELECT id + 900 FROM p UNION VALUES (7)",
                "INSERT INTO c SELECT id + 900 FROM p GROUP BY id",
                "INSERT INTO c SELECT max(id) + 900 FROM p",
                "INSERT INTO c SELECT id FROM (SELECT id + 900 AS id FROM p)",
                "INSERT INTO c SELECT id FROM v",
                "INSERT INTO c SELECT '9' || id FROM p",
                "INSERT INTO c SELECT id + 900.0 FROM p",
                "INSERT OR FAIL INTO c SELECT id + 900 FROM p",
                "INSERT INTO c SELECT id + 900 FROM p RETURNING 1",
                "INSERT INTO tree SELECT id, id + 900 FROM p"
            })
    void leavesAQueryToTheReRunWhoseRowsAreNotCertain(String sql) throws SQLException {
        databases.run(
                "CREATE VIEW v AS SELECT id + 900 AS id FROM p",
                "CREATE TABLE tree (id INTEGER PRIMARY KEY, x INT REFERENCES tree)");
        Explanation explanation = afterAnHour(sql);

        assertThat(explanation.undetermined()).isEmpty();
        assertThat(explanation.violations()).isNotEmpty();
    }

    /** Explains a statement that is said to have failed after an hour; none is left for a re-run, which is tried all the same. */
    private Explanation afterAnHour(String sql) throws SQLException {
        SQLiteConnection connection = databases.enforced().unwrap(SQLiteConnection.class);
        Schemas schemas = new Schemas(connection, new Schemas.SharedSchemas(), () -> false);
        Explainer explainer = new Explainer(
                connection,
                Duration.ofMinutes(1),
                schemas,
                new Explainer.Rows(() -> false, () -> false),
                new TransactionWrites(),
                () -> false);
        try (BoundStatement statement = new BoundStatement(connection, sql)) {
            return explainer.statement(
                    FailedStatement.of(
                            sql, Optional.of(List.of()), Duration.ofHours(1).toNanos(), () -> statement.run(List.of())),
                    false);
        }
    }

    @Test
    void findsItAllTheSameWithEnoughTime() throws SQLException {
        databases.run(
                NUMBERS.formatted(200_000) + "INSERT INTO c SELECT CASE i WHEN 500 THEN 2 ELSE 1 END FROM n",
                NUMBERS.formatted(200_000) + "INSERT INTO later SELECT 1 FROM n",
                "BEGIN",
                "INSERT INTO later VALUES (9)");

        assertThat(PairedDatabases.complete(databases.violation("DELETE FROM p WHERE id = 2")))
                .containsExactly("p.id = 2 is still referenced by 1 row through c.x (foreign key c_fk)");
        assertThat(PairedDatabases.complete(databases.commitViolation("COMMIT")))
                .containsExactly("later.x = 9 has no matching p.id (foreign key later_fk)");
    }

    @Test
    void rejectsANegativeBound() throws SQLException {
        EnforcedDataSource source =
                EnforcedDataSource.open(databases.enforced().getMetaData().getURL());

        assertThatThrownBy(() -> source.explainingWithin(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("negative");
    }

    private static ForeignKeyViolationSQLException violation(Connection connection, String sql) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, sql));
    }

    /** In a transaction a re-run cannot be interrupted, and a RESTRICT stops the failed run early. */
    @Test
    void runsAStatementThatARestrictStopsNoFurtherIfItMayBeLong() throws SQLException {
        databases.run(
                "CREATE TABLE part (id INTEGER PRIMARY KEY, p INT REFERENCES p ON DELETE CASCADE)",
                "CREATE INDEX part_p ON part (p)",
                "CREATE TABLE seal (part INT CONSTRAINT seal_fk REFERENCES part ON DELETE RESTRICT)",
                NUMBERS.formatted(30_000) + "INSERT INTO part SELECT i, 1 FROM n",
                "INSERT INTO seal VALUES (3)");
        Connection connection = databases.enforced();
        AtomicInteger deleted = new AtomicInteger();
        Function count = new Function() {
            @Override
            protected void xFunc() {
                deleted.incrementAndGet();
            }
        };
        Function.create(connection.unwrap(SQLiteConnection.class), "count_row", count, 1, Function.FLAG_DETERMINISTIC);
        Sql.run(
                connection,
                "CREATE TEMP TRIGGER counts BEFORE DELETE ON part BEGIN SELECT count_row(old.id); END",
                "BEGIN");

        ForeignKeyViolationSQLException violation = violation(connection, "DELETE FROM p WHERE id = 1");
        assertThat(PairedDatabases.messages(violation))
                .containsExactly("part.id = 3 is still referenced by 1 row through seal.part (foreign key seal_fk)");
        assertThat(violation.reason()).contains(Reason.MAY_TAKE_LONG);
        assertThat(deleted.get()).isLessThan(100);
    }

    @Test
    void runsAStatementFurtherIfAnIndexFindsTheChildRows() throws SQLException {
        databases.run(
                "CREATE TABLE seal (x INT CONSTRAINT seal_fk REFERENCES p ON DELETE RESTRICT)",
                "CREATE INDEX seal_x ON seal (x)",
                "CREATE INDEX c_x ON c (x)",
                "CREATE INDEX later_x ON later (x)",
                "CREATE TABLE log (id)",
                "CREATE TRIGGER logs AFTER DELETE ON p BEGIN INSERT INTO log VALUES (old.id); END",
                NUMBERS.formatted(5_000) + "INSERT INTO p SELECT i + 2 FROM n",
                "INSERT INTO seal VALUES (5)",
                "BEGIN");

        assertThat(PairedDatabases.complete(databases.violation("DELETE FROM p WHERE id = 5")))
                .containsExactly("p.id = 5 is still referenced by 1 row through seal.x (foreign key seal_fk)");
    }

    /** The driver limits SQL to a million bytes; each statement here writes more than that, or longer lists of rows. */
    @Test
    void explainsLongKeysAndLongLists() throws SQLException {
        databases.run(
                "CREATE TABLE page (url TEXT PRIMARY KEY)",
                "CREATE TABLE link (url TEXT CONSTRAINT link_fk REFERENCES page)",
                "INSERT INTO page VALUES (hex(zeroblob(600000)))",
                "INSERT INTO link SELECT url FROM page",
                "CREATE TABLE many (id INTEGER PRIMARY KEY, x INT CONSTRAINT many_fk REFERENCES p)",
                NUMBERS.formatted(60_000) + "INSERT INTO many SELECT 1000000000000000000 + i * 3, NULL FROM n");
        String key = "1".repeat(1_200_000);

        for (String sql :
                List.of("INSERT INTO link VALUES (?)", "INSERT INTO link SELECT ?", "UPDATE link SET url = ?")) {
            ForeignKeyViolationSQLException violation = databases.violation(connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.setString(1, key);
                    statement.executeUpdate();
                }
            });
            assertThat(violation.undetermined()).isEmpty();
            assertThat(violation.violations().get(0).key()).isEqualTo(List.of(key));
        }
        assertThat(databases.violation("DELETE FROM page").undetermined()).isEmpty();
        assertThat(PairedDatabases.complete(databases.violation("UPDATE many SET x = 7 + id % 2")))
                .containsExactlyInAnyOrder(
                        "many.x = 7 has no matching p.id (foreign key many_fk)",
                        "many.x = 8 has no matching p.id (foreign key many_fk)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"INSERT INTO blobs VALUES (zeroblob(30000000))", "INSERT INTO blobs SELECT zeroblob(30000000)"})
    void looksUpNoKeyForWhichItHasNoTime(String sql) throws SQLException {
        databases.run("CREATE TABLE blob (x PRIMARY KEY)", "CREATE TABLE blobs (x REFERENCES blob)");

        ForeignKeyViolationSQLException violation = databases.violation(sql);

        assertThat(violation.violations()).isEmpty();
        assertThat(violation.undetermined())
                .hasValueSatisfying(reason -> assertThat(reason.toString()).contains("30000000 is too long"));
    }

    @Test
    void leavesTheDriversLimitAsItIs() throws SQLException {
        databases.violation("INSERT INTO c VALUES (9)");

        assertThatThrownBy(() -> Sql.run(databases.enforced(), "SELECT '" + "1".repeat(1_200_000) + "'"))
                .hasMessageContaining("TOOBIG");
    }

    /** SQLite limits the depth of an expression to 1,000. */
    @Test
    void explainsAKeyOfManyColumns() throws SQLException {
        String columns = IntStream.range(0, 600).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String values = IntStream.range(0, 600).mapToObj(String::valueOf).collect(Collectors.joining(", "));
        databases.run(
                "CREATE TABLE wide_p (" + columns + ", PRIMARY KEY (" + columns + "))",
                "CREATE TABLE wide_c (" + columns + ", CONSTRAINT wide_fk FOREIGN KEY (" + columns
                        + ") REFERENCES wide_p)");
        for (String sql :
                List.of("INSERT INTO wide_c VALUES (" + values + ")", "INSERT INTO wide_c SELECT " + values)) {
            assertThat(databases.violation(sql).undetermined()).isEmpty();
        }
        databases.run("INSERT INTO wide_p VALUES (" + values + ")", "INSERT INTO wide_c VALUES (" + values + ")");

        assertThat(databases.violation("DELETE FROM wide_p WHERE c0 = 0").undetermined())
                .isEmpty();
        assertThat(databases.violation("UPDATE wide_c SET c5 = 7").undetermined())
                .isEmpty();
    }
}
