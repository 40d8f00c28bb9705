package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.DeletePreview.Effect;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A preview of a DELETE tells what the DELETE then does. */
final class DeletePreviewTest {
    private static final List<String> ACTIONS = List.of(
            "",
            " ON DELETE CASCADE",
            " ON DELETE CASCADE",
            " ON DELETE SET NULL",
            " ON DELETE SET DEFAULT",
            " ON DELETE RESTRICT",
            " ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED");

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = EnforcedDataSource.open("jdbc:sqlite::memory:").getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email, gone); CREATE UNIQUE INDEX u ON child (email) WHERE gone = 0",
                "email); CREATE UNIQUE INDEX u ON child (lower(email))",
                "email, g AS (upper(email)) NOT NULL); CREATE UNIQUE INDEX u ON child (g)",
                "email, g AS (upper(email)) STORED UNIQUE); CREATE TABLE other (g REFERENCES child (g))",
                "email, g AS (email) REFERENCES parent (id))",
            })
    void knowsThatOtherColumnsDoNotMatter(String columns) throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE parent (id INTEGER PRIMARY KEY); INSERT INTO parent VALUES (1)",
                "CREATE TABLE child (pid REFERENCES parent ON DELETE SET NULL, " + columns,
                "INSERT INTO child (pid, email) VALUES (1, 1)");

        assertThat(ForeignKeys.previewDelete(connection, "parent", List.of(List.of(1L)))
                        .undetermined())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email, gone); CREATE UNIQUE INDEX u ON child (email) WHERE PID IS NULL",
                "email); CREATE UNIQUE INDEX u ON child (ifnull(\"pid\", 0))",
                "email, g AS (upper(h)) NOT NULL, h AS (ifnull(pid, 0)))",
                "email, g AS (h), h AS (pid)); CREATE UNIQUE INDEX u ON child (email) WHERE g IS NULL",
            })
    void doesNotKnowWhatDependsOnTheChangedColumn(String columns) throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE parent (id INTEGER PRIMARY KEY); INSERT INTO parent VALUES (1)",
                "CREATE TABLE child (pid REFERENCES parent ON DELETE SET NULL, " + columns,
                "INSERT INTO child (pid, email) VALUES (1, 1)");

        assertThat(ForeignKeys.previewDelete(connection, "parent", List.of(List.of(1L)))
                        .undetermined())
                .isNotEmpty();
    }

    @Test
    void countsWhatIsDeletedNulledAndInTheWay() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE author (id INTEGER PRIMARY KEY)",
                "CREATE TABLE book (id INTEGER PRIMARY KEY,"
                        + " author_id INT CONSTRAINT book_author_fk REFERENCES author ON DELETE CASCADE)",
                "CREATE TABLE loan (book_id INT CONSTRAINT loan_book_fk REFERENCES book ON DELETE RESTRICT)",
                "CREATE TABLE note (book_id INT CONSTRAINT note_book_fk REFERENCES book ON DELETE SET NULL)",
                "INSERT INTO author VALUES (1), (2), (3)",
                "INSERT INTO book VALUES (10, 1), (11, 1), (20, 2)",
                "INSERT INTO loan VALUES (20)",
                "INSERT INTO note VALUES (10), (10), (11), (20), (NULL)");

        assertThat(preview("author", List.of(List.of(1L), List.of(3L), List.of(99L))))
                .isEqualTo("2 + 2 [book_author_fk DELETED 2, note_book_fk SET_TO_NULL 3] []");
        assertThat(preview("author", List.of(List.of(1L), List.of(2L))))
                .isEqualTo("2 + 3 [book_author_fk DELETED 3, loan_book_fk STOPS 1, note_book_fk SET_TO_NULL 4] []");
        assertThat(Sql.read(connection, "SELECT count(*) FROM book")).isEqualTo("3");
        assertThat(ForeignKeys.previewDelete(connection, "author", List.of(List.of(2L)))
                        .isStopped())
                .isTrue();
    }

    @Test
    void followsCyclesAndKeepsRowsThatGoThemselvesOutOfTheWay() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE node (id TEXT COLLATE NOCASE, part BLOB, next TEXT, next_part BLOB, twin INT,"
                        + " PRIMARY KEY (id, part), CONSTRAINT node_next_fk"
                        + " FOREIGN KEY (next, next_part) REFERENCES node ON DELETE CASCADE) WITHOUT ROWID",
                "CREATE TABLE leaf (id TEXT, part BLOB,"
                        + " CONSTRAINT leaf_fk FOREIGN KEY (id, part) REFERENCES node,"
                        + " CONSTRAINT leaf_cascade_fk FOREIGN KEY (id, part) REFERENCES node ON DELETE CASCADE)",
                "INSERT INTO node VALUES ('a', x'01', 'C', x'03', 0), ('b', x'02', 'A', x'01', 0), ('c', x'03', 'b', x'02', 0)",
                "INSERT INTO leaf VALUES ('B', x'02'), (NULL, x'02')");

        assertThat(preview("node", List.of(List.of("A", new byte[] {1}))))
                .isEqualTo("1 + 3 [node_next_fk DELETED 3, leaf_cascade_fk DELETED 1] []");
    }

    @Test
    void saysWhatItCannotTell() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE c (p_id INT DEFAULT 7 REFERENCES p ON DELETE SET DEFAULT)",
                "CREATE TRIGGER t AFTER DELETE ON p BEGIN INSERT INTO p VALUES (old.id); END",
                "INSERT INTO p VALUES (1)",
                "INSERT INTO c VALUES (1)");

        assertThat(preview("p", List.of(List.of(1L))))
                .isEqualTo("1 + 0 [c_p_id_fkey SET_TO_DEFAULT 1] [a trigger may act on the DELETE of rows of p,"
                        + " whether the default of c_p_id_fkey has a parent row]");
    }

    /** Each DELETE fails, or does more than the effects say. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    x INT REFERENCES p ON DELETE SET NULL); CREATE UNIQUE INDEX u ON c (coalesce(x, 0) | whether a unique index of c accepts the null
                    x INT REFERENCES p ON DELETE SET NULL, n DEFAULT 1); CREATE UNIQUE INDEX u ON c (n) WHERE (x IS NULL | whether a unique index of c accepts the null
                    x INT REFERENCES p ON DELETE SET NULL, g AS (coalesce(x, 0)) UNIQUE | whether a unique index of c accepts the null
                    x INT REFERENCES p ON DELETE SET NULL, g AS (x) NOT NULL | whether a generated column of c accepts the null
                    x INT REFERENCES p ON DELETE SET NULL, g AS (coalesce(x, 7)) REFERENCES q | whether c_x_fkey leaves child rows of c_g_fkey without a parent row
                    x INT DEFAULT 2 UNIQUE REFERENCES p ON DELETE SET DEFAULT | whether a unique index of c accepts the default, whether the default of c_x_fkey has a parent row
                    x INT DEFAULT 2 REFERENCES p ON DELETE SET DEFAULT CONSTRAINT x_q_fk REFERENCES q | whether c_x_fkey leaves child rows of x_q_fk without a parent row, whether the default of c_x_fkey has a parent row
                    """)
    void saysWhatMayRejectAnAction(String columns, String undetermined) throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE q (id INTEGER PRIMARY KEY)",
                "CREATE TABLE c (" + columns + ")",
                "INSERT INTO p VALUES (1), (2)",
                "INSERT INTO q VALUES (1)",
                "INSERT INTO c (x) VALUES (1)");

        DeletePreview preview = ForeignKeys.previewDelete(connection, "p", List.of(List.of(1L)));

        assertThat(preview.undetermined()).containsExactlyInAnyOrder(undetermined.split(", "));
    }

    @Test
    void saysWhereCascadesMayBeTooDeep() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE c (id INTEGER PRIMARY KEY, up INT REFERENCES c ON DELETE CASCADE)",
                "CREATE INDEX c_up ON c (up)",
                "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
                        + " INSERT INTO c SELECT i, nullif(i - 1, 0) FROM n");

        assertThat(preview("c", List.of(List.of(700L)))).endsWith(" []");
        assertThat(preview("c", List.of(List.of(1L))))
                .endsWith("[whether the cascades are nested too deep: SQLite follows at most 1000]");
        assertThatThrownBy(() -> Sql.run(connection, "DELETE FROM c WHERE id = 1"))
                .hasMessageContaining("too deep");
    }

    @Test
    void doesNotGuessHowAnActionComparesOtherTypes() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY, code UNIQUE)",
                "CREATE TABLE c (code TEXT REFERENCES p (code) ON DELETE CASCADE)",
                "INSERT INTO p VALUES (1, 7), (2, '7')",
                "INSERT INTO c VALUES ('7')");

        assertThat(preview("p", List.of(List.of(1L))))
                .isEqualTo("1 + 0 [] [which rows of c SQLite finds for c_code_fkey:"
                        + " its columns have other types than those of p]");

        Sql.run(connection, "DELETE FROM p WHERE id = 1");
        assertThat(Sql.read(connection, "SELECT count(*) FROM c")).isEqualTo("0");
    }

    @Test
    void doesNotKnowWhatAnOrphanRowThatGoesMakesUpFor() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE node (id INTEGER PRIMARY KEY, up INT CONSTRAINT node_up_fk REFERENCES node)",
                "INSERT INTO node VALUES (1, NULL), (2, 1), (7, NULL), (5, 7)");
        Sql.run(connection, "PRAGMA foreign_keys=OFF; DELETE FROM node WHERE id = 7; PRAGMA foreign_keys=ON");
        List<List<Object>> keys = List.of(List.of(1L), List.of(5L));

        assertThat(preview("node", keys))
                .isEqualTo("2 + 0 [node_up_fk STOPS 1] [rows of node that have no parent row by node_up_fk are"
                        + " deleted: SQLite may accept another one for each]");
        Sql.run(connection, "DELETE FROM node WHERE id IN (1, 5)");
        assertThat(preview("node", List.of(List.of(2L)))).isEqualTo("1 + 0 [] []");
    }

    @Test
    void doesNotKnowWhatATriggerDoesToARowThatIsUpdatedBeforeItGoes() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE node (id INTEGER PRIMARY KEY, up INT CONSTRAINT node_up_fk REFERENCES node ON DELETE SET NULL)",
                "INSERT INTO node VALUES (1, NULL), (2, 1)",
                "CREATE TRIGGER after_update AFTER UPDATE ON node BEGIN INSERT INTO node VALUES (NULL, 99); END");

        assertThat(preview("node", List.of(List.of(1L), List.of(2L))))
                .isEqualTo("2 + 0 [] [a trigger may act on the UPDATE of rows of node]");
        assertThatThrownBy(() -> Sql.run(connection, "DELETE FROM node"))
                .hasMessageContaining("FOREIGN KEY constraint failed");
    }

    @Test
    void doesNotKnowWhatAKeyThatIsSetBeforeItsRowGoesIsToItsOwnChildRows() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE city (id INTEGER PRIMARY KEY, code INT UNIQUE CONSTRAINT city_code_fk REFERENCES city"
                        + " ON DELETE SET NULL)",
                "CREATE TABLE loan (city INT CONSTRAINT loan_city_fk REFERENCES city (code) ON DELETE CASCADE)",
                "INSERT INTO city VALUES (1, NULL), (2, 1); INSERT INTO loan VALUES (1)");

        assertThat(preview("city", List.of(List.of(1L), List.of(2L))))
                .isEqualTo("2 + 1 [loan_city_fk DELETED 1] [rows of city are deleted and are checked by city_code_fk:"
                        + " which comes first decides]");
        assertThatThrownBy(() -> Sql.run(connection, "DELETE FROM city"))
                .hasMessageContaining("FOREIGN KEY constraint failed");
    }

    @Test
    void doesNotKnowOfWhichOfTwoParentRowsAChildRowIs() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE tag (note UNIQUE); INSERT INTO tag VALUES ('5'), (5)",
                "CREATE TABLE loan (tag INTEGER CONSTRAINT loan_tag_fk REFERENCES tag (note) ON DELETE SET NULL)",
                "INSERT INTO loan VALUES (5)");

        assertThat(preview("tag", List.of(List.of(1L), List.of(2L))))
                .startsWith("2 + 0 [loan_tag_fk SET_TO_NULL 1] [which rows of loan SQLite finds for loan_tag_fk: ");
        assertThatThrownBy(() -> Sql.run(connection, "DELETE FROM tag"))
                .hasMessageContaining("FOREIGN KEY constraint failed");
    }

    @Test
    void doesNotKnowWhetherAnOrphanRowThatIsUpdatedIsRejected() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE owner (id INTEGER PRIMARY KEY); INSERT INTO owner VALUES (1)",
                "CREATE TABLE node (id INTEGER PRIMARY KEY, up INT CONSTRAINT node_up_fk REFERENCES node,"
                        + " owner INT CONSTRAINT node_owner_fk REFERENCES owner ON DELETE SET NULL)",
                "INSERT INTO node VALUES (7, NULL, NULL), (5, 7, 1)");
        assertThat(preview("owner", List.of(List.of(1L)))).isEqualTo("1 + 0 [node_owner_fk SET_TO_NULL 1] []");
        Sql.run(connection, "PRAGMA foreign_keys=OFF; DELETE FROM node WHERE id = 7; PRAGMA foreign_keys=ON");

        assertThat(preview("owner", List.of(List.of(1L))))
                .isEqualTo("1 + 0 [node_owner_fk SET_TO_NULL 1] [rows of node that have no parent row by node_up_fk are"
                        + " updated: SQLite may reject each]");
        assertThatThrownBy(() -> Sql.run(connection, "DELETE FROM owner"))
                .hasMessageContaining("FOREIGN KEY constraint failed");
    }

    /** The index of a primary key tells rows apart, by a collation that need not be the column's. */
    @Test
    void tellsRowsApartAsTheirPrimaryKeysIndexDoes() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE p (k TEXT COLLATE NOCASE, n INT UNIQUE, PRIMARY KEY (k COLLATE BINARY)) WITHOUT ROWID",
                "CREATE TABLE q (m INT, k TEXT, n INT UNIQUE, PRIMARY KEY (k COLLATE NOCASE, m)) WITHOUT ROWID",
                "CREATE TABLE c (p INT CONSTRAINT to_p REFERENCES p (n) ON DELETE CASCADE,"
                        + " q INT CONSTRAINT to_q REFERENCES q (n) ON DELETE SET NULL)",
                "INSERT INTO p VALUES ('a', 1), ('A', 2)",
                "INSERT INTO q VALUES (1, 'a', 1), (2, 'A', 2)",
                "INSERT INTO c VALUES (1, 1), (2, 2), (2, 2)");

        assertThat(preview("p", List.of(List.of("a")))).isEqualTo("1 + 1 [to_p DELETED 1] []");
        assertThat(preview("q", List.of(List.of("a", 2L)))).isEqualTo("1 + 0 [to_q SET_TO_NULL 2] []");
    }

    @Test
    void isBounded() throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY, p_id INT REFERENCES p ON DELETE CASCADE)",
                "CREATE INDEX p_p ON p (p_id)",
                "INSERT INTO p VALUES (0, NULL)",
                "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 150000)"
                        + " INSERT INTO p SELECT i, i / 1000 FROM n");

        DeletePreview preview = ForeignKeys.previewDelete(connection, "p", List.of(List.of(0L)));
        assertThat(preview.cascadedRows()).isBetween(100_000L, 102_000L);
        assertThat(preview.undetermined())
                .containsExactly("more than 100000 rows are affected; the preview stops there");
    }

    @Test
    void failsAsTheDeleteDoesWhereAKeyCannotBeUsed() throws SQLException {
        Sql.run(connection, "CREATE TABLE p (id INT)", "CREATE TABLE c (p_id INT REFERENCES p (id))");
        assertThatThrownBy(() -> ForeignKeys.previewDelete(connection, "p", List.of(List.of(1L))))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("foreign key mismatch");
        assertThatThrownBy(() -> ForeignKeys.previewDelete(connection, "nowhere", List.of()))
                .hasMessage("the database has no table nowhere");
        assertThatThrownBy(() -> ForeignKeys.previewDelete(connection, "p", List.of(List.of(1, 2))))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void tellsWhatTheDeleteThenDoes() throws SQLException {
        int told = 0;
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            try (Connection fresh =
                    EnforcedDataSource.open("jdbc:sqlite::memory:").getConnection()) {
                fill(fresh, random);
                List<List<Long>> keys = LongStream.range(0, 1 + random.nextInt(2))
                        .mapToObj(i -> List.of(random.nextLong(6)))
                        .toList();
                DeletePreview preview = ForeignKeys.previewDelete(fresh, "t0", keys);
                if (preview.undetermined().isEmpty()) {
                    told++;
                    assertThat(deleted(fresh, keys))
                            .as("seed %s: %s", seed, preview)
                            .isEqualTo(expected(preview));
                }
            }
        }
        assertThat(told).isGreaterThan(200);
    }

    /** Makes three tables of six rows, with two keys each to a table of either. */
    private static void fill(Connection connection, Random random) throws SQLException {
        for (int table = 0; table < 3; table++) {
            Sql.run(
                    connection,
                    "CREATE TABLE t" + table + " (id INTEGER PRIMARY KEY, a INT"
                            + (random.nextInt(6) == 0 ? " NOT NULL" : "")
                            + " REFERENCES t" + random.nextInt(3) + action(random) + ", b INT REFERENCES t"
                            + random.nextInt(3) + action(random) + ")");
        }
        connection.setAutoCommit(false);
        Sql.run(connection, "PRAGMA defer_foreign_keys = ON");
        for (int row = 0; row < 18; row++) {
            String b = random.nextBoolean() ? "NULL" : String.valueOf(random.nextInt(6));
            Sql.run(
                    connection,
                    "INSERT INTO t" + row % 3 + " VALUES (" + row / 3 + ", " + random.nextInt(6) + ", " + b + ")");
        }
        connection.commit();
    }

    private static String action(Random random) {
        return ACTIONS.get(random.nextInt(ACTIONS.size()));
    }

    private static String deleted(Connection connection, List<List<Long>> keys) throws SQLException {
        long rows = rows(connection);
        long nulls = nulls(connection);
        List<String> ids = keys.stream().map(key -> key.get(0).toString()).toList();
        try {
            Sql.run(connection, "DELETE FROM t0 WHERE id IN (" + String.join(", ", ids) + ")");
            connection.commit();
            return (rows - rows(connection)) + " rows";
        } catch (SQLException e) {
            connection.rollback();
            assertThat(nulls(connection)).isEqualTo(nulls);
            return "stopped";
        }
    }

    private static String expected(DeletePreview preview) {
        return preview.isStopped() ? "stopped" : (preview.rows() + preview.cascadedRows()) + " rows";
    }

    private static long rows(Connection connection) throws SQLException {
        return number(
                connection, "SELECT (SELECT count(*) FROM t0) + (SELECT count(*) FROM t1) + (SELECT count(*) FROM t2)");
    }

    private static long nulls(Connection connection) throws SQLException {
        return number(
                connection,
                "SELECT count(*) FROM (SELECT a, b FROM t0 UNION ALL SELECT a, b FROM t1 UNION ALL SELECT a, b FROM t2)"
                        + " WHERE a IS NULL OR b IS NULL");
    }

    private static long number(Connection connection, String query) throws SQLException {
        return Long.parseLong(String.valueOf(Sql.read(connection, query)));
    }

    private String preview(String table, List<List<Object>> keys) throws SQLException {
        DeletePreview preview = ForeignKeys.previewDelete(connection, table, keys);
        List<String> effects = new ArrayList<>();
        for (Effect effect : preview.effects()) {
            effects.add(effect.foreignKey().name() + " " + effect.outcome() + " " + effect.childRows());
        }
        return preview.rows() + " + " + preview.cascadedRows() + " " + effects + " " + preview.undetermined();
    }
}
