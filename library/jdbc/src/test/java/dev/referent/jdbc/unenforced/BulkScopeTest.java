package dev.referent.jdbc.unenforced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.BulkScope;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.MigrationScope;
import dev.referent.jdbc.Sql;
import dev.referent.jdbc.storm.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Function;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** A bulk write that stores everything or nothing; {@link LeavingOutTest} has the one that leaves rows out. */
final class BulkScopeTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private String url = "";
    private EnforcedDataSource source;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        file = folder.resolve("library.db");
        url = "jdbc:sqlite:" + file;
        source = EnforcedDataSource.open(url);
        connection = source.getConnection();
        Sql.run(
                connection,
                """
                CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);
                CREATE TABLE shelf (room TEXT, number INT, PRIMARY KEY (room, number)) WITHOUT ROWID;
                CREATE TABLE book (
                    id INTEGER PRIMARY KEY,
                    author_id INT CONSTRAINT book_author_fk REFERENCES author ON DELETE CASCADE,
                    room TEXT, number INT, sequel_of INT CONSTRAINT book_sequel_fk REFERENCES book,
                    CONSTRAINT book_shelf_fk FOREIGN KEY (room, number) REFERENCES shelf);
                INSERT INTO author VALUES (1, 'a'), (2, 'b');
                INSERT INTO shelf VALUES ('A', 1);
                INSERT INTO book VALUES (1, 1, 'A', 1, NULL), (2, 2, NULL, 7, 1);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Nested
    class Validates {
        @Test
        void rowsInAnyOrder() throws SQLException {
            BulkScope.run(connection, bulk -> {
                try (PreparedStatement insert = bulk.prepareStatement("INSERT INTO BOOK VALUES (?, ?, 'B', ?, ?)")) {
                    for (int i = 10; i < 2_000; i++) {
                        insert.setInt(1, i);
                        insert.setInt(2, i);
                        insert.setInt(3, i);
                        insert.setInt(4, i == 10 ? 1999 : i - 1);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                }
                Sql.run(bulk, "INSERT INTO author SELECT id, '' FROM book WHERE id > 9");
                Sql.run(bulk, "INSERT INTO shelf SELECT room, number FROM book WHERE room = 'B'");
            });

            assertThat(read("SELECT count(*) FROM book")).isEqualTo("1992");
            assertEnforced();
        }

        /** The parent table's key is not its rowid, so its rows do not show which keys lie between the least and the greatest. */
        @ParameterizedTest
        @ValueSource(strings = {"NULL", "2.5", "'two'"})
        void whatReferencesADescendingPrimaryKey(String key) throws SQLException {
            Sql.run(
                    connection,
                    "CREATE TABLE tag (id INTEGER PRIMARY KEY DESC)",
                    "CREATE TABLE tagged (id INTEGER PRIMARY KEY, tag_id CONSTRAINT tagged_fk REFERENCES tag)",
                    "INSERT INTO tag VALUES (1), (" + key + "), (3)",
                    "INSERT INTO tagged SELECT value, 1 FROM json_each('[1,2,3,4,5,6,7,8]')");

            assertThatThrownBy(() ->
                            BulkScope.run(connection, bulk -> Sql.run(bulk, "INSERT INTO tagged (tag_id) VALUES (2)")))
                    .hasMessageContaining("tagged.tag_id = 2 has no matching tag.id (foreign key tagged_fk)");
            assertKept();
        }

        @Test
        void everyKeyOfEveryRow() throws SQLException {
            assertRolledBack(
                    "INSERT INTO book VALUES (3, 9, 'A', 2, NULL), (4, 1, NULL, NULL, 5), (5, NULL, 'a', NULL, 4)",
                    "book.author_id = 9 has no matching author.id (foreign key book_author_fk)",
                    "book_shelf_fk");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "DELETE FROM Author",
                    "DELETE FROM author WHERE id = 1",
                    "UPDATE author SET id = 8 WHERE id = 1",
                    "REPLACE INTO author VALUES (1, ''); UPDATE OR REPLACE author SET id = 2 WHERE id = 1",
                    "DELETE FROM shelf",
                    "UPDATE shelf SET room = 'a'",
                    "DELETE FROM book WHERE id = 1",
                    "WITH gone AS (SELECT 1) DELETE FROM author WHERE id IN gone",
                    "WITH replace AS (SELECT 1) DELETE FROM author WHERE id IN replace",
                    "CREATE TABLE t (x); INSERT INTO t SELECT 1; DELETE FROM author",
                    "CREATE TRIGGER b AFTER INSERT ON author BEGIN SELECT 1; DELETE FROM book WHERE id = 1; END;"
                            + "INSERT INTO author VALUES (3, 'c')",
                    "DROP TABLE author",
                    "ALTER TABLE author RENAME TO x; CREATE TABLE author (id INTEGER PRIMARY KEY);"
                            + "CREATE TABLE note (author_id INT REFERENCES author); INSERT INTO note VALUES (1)"
                })
        void whatRemovesParentRows(String sql) throws SQLException {
            assertRolledBack(sql, "the bulk write is not committed, as it would break a foreign key: ");
        }

        @Test
        void whatATriggerRemoves() throws SQLException {
            Sql.run(
                    connection,
                    "CREATE TABLE log (x)",
                    "CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM author WHERE id = new.x; END");

            assertRolledBack("INSERT INTO log VALUES (1)", "book.author_id = 1 has no matching author.id");
        }

        /** An INSERT into a parent table only adds rows, but its triggers may do anything. */
        @ParameterizedTest
        @ValueSource(strings = {"AFTER INSERT ON author", "BEFORE INSERT ON author"})
        void whatATriggerOfTheWrittenTableRemoves(String event) throws SQLException {
            Sql.run(connection, "CREATE TRIGGER t " + event + " BEGIN DELETE FROM author WHERE id = 1; END");

            assertRolledBack("INSERT INTO author VALUES (3, 'c')", "book.author_id = 1 has no matching author.id");
        }

        @Test
        void whatATriggerOfTheSameBatchRemoves() throws SQLException {
            Sql.run(connection, "CREATE TABLE log (x)");

            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        try (Statement batch = bulk.createStatement()) {
                            batch.addBatch(
                                    "CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM author WHERE id = new.x; END");
                            batch.addBatch("INSERT INTO log VALUES (1)");
                            batch.executeBatch();
                        }
                    }))
                    .hasMessageContaining("book.author_id = 1 has no matching author.id");
            assertThat(Sql.read(connection, "SELECT count(*) FROM author WHERE id = 1"))
                    .isEqualTo("1");
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void whatATriggerRemovesThatARollbackBringsBack(boolean bySql) throws SQLException {
            Sql.run(
                    connection,
                    "CREATE TABLE log (x)",
                    "CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM author WHERE id = new.x; END");

            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        Savepoint savepoint = bulk.setSavepoint("s");
                        Sql.run(bulk, "DROP TRIGGER t", "INSERT INTO log VALUES (1)");
                        if (bySql) {
                            Sql.run(bulk, "ROLLBACK TO s");
                        } else {
                            bulk.rollback(savepoint);
                        }
                        Sql.run(bulk, "INSERT INTO log VALUES (1)");
                    }))
                    .hasMessageContaining("book.author_id = 1 has no matching author.id");
            assertKept();
        }

        @Test
        void whatATriggerRemovesThatARollbackOfAllBringsBack() throws SQLException {
            Sql.run(
                    connection,
                    "CREATE TABLE log (x)",
                    "CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM author WHERE id = new.x; END");

            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        Sql.run(bulk, "DROP TRIGGER t", "INSERT INTO log VALUES (1)");
                        bulk.rollback();
                        Sql.run(bulk, "INSERT INTO log VALUES (1)");
                    }))
                    .hasMessageContaining("book.author_id = 1 has no matching author.id");
            assertKept();
        }

        /** The same SQL rolls back more when a savepoint of the same name within it is gone. */
        @Test
        void whatATriggerRemovesThatTheSameRollbackBringsBack() throws SQLException {
            Sql.run(
                    connection,
                    "CREATE TABLE log (x)",
                    "CREATE TRIGGER t AFTER INSERT ON log BEGIN DELETE FROM author WHERE id = new.x; END");

            assertThatThrownBy(() -> BulkScope.run(
                            connection,
                            bulk -> Sql.run(
                                    bulk,
                                    "INSERT INTO log VALUES (7); SAVEPOINT s; DROP TRIGGER t; SAVEPOINT s; ROLLBACK TO s",
                                    "INSERT INTO log VALUES (1); RELEASE s; ROLLBACK TO s",
                                    "INSERT INTO log VALUES (1)")))
                    .hasMessageContaining("book.author_id = 1 has no matching author.id");
            assertKept();
        }

        /** SQLite's documentation lists these words as keywords, and accepts them as names. */
        @ParameterizedTest
        @ValueSource(strings = {"view", "trigger"})
        void theDropOfAParentTableWithTheNameOfAKeyword(String table) throws SQLException {
            Sql.run(
                    connection,
                    "CREATE TABLE " + table + " (id INTEGER PRIMARY KEY); INSERT INTO " + table + " VALUES (1)",
                    "CREATE TABLE note (a REFERENCES " + table + "); INSERT INTO note VALUES (1)");

            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> Sql.run(bulk, "DROP TABLE " + table)))
                    .isInstanceOf(ForeignKeyViolationSQLException.class);
            assertThat(read("SELECT count(*) FROM " + table)).isEqualTo("1");
        }

        @Test
        void whatIsDeletedFromTheTableThatATemporaryViewHid() throws SQLException {
            Sql.run(
                    connection,
                    "CREATE TABLE log (x)",
                    "CREATE TEMP VIEW author AS SELECT 1 AS id",
                    "CREATE TEMP TRIGGER t INSTEAD OF DELETE ON author BEGIN INSERT INTO log VALUES (1); END");

            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        try (Statement batch = bulk.createStatement()) {
                            batch.addBatch("DROP VIEW author");
                            batch.addBatch("DELETE FROM author");
                            batch.executeBatch();
                        }
                    }))
                    .hasMessageContaining("book.author_id = 1 has no matching author.id");
            Sql.run(connection, "DROP VIEW author");
            assertKept();
        }

        /** A REPLACE fires the triggers of the deleted rows only with this PRAGMA. */
        @ParameterizedTest
        @CsvSource({"false, PRAGMA", "true, PRAGMA", "false, EXPLAIN PRAGMA", "true, EXPLAIN PRAGMA"})
        void whatATriggerRemovesSinceAPragma(boolean inBatch, String command) throws SQLException {
            Sql.run(
                    connection,
                    "CREATE TABLE log (x PRIMARY KEY)",
                    "INSERT INTO log VALUES (1)",
                    "CREATE TRIGGER t AFTER DELETE ON log BEGIN DELETE FROM author WHERE id = old.x; END");
            String replace = "INSERT OR REPLACE INTO log VALUES (1)";

            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        String pragma = command + " recursive_triggers=ON";
                        Sql.run(bulk, replace);
                        if (!inBatch) {
                            Sql.run(bulk, pragma, replace);
                            return;
                        }
                        try (Statement batch = bulk.createStatement()) {
                            batch.addBatch(pragma);
                            batch.addBatch(replace);
                            batch.executeBatch();
                        } catch (BatchUpdateException e) {
                            // the driver rejects the EXPLAIN, which has acted when it was compiled
                            Sql.run(bulk, replace);
                        }
                    }))
                    .hasMessageContaining("book.author_id = 1 has no matching author.id");
            assertKept();
        }

        @Test
        void aStatementThatWasPreparedBefore() throws SQLException {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM author")) {
                assertThatThrownBy(() -> BulkScope.run(connection, bulk -> delete.executeUpdate()))
                        .isInstanceOf(ForeignKeyViolationSQLException.class);
            }
            assertKept();
        }

        @Test
        void whatIsWrittenThroughTheDriversConnection() throws SQLException {
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        try (Statement driver =
                                bulk.unwrap(SQLiteConnection.class).createStatement()) {
                            driver.executeUpdate("INSERT INTO book (author_id) VALUES (77)");
                        }
                    }))
                    .hasMessageContaining("book.author_id = 77");
            assertKept();
        }

        @Test
        void whatIsWrittenThroughADriversConnectionThatWasUnwrappedBefore() throws SQLException {
            Connection driver = connection.unwrap(SQLiteConnection.class);
            assertThatThrownBy(() -> BulkScope.run(
                            connection, bulk -> Sql.run(driver, "INSERT INTO book (author_id) VALUES (77)")))
                    .hasMessageContaining("book.author_id = 77");
            assertKept();
        }

        @Test
        void whatIsWrittenThroughAnotherHandle() throws SQLException {
            try (Connection driver = DriverManager.getConnection(url);
                    Connection one = EnforcedDataSource.enforce(driver);
                    Connection other = EnforcedDataSource.enforce(driver)) {
                assertThatThrownBy(() ->
                                BulkScope.run(one, bulk -> Sql.run(other, "INSERT INTO book (author_id) VALUES (77)")))
                        .hasMessageContaining("book.author_id = 77");
            }
            assertKept();
        }

        /** Nothing shows beforehand that the application has the driver's connection. */
        @Test
        void nothingThatIsWrittenBesideTheOnlyHandle() throws SQLException {
            try (Connection driver = DriverManager.getConnection(url);
                    Connection only = EnforcedDataSource.enforce(driver)) {
                Sql.run(driver, "INSERT INTO author VALUES (3, 'c')", "DELETE FROM author WHERE id = 3");
                assertThatThrownBy(() -> BulkScope.run(
                                only, bulk -> Sql.run(driver, "INSERT INTO book (author_id) VALUES (77)")))
                        .hasMessageContaining("something else has written through the connection of the bulk write");
                BulkScope.run(only, bulk -> Sql.run(bulk, "UPDATE author SET name = name"));
            }
            assertKept();
        }

        @Test
        void aParentTableOfAVirtualTable() throws SQLException {
            Sql.run(
                    connection,
                    "CREATE VIRTUAL TABLE text USING fts5(words); INSERT INTO text VALUES ('a')",
                    "CREATE TABLE note (t INT REFERENCES text_content(id)); INSERT INTO note VALUES (1)");

            assertRolledBack("DELETE FROM text WHERE rowid = 1", "note.t = 1 has no matching text_content.id");
        }

        @Test
        void theSchemaThatIsWrittenAsATable() throws SQLException {
            assertRolledBack(
                    "PRAGMA writable_schema=ON; DELETE FROM sqlite_schema WHERE name = 'author'",
                    "references the table author, which does not exist");
        }

        @Test
        void onlyWhatIsNewInADatabaseThatItAttaches() throws SQLException {
            Path other = folder.resolve("other.db");
            try (Connection bare = DriverManager.getConnection("jdbc:sqlite:" + other)) {
                Sql.run(bare, "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a REFERENCES a)");
                Sql.run(bare, "INSERT INTO b VALUES (5)");
            }
            String attach = "ATTACH '" + other + "' AS other";
            BulkScope.run(connection, bulk -> Sql.run(bulk, attach, "DELETE FROM main.book"));
            Sql.run(connection, "DETACH other");

            assertThatThrownBy(() ->
                            BulkScope.run(connection, bulk -> Sql.run(bulk, attach, "INSERT INTO other.b VALUES (6)")))
                    .hasMessageContaining("b.a = 6 has no matching a.id")
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("b.a = 5"));
        }

        @Test
        void anAttachedDatabase() throws SQLException {
            Sql.run(
                    connection,
                    "ATTACH '" + folder.resolve("other.db") + "' AS other",
                    "CREATE TABLE other.author (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE other.book (id TEXT PRIMARY KEY, a REFERENCES author) WITHOUT ROWID");

            assertRolledBack("INSERT INTO other.book VALUES ('x', 1)", "book.a = 1 has no matching author.id");
            BulkScope.run(
                    connection,
                    bulk -> Sql.run(
                            bulk, "INSERT INTO other.book VALUES ('x', 3)", "INSERT INTO other.author VALUES (3)"));
            assertThat(read("SELECT count(*) FROM other.book")).isEqualTo("1");
        }

        /** Orphan rows are counted by key and value: one may take the place of another. */
        @Test
        void onlyWhatIsNew() throws SQLException {
            breakBefore("INSERT INTO book (id, author_id) VALUES (7, 70), (8, 70)");
            BulkScope.run(
                    connection,
                    bulk -> Sql.run(bulk, "DELETE FROM book WHERE id = 8", "INSERT INTO book (author_id) VALUES (70)"));

            assertThatThrownBy(() -> BulkScope.run(
                            connection,
                            bulk -> Sql.run(bulk, "INSERT INTO book (id, author_id) VALUES (9, 70), (10, 71)")))
                    .isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, e -> assertThat(e.violations())
                            .extracting(each -> each.key().toString())
                            .containsExactly("[70]", "[71]"));
        }

        @Test
        void moreOrphanRowsThanItLists() throws SQLException {
            assertThatThrownBy(() -> BulkScope.run(
                            connection,
                            bulk -> Sql.run(
                                    bulk,
                                    "WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)"
                                            + " INSERT INTO book (id, author_id) SELECT i, i FROM n")))
                    .isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, e -> {
                        assertThat(e.violations()).hasSize(1000);
                        assertThat(e.moreViolations()).isGreaterThan(90_000);
                    });
            assertKept();
        }

        @Test
        void noTableWithAKeyThatSqliteCannotCheck() throws SQLException {
            Sql.run(connection, "CREATE TABLE tag (x INT REFERENCES nowhere)", "CREATE TABLE p (id INT)");
            Sql.run(connection, "CREATE TABLE c (x INT REFERENCES p (id))");

            assertRolledBack(
                    "INSERT INTO tag VALUES (1)", "tag (x) references the table nowhere, which does not exist");
            assertRolledBack("INSERT INTO c VALUES (1)", "does not match what it references");
            assertRolledBack(
                    "CREATE TABLE d (x); INSERT INTO tag VALUES (1)",
                    "tag (x) references the table nowhere, which does not exist");
        }
    }

    /** Referent compiles each statement that writes before it is executed, which would set the number to 0. */
    @Test
    void keepsTheNumberOfChanges() throws SQLException {
        Sql.run(connection, "CREATE TABLE log (n)");
        BulkScope.run(
                connection,
                bulk -> Sql.run(bulk, "UPDATE author SET name = 'x'", "INSERT INTO log VALUES (changes())"));

        assertThat(read("SELECT n FROM log")).isEqualTo("2");
    }

    @Nested
    class KeepsTheConnection {
        @Test
        void whenTheWorkThrows() throws SQLException {
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        Sql.run(bulk, "DELETE FROM author");
                        throw new IOException("no more");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no more");
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        Sql.run(bulk, "DELETE FROM author");
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(StackOverflowError.class);
            assertKept();
        }

        @Test
        void whenTheWorkIsInterrupted() throws SQLException {
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        Sql.run(bulk, "INSERT INTO author VALUES (3, 'c')");
                        cancelDuringAnInsert(bulk);
                        Sql.run(bulk, "INSERT INTO author VALUES (5, 'e')");
                    }))
                    .hasMessageContaining("has rolled the bulk write back");
            assertKept();
        }

        private void cancelDuringAnInsert(Connection bulk) throws SQLException {
            SQLiteConnection driver = bulk.unwrap(SQLiteConnection.class);
            Function.create(driver, "stop", new Function() {
                @Override
                protected void xFunc() throws SQLException {
                    driver.getDatabase().interrupt();
                    result(value_int(0));
                }
            });
            assertThatThrownBy(() -> Sql.run(bulk, "INSERT INTO author SELECT 4 + stop(id), 'd' FROM author"))
                    .hasMessageContaining("INTERRUPT");
        }

        /** SQLite commits no transaction, not even an empty one, while the EXPLAIN of a write is unread. */
        @Test
        void whenAnExplainIsUnread() throws SQLException {
            try (Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                            statement.executeQuery("EXPLAIN DELETE FROM author");
                            Sql.run(bulk, "DELETE FROM author");
                        }))
                        .isInstanceOf(ForeignKeyViolationSQLException.class);
            }
            assertKept();
        }

        @Test
        void whenAStatementRollsTheTransactionBack() throws SQLException {
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        Sql.run(bulk, "INSERT INTO author VALUES (3, 'c')");
                        assertThatThrownBy(() -> Sql.run(bulk, "INSERT OR ROLLBACK INTO author VALUES (1, 'c')"))
                                .hasMessageContaining("UNIQUE");
                    }))
                    .hasMessageContaining("has rolled the bulk write back; nothing of it is stored");
            assertKept();
        }

        @Test
        void whenASavepointBeginsAfterThat() throws SQLException {
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        Sql.run(bulk, "INSERT INTO author VALUES (9, 'lost')");
                        assertThatThrownBy(() -> Sql.run(bulk, "INSERT OR ROLLBACK INTO author VALUES (1, 'x')"))
                                .isInstanceOf(SQLException.class);
                        bulk.setSavepoint("s");
                        Sql.run(bulk, "INSERT INTO author VALUES (8, 'alone')");
                    }))
                    .hasMessageContaining("has rolled the bulk write back");
            assertKept();
        }

        /** The driver's rollback() begins a transaction, which another writer may prevent. */
        @Test
        void whenNothingBeginsAfterARollback() throws SQLException {
            try (Connection other = DriverManager.getConnection(url)) {
                Sql.run(connection, "PRAGMA busy_timeout=0");
                assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                            bulk.unwrap(SQLiteConnection.class).addCommitListener(lockedBy(other));
                            assertThatThrownBy(bulk::rollback).hasMessageContaining("SQLITE_BUSY");
                            Sql.run(other, "ROLLBACK");
                            Sql.run(bulk, "DELETE FROM author");
                        }))
                        .hasMessageContaining("has rolled the bulk write back");
            }
            assertKept();
        }

        private SQLiteCommitListener lockedBy(Connection other) {
            return new SQLiteCommitListener() {
                @Override
                public void onCommit() {}

                @Override
                public void onRollback() {
                    try {
                        Sql.run(other, "BEGIN IMMEDIATE");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
        }

        @Test
        void whenTheCommitFails() throws SQLException {
            try (Connection reader = DriverManager.getConnection(url)) {
                Sql.run(connection, "PRAGMA busy_timeout=1");
                reader.setAutoCommit(false);
                Sql.read(reader, "SELECT count(*) FROM author");

                assertThatThrownBy(() ->
                                BulkScope.run(connection, bulk -> Sql.run(bulk, "INSERT INTO author VALUES (3, 'c')")))
                        .hasMessageContaining("SQLITE_BUSY");
                reader.rollback();
            }
            assertKept();
        }

        @Test
        @SuppressWarnings("resource") // left open on purpose
        void whenTheRowsOfAWriteAreUnread() throws SQLException {
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> bulk.createStatement()
                            .executeQuery("INSERT INTO author VALUES (3, 'c'), (4, 'd') RETURNING id")
                            .next()))
                    .hasMessageContaining("SQL statements in progress");
            assertKept();
        }

        @Test
        void whenAnotherConnectionWrites() throws SQLException {
            try (Connection writer = DriverManager.getConnection(url)) {
                Sql.run(connection, "PRAGMA busy_timeout=1");
                Sql.run(writer, "BEGIN IMMEDIATE");

                assertThatThrownBy(() -> BulkScope.run(connection, bulk -> Sql.run(bulk, "DELETE FROM author")))
                        .hasMessageContaining("SQLITE_BUSY");
                Sql.run(writer, "COMMIT");
            }
            assertKept();
        }

        @Test
        void whateverTheWorkDoesToIt() throws SQLException {
            BulkScope.run(connection, bulk -> {
                bulk.clearWarnings();
                Sql.run(
                        bulk,
                        "PRAGMA foreign_keys=ON",
                        "PRAGMA defer_foreign_keys=ON",
                        "SAVEPOINT s",
                        "DELETE FROM author");
                Sql.run(bulk, "ROLLBACK TO s", "RELEASE s");
                Sql.run(bulk, "DELETE FROM book");
                bulk.rollback();
                Sql.run(bulk, "CREATE INDEX book_author ON book (author_id)");
                bulk.close();
            });

            assertThat(read("SELECT count(*) FROM sqlite_schema WHERE name = 'book_author'"))
                    .isEqualTo("1");
            assertThat(connection
                            .unwrap(SQLiteConnection.class)
                            .getConnectionConfig()
                            .getTransactionMode()
                            .name())
                    .isEqualTo("DEFERRED");
            assertKept();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "COMMIT",
                    "END",
                    "ROLLBACK",
                    "BEGIN",
                    "SELECT 1; COMMIT",
                    "\uFEFFCOMMIT",
                    "CREATE TABLE x (a); COMMIT",
                    "DROP TRIGGER IF EXISTS t; COMMIT",
                    "CREATE TEMP TRIGGER t AFTER INSERT ON author BEGIN SELECT 1; END; COMMIT"
                })
        void whenTheWorkWouldEndTheTransaction(String sql) throws SQLException {
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> Sql.run(bulk, "DELETE FROM author", sql)))
                    .hasMessageContaining("this bulk scope commits at its end");
            assertThatThrownBy(() -> BulkScope.run(connection, Connection::commit))
                    .hasMessageContaining("remove the commit from its work");
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> bulk.setAutoCommit(true)))
                    .hasMessageContaining("remove the commit from its work");
            assertThatThrownBy(() -> BulkScope.run(
                            connection, bulk -> Sql.run(bulk, "CREATE TABLE x (a)", "DELETE FROM author", "COMMIT")))
                    .hasMessageContaining("this bulk scope commits at its end");
            assertKept();
        }

        @Test
        void ofAPool() throws SQLException {
            for (boolean autoCommit : new boolean[] {true, false}) {
                HikariConfig config = new HikariConfig();
                config.setJdbcUrl(url);
                config.setMaximumPoolSize(1);
                config.setAutoCommit(autoCommit);
                try (HikariDataSource pool = new HikariDataSource(config)) {
                    EnforcedDataSource enforced = EnforcedDataSource.wrap(pool);
                    assertThatThrownBy(() -> BulkScope.run(enforced, bulk -> Sql.run(bulk, "DELETE FROM author")))
                            .isInstanceOf(ForeignKeyViolationSQLException.class);
                    BulkScope.run(enforced, bulk -> Sql.run(bulk, "UPDATE author SET name = 'z' WHERE id = 2"));
                    try (Connection next = pool.getConnection()) {
                        assertThat(next.getAutoCommit()).isEqualTo(autoCommit);
                        assertThat(Sql.read(next, "PRAGMA foreign_keys")).isEqualTo("1");
                    }
                }
            }
            assertThat(read("SELECT group_concat(name) FROM author")).isEqualTo("a,z");
        }
    }

    @Nested
    class Rejects {
        @Test
        void anOpenTransaction() throws SQLException {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> Sql.run(bulk, "DELETE FROM author")))
                    .hasMessageContaining("a transaction is open, and SQLite cannot switch enforcement off inside it")
                    .hasMessageContaining("before the bulk scope begins");
            connection.setAutoCommit(true);
            assertKept();
        }

        @Test
        void anotherScope() throws SQLException {
            BulkScope.run(connection, bulk -> {
                assertThatThrownBy(() -> BulkScope.run(connection, inner -> {}))
                        .hasMessageContaining("in a bulk scope already");
                assertThatThrownBy(() -> MigrationScope.run(bulk, inner -> {}))
                        .hasMessageContaining("in a bulk scope already");
            });
            MigrationScope.run(connection, migrating -> assertThatThrownBy(() -> BulkScope.run(connection, inner -> {}))
                    .hasMessageContaining("in a migration scope already"));
            assertKept();
        }

        @Test
        void aConnectionThatIsNotEnforced() throws SQLException {
            try (Connection bare = DriverManager.getConnection(url)) {
                assertThatThrownBy(() -> BulkScope.run(bare, bulk -> {}))
                        .hasMessageContaining("does not come from an EnforcedDataSource");
            }
        }
    }

    @Test
    void leavesTheFileAsItWasIfTheProcessIsKilled() throws Exception {
        ChildJvm.Result killed = ChildJvm.run(KilledInTheMiddle.class, folder, url);

        assertThat(killed.exitCode()).as(killed.output()).isEqualTo(137);
        assertThat(Files.exists(folder.resolve("library.db-journal")))
                .as("the file was written")
                .isTrue();
        assertKept();
    }

    /** Writes more than fits into SQLite's cache, deletes all parent rows, and dies. */
    static final class KilledInTheMiddle {
        private KilledInTheMiddle() {}

        public static void main(String[] arguments) throws SQLException {
            BulkScope.run(EnforcedDataSource.open(arguments[0]), bulk -> {
                Sql.run(
                        bulk,
                        "PRAGMA cache_size=10",
                        "WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
                                + " INSERT INTO book (id, author_id) SELECT i, i FROM n",
                        "DELETE FROM author");
                Runtime.getRuntime().halt(137);
            });
        }
    }

    private void assertRolledBack(String sql, String... messages) throws SQLException {
        assertThatThrownBy(() -> BulkScope.run(connection, bulk -> Sql.run(bulk, sql)))
                .isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, e -> assertThat(e.getMessage())
                        .contains(messages));
        assertKept();
    }

    private void breakBefore(String sql) throws SQLException {
        try (Connection bare = DriverManager.getConnection(url)) {
            Sql.run(bare, sql);
        }
    }

    private String read(String query) throws SQLException {
        return String.valueOf(Sql.read(connection, query));
    }

    private void assertEnforced() throws SQLException {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(read("PRAGMA foreign_keys")).isEqualTo("1");
        assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO book (author_id) VALUES (9999)"))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
    }

    private void assertKept() throws SQLException {
        assertThat(read("SELECT group_concat(id || name) FROM author")).isEqualTo("1a,2b");
        assertThat(read("SELECT group_concat(room || number) FROM shelf")).isEqualTo("A1");
        assertThat(read("SELECT group_concat(id || ':' || author_id) FROM book"))
                .isEqualTo("1:1,2:2");
        assertEnforced();
    }
}
