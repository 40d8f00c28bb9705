package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.Undetermined.Reason;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of both kinds of statements: each rejected row, its index, the counts, and what is left behind. */
final class BatchScenariosTest {
    private static final String INSERT = "INSERT INTO book (author_id) VALUES (?)";

    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
                CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT,
                    author_id NOT NULL CONSTRAINT book_author_fk REFERENCES author);
                CREATE TABLE seal (author_id INT CONSTRAINT seal_author_fk REFERENCES author ON DELETE RESTRICT);
                CREATE TABLE node (id INTEGER PRIMARY KEY, up INT CONSTRAINT node_up_fk REFERENCES node);
                CREATE TABLE later (author_id INT
                    CONSTRAINT later_author_fk REFERENCES author DEFERRABLE INITIALLY DEFERRED);
                INSERT INTO author VALUES (1, 'Ada'), (2, 'Bob'), (3, 'Cyd'), (4, 'Dan');
                INSERT INTO book (author_id) VALUES (1), (1), (2);
                INSERT INTO seal VALUES (3);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @Test
    void namesEachRejectedRowAndCountsTheOnesBefore() throws SQLException {
        BatchUpdateException violation = databases.batchViolation(batch(INSERT, 1, 99, 2, 98, 99, 1));

        assertThat(PairedDatabases.rows(violation))
                .containsExactly("1: " + missing(99), "3: " + missing(98), "4: " + missing(99));
        assertThat(violation.getUpdateCounts()).containsExactly(1);
        assertThat(Sql.read(databases.enforced(), "SELECT count(*) FROM book")).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void looksAtNoRowAfterOneThatFailsAndMayLeaveChangesBehind(boolean autoCommit) throws SQLException {
        databases.run("INSERT INTO author VALUES (5, 'Eve')");
        databases.both(connection -> connection.setAutoCommit(autoCommit));

        BatchUpdateException violation = databases.batchViolation(connection -> {
            try (Statement batch = connection.createStatement()) {
                batch.addBatch("INSERT INTO book (author_id) VALUES (99)");
                batch.addBatch("UPDATE OR FAIL author SET id = 41 WHERE id >= 4"); // updates 4, and fails at 5
                batch.addBatch("INSERT INTO book (author_id) VALUES (4)");
                batch.executeBatch();
            }
        });

        assertThat(violation.getCause()).isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, typed -> {
            assertThat(PairedDatabases.messages(typed)).containsExactly(missing(99));
            assertThat(typed.reason()).contains(Reason.LATER_ROWS);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "rowid", "_rowid_", "oid"})
    void namesNoLaterRowWhoseRowIdIsTaken(String rowId) throws SQLException {
        String insert = "INSERT INTO book (" + rowId + ", author_id) VALUES (9, ?)";

        assertThat(PairedDatabases.rows(databases.batchViolation(batch(insert, 99, 1, 98))))
                .containsExactly("0: " + missing(99));
    }

    /** SQLite counts: an existing orphan row that a cascade removes makes up for a new one. */
    @Test
    void namesNoLaterRowThatSqliteWouldAccept() throws SQLException {
        databases.run(
                "PRAGMA foreign_keys = OFF",
                "CREATE TABLE shop (id INTEGER PRIMARY KEY)",
                "CREATE TABLE loan (author_id INT CONSTRAINT loan_author_fk REFERENCES author ON DELETE CASCADE,"
                        + " shop_id INT CONSTRAINT loan_shop_fk REFERENCES shop)",
                "INSERT INTO loan VALUES (2, 77)",
                "PRAGMA foreign_keys = ON");
        databases.both(connection -> connection.setAutoCommit(false));

        assertThat(PairedDatabases.rows(databases.batchViolation(batch("DELETE FROM author WHERE id = ?", 1, 2))))
                .containsExactly("0: author.id = 1 is still referenced by 2 rows through book.author_id"
                        + " (foreign key book_author_fk)");
    }

    @Test
    void namesTheRowThatWritesAnOlderOrphanRowAgain() throws SQLException {
        databases.run(
                "PRAGMA foreign_keys = OFF",
                "CREATE TABLE old (id INTEGER PRIMARY KEY, author_id INT CONSTRAINT old_author_fk REFERENCES author)",
                "INSERT INTO old VALUES (1, 1), (2, 1), (5, 99)",
                "PRAGMA foreign_keys = ON");
        PairedDatabases.Use batch = connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE old SET author_id = ? WHERE id = ?")) {
                for (int[] row : new int[][] {{1, 1}, {99, 5}, {98, 2}}) {
                    update.setInt(1, row[0]);
                    update.setInt(2, row[1]);
                    update.addBatch();
                }
                update.executeBatch();
            }
        };

        BatchUpdateException violation = databases.batchViolation(batch);

        assertThat(violation.getUpdateCounts()).hasSize(1);
        assertThat(PairedDatabases.rows(violation))
                .containsExactly(
                        "1: old.author_id = 99 has no matching author.id (foreign key old_author_fk)",
                        "2: old.author_id = 98 has no matching author.id (foreign key old_author_fk)");
    }

    @Test
    void namesARowThatADeferredRestrictWouldStop() throws SQLException {
        databases.run("CREATE TABLE bond (author_id INT"
                + " CONSTRAINT bond_author_fk REFERENCES author ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED)");
        databases.run("INSERT INTO bond VALUES (4)");
        databases.both(connection -> connection.setAutoCommit(false));

        BatchUpdateException violation = databases.batchViolation(batch("DELETE FROM author WHERE id = ?", 1, 4));

        assertThat(PairedDatabases.rows(violation))
                .containsExactly(
                        "0: author.id = 1 is still referenced by 2 rows through book.author_id"
                                + " (foreign key book_author_fk)",
                        "1: author.id = 4 is still referenced by 1 row through bond.author_id"
                                + " (foreign key bond_author_fk)");
    }

    @Test
    void endsAsWithTheDriverInATransaction() throws SQLException {
        databases.both(connection -> connection.setAutoCommit(false));
        databases.run("INSERT INTO author VALUES (5, 'Eve')");

        BatchUpdateException violation = databases.batchViolation(batch(INSERT, 5, 5, 97));

        assertThat(PairedDatabases.rows(violation)).containsExactly("2: " + missing(97));
        assertThat(violation.getUpdateCounts()).containsExactly(1, 1);
        databases.both(Connection::commit);
        assertThat(Sql.read(databases.enforced(), "SELECT count(*) FROM book WHERE author_id = 5"))
                .isEqualTo("2");
        databases.assertSame();
    }

    /** Its strings are given to the driver one by one. */
    @Test
    void isTheDriversWhereItDropsATableOrEndsATransaction() throws SQLException {
        List<String> outcomes = new ArrayList<>();
        databases.run("CREATE TABLE staging (id)");
        databases.both(connection -> {
            try (Statement batch = connection.createStatement()) {
                for (String sql :
                        List.of("BEGIN", "INSERT INTO author VALUES (8, 'H'), (9, 'I')", "COMMIT", "VALUES (1)")) {
                    batch.addBatch(sql);
                }
                batch.executeBatch();
            } catch (BatchUpdateException e) {
                outcomes.add(e + Arrays.toString(e.getUpdateCounts()));
            }
        });
        assertThat(outcomes.get(0)).isEqualTo(outcomes.get(1)).contains("batch entry 3: ");
        BatchUpdateException violation = databases.batchViolation(connection -> {
            try (Statement batch = connection.createStatement()) {
                batch.addBatch("UPDATE author SET name = 'x' WHERE id < 3");
                batch.addBatch("DROP TABLE staging");
                batch.addBatch("INSERT INTO book (author_id) VALUES (99)");
                batch.executeLargeBatch();
            }
        });
        assertThat(violation.getLargeUpdateCounts()).startsWith(2).hasSize(2);
        assertThat(PairedDatabases.rows(violation)).containsExactly("2: " + missing(99));
    }

    @Test
    void givesLargeCounts() throws SQLException {
        BatchUpdateException violation = databases.batchViolation(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                add(insert, 1, 2, 96);
                insert.executeLargeBatch();
            }
        });

        assertThat(violation.getLargeUpdateCounts()).containsExactly(1, 1);
        assertThat(PairedDatabases.rows(violation)).containsExactly("2: " + missing(96));
    }

    @Test
    void findsTheRowOfAnUpdate() throws SQLException {
        BatchUpdateException violation =
                databases.batchViolation(batch("UPDATE book SET author_id = ?1 WHERE id = ?1 - 90", 90, 91, 80, 93));

        assertThat(PairedDatabases.rows(violation)).containsExactly("1: " + missing(91), "3: " + missing(93));
        assertThat(violation.getUpdateCounts()).hasSize(1);
    }

    @Test
    void findsTheRowsOfADelete() throws SQLException {
        BatchUpdateException violation =
                databases.batchViolation(batch("DELETE FROM author WHERE id = ?", 4, 50, 1, 2));

        assertThat(PairedDatabases.rows(violation))
                .containsExactly(
                        "2: author.id = 1 is still referenced by 2 rows through book.author_id (foreign key book_author_fk)",
                        "3: author.id = 2 is still referenced by 1 row through book.author_id (foreign key book_author_fk)");
        assertThat(violation.getUpdateCounts()).containsExactly(Statement.SUCCESS_NO_INFO, Statement.SUCCESS_NO_INFO);
    }

    /** The first row is accepted, and would fail if it were run again. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DELETE FROM author WHERE id IN (SELECT id FROM author ORDER BY id DESC LIMIT ?)   | 1
                    DELETE FROM author WHERE id = (SELECT max(id) FROM author) - ? + 1                | 1
                    DELETE FROM author WHERE id IN last AND id > ?                                    | 1
                    UPDATE author SET id = id + 100 WHERE id IN (SELECT id FROM last WHERE id > ?)    | 1
                    UPDATE author SET id = ? + id WHERE id = (SELECT id FROM last)                    | 100
                    DELETE FROM tree WHERE ifnull(up, 7) = ?                                          | 7
                    """)
    void blamesNoAcceptedRowThatFindsOtherRowsTheNextTime(String sql, int value) throws SQLException {
        databases.run(
                "CREATE VIEW last AS SELECT max(id) AS id FROM author WHERE id < 100",
                "CREATE TABLE tree (id INTEGER PRIMARY KEY, up INT REFERENCES tree ON DELETE SET NULL)",
                "CREATE TABLE leaf (tree_id INT REFERENCES tree)",
                "INSERT INTO tree VALUES (1, NULL), (2, 1)",
                "INSERT INTO leaf VALUES (2)");

        BatchUpdateException violation = databases.batchViolation(batch(sql, value, value));

        assertThat(violation.getUpdateCounts()).hasSizeLessThanOrEqualTo(1);
        assertThat(violation.getCause())
                .isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, typed -> assertThat(typed.violations())
                        .noneMatch(of -> of.batchIndex().equals(OptionalInt.of(0))));
    }

    /** The first row is accepted, and would fail if it were run again after the rows between it and the last one, which fails. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    DELETE FROM member WHERE id = ? OR team_id IS NULL           | 1; 5
                    DELETE FROM page WHERE id = ? OR hidden                      | 1; 5
                    UPDATE shelf SET code = code + ? WHERE code BETWEEN ? AND ?  | 2, 1, 3; 10, 5, 5; 1, 3, 3
                    UPDATE shelf SET code = ?, label = ? WHERE label = ?         | 4, 0, 9; 3, 9, 1; 5, 0, 9
                    UPDATE OR REPLACE shelf SET label = ? WHERE id = ?           | 5, 2; 6, 2; 5, 1; 5, 2
                    UPDATE OR IGNORE item SET shelf = ?, tag = ? WHERE id = ?    | 99, 2, 1; 1, 3, 2; 99, 2, 1
                    UPDATE later SET author_id = author_id + ?                   | 1; 1
                    """)
    void blamesNoAcceptedRowThatFailsAfterLaterOnes(String sql, String rows) throws SQLException {
        databases.run(
                "CREATE TABLE member (id INTEGER PRIMARY KEY, team_id REFERENCES team ON DELETE SET NULL)",
                "CREATE TABLE team (id INTEGER PRIMARY KEY, lead REFERENCES member ON DELETE CASCADE)",
                "CREATE TABLE badge (member_id REFERENCES member)",
                "INSERT INTO team VALUES (7, NULL), (8, NULL)",
                "INSERT INTO member VALUES (1, 8), (2, 7)",
                "UPDATE team SET lead = 1 WHERE id = 7",
                "INSERT INTO badge VALUES (2)",
                "INSERT INTO later VALUES (3)",
                "CREATE TABLE page (id INTEGER PRIMARY KEY, hidden INT)",
                "CREATE TABLE note (page_id REFERENCES page ON DELETE CASCADE)",
                "CREATE TABLE link (page_id REFERENCES page)",
                "INSERT INTO page VALUES (1, 0), (2, 0)",
                "INSERT INTO note VALUES (1)",
                "INSERT INTO link VALUES (2)",
                "CREATE TRIGGER hide AFTER DELETE ON note BEGIN UPDATE page SET hidden = 1; END",
                "CREATE TABLE shelf (id INTEGER PRIMARY KEY, code INT UNIQUE, label INT UNIQUE)",
                "CREATE TABLE item (id INTEGER PRIMARY KEY, shelf REFERENCES shelf (code), tag INT UNIQUE)",
                "INSERT INTO shelf VALUES (1, 3, 1), (2, 1, 2)",
                "INSERT INTO item VALUES (1, 3, 1), (2, NULL, 2)");

        assertBlamesNotTheFirst(sql, rows);
    }

    /** The first row is left out, until another one replaces the row that has its code. */
    @Test
    void blamesNoRowThatWasLeftOut() throws SQLException {
        databases.run(
                "CREATE TABLE stock (author_id REFERENCES author, code INT UNIQUE ON CONFLICT IGNORE,"
                        + " tag INT UNIQUE ON CONFLICT REPLACE)",
                "INSERT INTO stock VALUES (NULL, 1, 1)");

        assertBlamesNotTheFirst("INSERT INTO stock VALUES (?, ?, ?)", "99, 1, 2; 1, 2, 1; 99, 1, 2");
    }

    private void assertBlamesNotTheFirst(String sql, String rows) throws SQLException {
        BatchUpdateException violation = databases.batchViolation(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (String row : rows.split("; ", -1)) {
                    String[] values = row.split(", ", -1);
                    for (int i = 0; i < values.length; i++) {
                        statement.setInt(i + 1, Integer.parseInt(values[i]));
                    }
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        });

        assertThat(violation.getCause())
                .isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, typed -> assertThat(typed.violations())
                        .isNotEmpty()
                        .noneMatch(of -> of.batchIndex().equals(OptionalInt.of(0))));
    }

    @Test
    void findsTheRowThatARestrictStops() throws SQLException {
        BatchUpdateException violation = databases.batchViolation(batch("DELETE FROM author WHERE id = ?", 4, 3));

        assertThat(PairedDatabases.rows(violation))
                .containsExactly(
                        "1: author.id = 3 is still referenced by 1 row through seal.author_id (foreign key seal_author_fk)");
    }

    @Test
    void knowsThatALaterRowPointsAtOneThatWasRejected() throws SQLException {
        BatchUpdateException violation = databases.batchViolation(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO node VALUES (?, ?)")) {
                for (int[] row : new int[][] {{1, 1}, {2, 1}, {3, 9}, {4, 3}, {5, 2}}) {
                    insert.setInt(1, row[0]);
                    insert.setInt(2, row[1]);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });

        assertThat(PairedDatabases.rows(violation))
                .containsExactly(
                        "2: node.up = 9 has no matching node.id (foreign key node_up_fk)",
                        "3: node.up = 3 has no matching node.id (foreign key node_up_fk)");
    }

    @Test
    void findsTheRowOfAnInsertOfSeveral() throws SQLException {
        BatchUpdateException violation =
                databases.batchViolation(batch("INSERT INTO book (author_id) VALUES (1), (?), (95)", 1, 2));

        assertThat(PairedDatabases.rows(violation)).containsExactly("0: " + missing(95), "1: " + missing(95));
        assertThat(violation.getUpdateCounts()).isEmpty();
    }

    @Test
    void checksADeferredKeyWithEachRowInAutoCommit() throws SQLException {
        BatchUpdateException violation = databases.batchViolation(batch("INSERT INTO later VALUES (?)", 1, 94, 1, 93));

        assertThat(PairedDatabases.rows(violation))
                .containsExactly(
                        "1: later.author_id = 94 has no matching author.id (foreign key later_author_fk)",
                        "3: later.author_id = 93 has no matching author.id (foreign key later_author_fk)");
    }

    @Test
    void findsTheRowBehindATrigger() throws SQLException {
        databases.run(
                "CREATE TRIGGER t AFTER INSERT ON author BEGIN INSERT INTO book (author_id) VALUES (CAST(new.name AS INT)); END");

        BatchUpdateException violation =
                databases.batchViolation(batch("INSERT INTO author (name) VALUES (? - 90)", 91, 92, 190, 91));

        assertThat(PairedDatabases.rows(violation)).containsExactly("2: " + missing(100));
    }

    @Test
    void findsTheOneBadRowOfFiveThousand() throws SQLException {
        Object[] rows = new Object[5_000];
        Arrays.fill(rows, 1);
        rows[4_321] = 92;
        databases.both(connection -> connection.setAutoCommit(false));

        BatchUpdateException violation = databases.batchViolation(batch(INSERT, rows));

        assertThat(PairedDatabases.rows(violation)).containsExactly("4321: " + missing(92));
        assertThat(violation.getUpdateCounts()).hasSize(4_321).containsOnly(1);
    }

    @Test
    void namesEachRejectedTextOfAStatementsBatch() throws SQLException {
        BatchUpdateException violation = databases.batchViolation(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("UPDATE author SET name = 'x' WHERE id > 2");
                statement.addBatch("INSERT INTO book (author_id) VALUES (1), (91)");
                statement.addBatch("INSERT INTO book (author_id) VALUES (1)");
                statement.addBatch("DELETE FROM author WHERE id = 2");
                statement.executeBatch();
            }
        });

        assertThat(PairedDatabases.rows(violation))
                .containsExactly(
                        "1: " + missing(91),
                        "3: author.id = 2 is still referenced by 1 row through book.author_id (foreign key book_author_fk)");
        assertThat(violation.getUpdateCounts()).containsExactly(2);
    }

    /** SQLite accepts a REPLACE or an upsert into a table that references itself without its parent row. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "REPLACE INTO chain VALUES (51, 7)",
                "INSERT INTO chain VALUES (51, 7) ON CONFLICT DO UPDATE SET next = 1"
            })
    void looksAtNoLaterRowThatSqliteMayAcceptAllTheSame(String later) throws SQLException {
        databases.run("CREATE TABLE chain (id INTEGER PRIMARY KEY,"
                + " next INT CONSTRAINT chain_next_fk REFERENCES chain DEFERRABLE INITIALLY DEFERRED)");

        BatchUpdateException violation = databases.batchViolation(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("INSERT INTO book (author_id) VALUES (99)");
                statement.addBatch(later);
                statement.executeBatch();
            }
        });

        assertThat(violation.getCause()).isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, typed -> {
            assertThat(typed.violations()).singleElement().satisfies(only -> assertThat(only.batchIndex())
                    .hasValue(0));
            assertThat(typed.undetermined()).hasValueSatisfying(reason -> assertThat(reason)
                    .startsWith("row 1 and those after it were not looked at"));
        });
    }

    @Test
    void isEmptyAndUsableAfterAViolation() throws SQLException {
        try (PreparedStatement insert = databases.enforced().prepareStatement(INSERT);
                Statement statement = databases.enforced().createStatement()) {
            add(insert, 99);
            assertThatThrownBy(insert::executeBatch).isInstanceOf(BatchUpdateException.class);
            add(insert, 1, 2);
            assertThat(insert.executeBatch()).containsExactly(1, 1);
            insert.setInt(1, 90);
            assertThatThrownBy(insert::executeUpdate).hasMessageContaining(missing(90));

            statement.addBatch("INSERT INTO book (author_id) VALUES (99)");
            assertThatThrownBy(statement::executeBatch).isInstanceOf(BatchUpdateException.class);
            statement.addBatch("INSERT INTO book (author_id) VALUES (1)");
            assertThat(statement.executeBatch()).containsExactly(1);
        }
    }

    @Test
    void knowsThatARowChangesTheGeneratedColumnThatALaterRowReads() throws SQLException {
        databases.run(
                "CREATE TABLE copy (author_id INT CONSTRAINT copy_author_fk REFERENCES author,"
                        + " next AS (author_id + 1))",
                "INSERT INTO copy VALUES (1)");

        BatchUpdateException violation = databases.batchViolation(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE copy SET author_id = ? WHERE next = 2")) {
                add(update, 9, 3, 8);
                update.executeBatch();
            }
        });

        assertThat(PairedDatabases.rows(violation))
                .containsExactly("0: copy.author_id = 9 has no matching author.id (foreign key copy_author_fk)");
    }

    /** Only a statement that writes rows is run again; those before the failed one need not be. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CREATE TABLE z (a)         | UPDATE author SET name = 'x'     | PRAGMA user_version = 5
                    BEGIN                      | INSERT INTO author VALUES (9, 9) | COMMIT
                    UPDATE author SET name = abs(random()) | DELETE FROM later    | INSERT INTO book SELECT random(), random()
                    """)
    void explainsAFailedRowBesideOnesThatMustNotRunAgain(String first, String second, String last) throws SQLException {
        BatchUpdateException violation = catchThrowableOfType(
                BatchUpdateException.class,
                () -> batch(
                        databases.enforced(),
                        List.of(
                                first,
                                second,
                                "INSERT INTO book (author_id) VALUES (99)",
                                "INSERT INTO book (author_id) VALUES (98)",
                                last,
                                "INSERT INTO book (author_id) VALUES (97)")));

        ForeignKeyViolationSQLException typed =
                (ForeignKeyViolationSQLException) Objects.requireNonNull(violation.getCause());
        assertThat(PairedDatabases.messages(typed)).containsExactly(missing(99), missing(98));
        assertThat(typed.reason()).contains(Reason.LATER_ROWS);
        assertThat(typed.undetermined()).get().asString().startsWith("row 4 and those after it were not looked at: ");
        assertThat(violation.getUpdateCounts()).hasSize(2);
    }

    /** The driver discards what was added before its statement executes SQL. */
    @Test
    void executesNoStringThatTheDriverHasDiscarded() throws SQLException {
        databases.both(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("DROP TABLE seal");
                statement.execute("SELECT 1");
                statement.addBatch("DROP TABLE IF EXISTS nowhere");

                assertThat(statement.executeBatch()).hasSize(1);
                assertThat(Sql.read(connection, "SELECT count(*) FROM seal")).isEqualTo("1");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "RELEASE s"})
    void explainsACommitOfABatch(String end) throws SQLException {
        BatchUpdateException violation = catchThrowableOfType(
                BatchUpdateException.class,
                () -> batch(
                        databases.enforced(),
                        List.of(end.equals("COMMIT") ? "BEGIN" : "SAVEPOINT s", "INSERT INTO later VALUES (99)", end)));

        assertThat(PairedDatabases.complete(
                        (ForeignKeyViolationSQLException) Objects.requireNonNull(violation.getCause())))
                .containsExactly("later.author_id = 99 has no matching author.id (foreign key later_author_fk)");
        assertThat(violation.getUpdateCounts()).hasSize(2);
    }

    private static void batch(Connection connection, List<String> sqls) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : sqls) {
                statement.addBatch(sql);
            }
            statement.executeBatch();
        }
    }

    @Test
    void leavesAFailureForAnotherReasonToTheDriver() throws SQLException {
        assertThatThrownBy(
                        () -> batch("INSERT INTO author (id) VALUES (?)", 7, 7).on(databases.enforced()))
                .hasMessageContaining("UNIQUE")
                .hasNoCause();
    }

    private static PairedDatabases.Use batch(String sql, Object... values) {
        return connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                add(statement, values);
                statement.executeBatch();
            }
        };
    }

    private static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (Object value : values) {
            statement.setObject(1, value);
            statement.addBatch();
        }
    }

    private static String missing(long author) {
        return "book.author_id = " + author + " has no matching author.id (foreign key book_author_fk)";
    }

    /** SQLite stores NaN as NULL. */
    @Test
    void acceptsNaN() throws SQLException {
        BatchUpdateException violation =
                databases.batchViolation(batch("INSERT INTO seal VALUES (?)", 99, Double.NaN, Float.NaN));

        assertThat(PairedDatabases.rows(violation))
                .containsExactly("0: seal.author_id = 99 has no matching author.id (foreign key seal_author_fk)");
    }
}
