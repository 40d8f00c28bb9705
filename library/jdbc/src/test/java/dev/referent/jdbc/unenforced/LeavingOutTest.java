package dev.referent.jdbc.unenforced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.integrity.ForeignKey;
import dev.referent.jdbc.BulkScope;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.LeftOutRow;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bulk write that leaves out the inserted rows without a parent row. */
final class LeavingOutTest {
    @TempDir
    private Path folder;

    private String url = "";
    private EnforcedDataSource source;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("library.db");
        source = EnforcedDataSource.open(url);
        connection = source.getConnection();
        Sql.run(
                connection,
                """
                CREATE TABLE land (code TEXT PRIMARY KEY COLLATE NOCASE) WITHOUT ROWID;
                CREATE TABLE author (id INTEGER PRIMARY KEY, land TEXT REFERENCES land);
                CREATE TABLE book (
                    title TEXT PRIMARY KEY, author_id INT CONSTRAINT book_author_fk REFERENCES author,
                    sequel_of TEXT CONSTRAINT book_sequel_fk REFERENCES book, cover BLOB,
                    shout TEXT AS (upper(title)) STORED) WITHOUT ROWID;
                INSERT INTO land VALUES ('at');
                INSERT INTO author VALUES (1, 'AT'), (2, NULL);
                INSERT INTO book VALUES ('old', 1, NULL, x'00');
                """);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void storesTheOtherRowsAndReturnsThese() throws SQLException {
        List<LeftOutRow> leftOut = BulkScope.leavingOut(source, bulk -> {
            Sql.run(
                    bulk,
                    "INSERT INTO book VALUES ('good', 2, 'old', NULL), ('bad', 7, 'gone', x'')",
                    "INSERT INTO author VALUES (3, 'xx')",
                    "INSERT INTO book (title, author_id) VALUES ('of 3', 3)",
                    "INSERT INTO Book (title, sequel_of) VALUES ('after bad', 'bad'), ('after that', 'after bad')");
        });

        assertThat(titles()).isEqualTo("good,old");
        assertThat(read("SELECT group_concat(id) FROM author")).isEqualTo("1,2");
        assertThat(leftOut)
                .extracting(LeavingOutTest::text)
                .containsExactlyInAnyOrder(
                        "book {title=bad, author_id=7, sequel_of=gone, cover=[]} [book_author_fk, book_sequel_fk]",
                        "author {id=3, land=xx} [author_land_fkey]",
                        "book {title=of 3, author_id=3, sequel_of=null, cover=null} [book_author_fk]",
                        "book {title=after bad, author_id=null, sequel_of=bad, cover=null} [book_sequel_fk]",
                        "book {title=after that, author_id=null, sequel_of=after bad, cover=null} [book_sequel_fk]");
        assertEnforced();
    }

    private static String text(LeftOutRow row) {
        String values = row.values().toString().replaceAll("\\[B@\\w+", "[]");
        return row.table() + " " + values + " "
                + row.foreignKeys().stream().map(ForeignKey::name).sorted().toList();
    }

    @Test
    void returnsNothingIfAllRowsHaveTheirParentRows() throws SQLException {
        List<LeftOutRow> leftOut = BulkScope.leavingOut(
                connection,
                bulk -> Sql.run(bulk, "DELETE FROM book", "INSERT INTO book (title, author_id) VALUES ('new', 1)"));

        assertThat(leftOut).isEmpty();
        assertThat(titles()).isEqualTo("new");
    }

    @Test
    void mayReadTheTableBeforeItInserts() throws SQLException {
        List<LeftOutRow> leftOut = BulkScope.leavingOut(
                connection,
                bulk -> Sql.run(
                        bulk,
                        "DELETE FROM book WHERE author_id IN (SELECT id FROM author WHERE id = 2)",
                        "DELETE FROM book WHERE title IN (SELECT title FROM book WHERE author_id = 5)",
                        "INSERT INTO book (title, author_id) VALUES ('new', 1), ('bad', 9)"));

        assertThat(leftOut).hasSize(1);
        assertThat(titles()).isEqualTo("new,old");
    }

    @Test
    void leavesManyRowsOut() throws SQLException {
        List<LeftOutRow> leftOut = BulkScope.leavingOut(
                connection,
                bulk -> Sql.run(
                        bulk,
                        "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 5009)"
                                + " INSERT INTO author SELECT i, iif(i % 2, 'at', 'zz') FROM n"));

        assertThat(leftOut).hasSize(2500);
        assertThat(read("SELECT count(*) FROM author")).isEqualTo("2502");
    }

    /** Rows of a table that is read only for others, or only deleted from. */
    @Test
    void leavesOutWhatNoStatementDependsOn() throws SQLException {
        List<LeftOutRow> leftOut = BulkScope.leavingOut(
                connection,
                bulk -> Sql.run(
                        bulk,
                        "INSERT OR IGNORE INTO land VALUES ('de'), ('DE')",
                        "DELETE FROM book WHERE title IN ('old', 'older')",
                        "INSERT INTO book (title, author_id) SELECT 'by ' || id, id + 1 FROM author"));

        assertThat(leftOut).hasSize(1);
        assertThat(titles()).isEqualTo("by 1");
    }

    @Test
    void neverAnExistingOrphanRow() throws SQLException {
        breakBefore("INSERT INTO author VALUES (5, 'zz')", "INSERT INTO book (title, author_id) VALUES ('lost', 77)");

        List<LeftOutRow> leftOut = BulkScope.leavingOut(
                connection,
                bulk -> Sql.run(
                        bulk,
                        "INSERT INTO author VALUES (6, 'zz'), (7, 'at')",
                        "INSERT INTO book (title, author_id) VALUES ('a', 77), ('b', 7)"));

        assertThat(leftOut)
                .extracting(LeavingOutTest::text)
                .containsExactlyInAnyOrder(
                        "author {id=6, land=zz} [author_land_fkey]",
                        "book {title=a, author_id=77, sequel_of=null, cover=null} [book_author_fk]");
        assertThat(read("SELECT group_concat(id) FROM author")).isEqualTo("1,2,5,7");
        assertThat(titles()).isEqualTo("b,lost,old");
    }

    @Test
    void neverAnExistingOrphanRowWhoseParentRowIsLeftOut() throws SQLException {
        breakBefore("INSERT INTO book (title, author_id) VALUES ('lost', 6)");

        BulkScope.leavingOut(
                connection,
                bulk -> Sql.run(
                        bulk,
                        "INSERT INTO author VALUES (6, 'zz')",
                        "INSERT INTO book (title, author_id) VALUES ('a', 6), ('b', 1)"));

        assertThat(titles()).isEqualTo("b,lost,old");
    }

    @Nested
    class RollsBack {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "UPDATE book SET author_id = 7",
                    "INSERT OR REPLACE INTO book (title, author_id) VALUES ('old', 7)",
                    "REPLACE INTO book (title, author_id) VALUES ('old', 7)",
                    "INSERT INTO book (title) VALUES ('old') ON CONFLICT DO UPDATE SET author_id = 7",
                    "WITH n (i) AS (SELECT 'old') REPLACE INTO book (title, author_id) SELECT i, 7 FROM n"
                })
        void ifARowWasUpdatedOrReplaced(String sql) throws SQLException {
            assertRolledBack("rows of book cannot be left out, because it may have updated or replaced some", sql);
        }

        /** The valid row would be lost with the other one. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "INSERT OR IGNORE INTO book (title, author_id) VALUES ('a', 9), ('a', 1)",
                    "INSERT INTO book (title, author_id) VALUES ('a', 9), ('a', 1) ON CONFLICT DO NOTHING",
                    "INSERT INTO book (title, author_id) VALUES ('a', 9); INSERT INTO book (title, author_id)"
                            + " SELECT 'a', 1 WHERE NOT EXISTS (SELECT 1 FROM book WHERE title = 'a')",
                    "INSERT INTO book (title, author_id) VALUES ('a', 9);"
                            + " INSERT INTO land SELECT 'de' WHERE NOT EXISTS (SELECT 1 FROM book WHERE title = 'a')",
                    "INSERT INTO book (title, author_id) VALUES ('a', 9);"
                            + " DELETE FROM book WHERE author_id = 1 AND (SELECT count(*) FROM book) > 1",
                    "DELETE FROM book WHERE title IN (SELECT title FROM book WHERE author_id = 5);"
                            + " INSERT INTO book (title, author_id) VALUES ('a', 9);"
                            + " DELETE FROM book WHERE title IN (SELECT title FROM book WHERE author_id = 5)",
                })
        void ifAnotherRowMayDependOnIt(String sql) throws SQLException {
            assertRolledBack("because a statement may have skipped others for them, or read them", sql);
        }

        @Test
        void ifTheTriggerOfADeleteReadsIt() throws SQLException {
            Sql.run(
                    connection,
                    "CREATE TABLE log (x); INSERT INTO log VALUES (1)",
                    "CREATE TRIGGER t AFTER DELETE ON log BEGIN INSERT INTO land SELECT max(title) FROM book; END");

            assertRolledBack(
                    "because a statement may have skipped others for them, or read them",
                    "INSERT INTO book (title, author_id) VALUES ('zz', 9)",
                    "DELETE FROM log WHERE x = 1");
        }

        @Test
        void ifAConstraintReplacesRows() throws SQLException {
            Sql.run(connection, "CREATE TABLE note (id INT PRIMARY KEY ON CONFLICT REPLACE, a INT REFERENCES author)");

            assertRolledBack("rows of note cannot be left out", "INSERT INTO note VALUES (1, 9)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"DELETE FROM author", "UPDATE author SET id = 9 WHERE id = 1"})
        void ifAnExistingRowLosesItsParentRow(String sql) throws SQLException {
            assertRolledBack("it may have deleted or updated rows of author", sql);
        }

        @Test
        void ifTheTableHasTriggers() throws SQLException {
            Sql.run(connection, "CREATE TABLE log (x)");
            Sql.run(
                    connection,
                    "CREATE TEMP TRIGGER t AFTER INSERT ON main.book BEGIN INSERT INTO log VALUES (1); END");

            assertRolledBack(
                    "because the table has, or had, triggers", "INSERT INTO book (title, author_id) VALUES ('a', 9)");
        }

        /** What the trigger has written would remain. */
        @Test
        void ifTheTableHadTriggers() throws SQLException {
            Sql.run(
                    connection,
                    "CREATE TABLE log (x)",
                    "CREATE TRIGGER t AFTER INSERT ON book BEGIN INSERT INTO log VALUES (new.title); END");

            assertRolledBack(
                    "because the table has, or had, triggers",
                    "INSERT INTO book (title, author_id) VALUES ('a', 9)",
                    "DROP TRIGGER t");
        }

        @Test
        void ifATriggerHasInsertedTheRow() throws SQLException {
            Sql.run(connection, "CREATE TABLE log (x)");
            Sql.run(
                    connection,
                    "CREATE TRIGGER t AFTER INSERT ON log BEGIN INSERT OR REPLACE INTO author VALUES (1, new.x); END");

            assertRolledBack("it may have updated or replaced some", "INSERT INTO log VALUES ('zz')");
        }

        /** The existing row old of book loses its parent row. */
        @Test
        void ifATriggerOfTheParentTableDeletesFromIt() throws SQLException {
            Sql.run(connection, "CREATE TRIGGER t AFTER INSERT ON author BEGIN DELETE FROM author WHERE id = 1; END");

            assertRolledBack(
                    "it may have deleted or updated rows of author",
                    "INSERT INTO author VALUES (3, 'at')",
                    "INSERT INTO book (title, author_id) VALUES ('new', 3)");
        }

        /** That it has no parent row would be so only after the first row is left out, and is not what the work has written. */
        @Test
        void ifARowThatReferencesItWasUpdatedAndNamesTheFirst() throws SQLException {
            assertRolledBack(
                    "rows of book cannot be left out, because it may have updated or replaced some: author.land = 'zz'",
                    "INSERT INTO author VALUES (3, 'zz')",
                    "INSERT INTO book (title, author_id) VALUES ('new', 3)",
                    "UPDATE book SET title = 'newer' WHERE title = 'new'");
        }

        @Test
        void ifTablesHaveChanged() throws SQLException {
            assertRolledBack(
                    "because it may have changed tables",
                    "CREATE TABLE note (a INT REFERENCES author)",
                    "INSERT INTO note VALUES (9)");
        }

        @Test
        void ifItIsTooMuch() throws SQLException {
            assertRolledBack(
                    "more than 100000 rows would have to be left out",
                    "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 100011)"
                            + " INSERT INTO author SELECT i, 'zz' FROM n");
        }

        private void assertRolledBack(String message, String... sql) throws SQLException {
            assertThatThrownBy(() -> BulkScope.leavingOut(connection, bulk -> Sql.run(bulk, sql)))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining(message);
            assertThat(read("SELECT group_concat(id || ifnull(land, '-')) FROM author"))
                    .isEqualTo("1AT,2-");
            assertThat(read("SELECT group_concat(title || author_id) FROM book"))
                    .isEqualTo("old1");
            assertEnforced();
        }
    }

    private void breakBefore(String... sql) throws SQLException {
        try (Connection bare = DriverManager.getConnection(url)) {
            Sql.run(bare, sql);
        }
    }

    private String titles() throws SQLException {
        return read("SELECT group_concat(title) FROM book");
    }

    private String read(String query) throws SQLException {
        return String.valueOf(Sql.read(connection, query));
    }

    private void assertEnforced() throws SQLException {
        assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO author VALUES (50, 'zz')"))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
    }
}
