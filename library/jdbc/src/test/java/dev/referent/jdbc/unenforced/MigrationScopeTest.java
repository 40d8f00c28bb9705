package dev.referent.jdbc.unenforced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.ForeignKeys;
import dev.referent.jdbc.MigrationScope;
import dev.referent.jdbc.Sql;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MigrationScopeTest {
    private static final String REBUILD =
            """
            CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            INSERT INTO author_new SELECT id, '?' FROM author;
            DROP TABLE author;
            ALTER TABLE author_new RENAME TO author;
            """;
    private static final String BREAK = "DELETE FROM author WHERE id = 1";
    private static final String BROKEN = "book.author_id = 1 has no matching author.id (foreign key book_author_fk)";

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
                CREATE TABLE author (id INTEGER PRIMARY KEY);
                CREATE TABLE book (author_id INT CONSTRAINT book_author_fk REFERENCES author ON DELETE CASCADE);
                INSERT INTO author VALUES (1), (2);
                INSERT INTO book VALUES (1), (1), (2);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Nested
    class OnAConnection {
        @Test
        void rebuildsAParentAndLosesNoChild() throws SQLException {
            MigrationScope.run(connection, migrating -> Sql.run(migrating, REBUILD));

            assertThat(Sql.read(connection, "SELECT group_concat(name) FROM author"))
                    .isEqualTo("?,?");
            assertKept();
        }

        @Test
        void rejectsWhatTheWorkBreaksAndChangesNothing() throws SQLException {
            assertThatThrownBy(() -> MigrationScope.run(connection, migrating -> Sql.run(migrating, REBUILD, BREAK)))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("not committed, as it would break a foreign key")
                    .hasMessageContaining(BROKEN);

            assertThat(Sql.read(connection, "SELECT group_concat(id) FROM author"))
                    .isEqualTo("1,2");
            assertKept();
        }

        @Test
        void blamesTheWorkForNothingThatWasBrokenBefore() throws SQLException {
            orphan(7);
            orphan(7);

            MigrationScope.run(
                    connection, migrating -> Sql.run(migrating, REBUILD, "ALTER TABLE book RENAME TO volume"));
            assertThatThrownBy(() -> MigrationScope.run(
                            connection, migrating -> Sql.run(migrating, "INSERT INTO volume VALUES (7), (8)")))
                    .isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, e -> assertThat(e.violations())
                            .extracting(each -> each.foreignKey().childTable() + each.key())
                            .containsExactly("volume[7]", "volume[8]"));
        }

        @Test
        void blamesTheWorkForAKeyThatItAddsOverOldRows() throws SQLException {
            Sql.run(connection, "CREATE TABLE tool (id INTEGER PRIMARY KEY)");

            assertThatThrownBy(() -> MigrationScope.run(
                            connection,
                            migrating -> Sql.run(
                                    migrating,
                                    "CREATE TABLE loan (book INT, tool INT CONSTRAINT loan_tool_fk REFERENCES tool)",
                                    "INSERT INTO loan VALUES (1, 5)")))
                    .hasMessageContaining("loan.tool = 5 has no matching tool.id (foreign key loan_tool_fk)");
        }

        @Test
        void looksParentsUpByTheCollationOfTheirPrimaryKey() throws SQLException {
            MigrationScope.run(
                    connection,
                    migrating -> Sql.run(
                            migrating,
                            "CREATE TABLE tool (name TEXT, PRIMARY KEY (name COLLATE NOCASE))",
                            "CREATE TABLE loan (book INT, tool TEXT REFERENCES tool)",
                            "INSERT INTO tool VALUES ('Saw')",
                            "INSERT INTO loan VALUES (1, 'SAW')"));

            assertThat(Sql.read(connection, "SELECT tool FROM loan")).isEqualTo("SAW");
        }

        @Test
        void rejectsAParentThatNoLongerMatches() throws SQLException {
            assertThatThrownBy(() -> MigrationScope.run(
                            connection,
                            migrating -> Sql.run(
                                    migrating,
                                    "CREATE TABLE author_new (id INT)",
                                    "INSERT INTO author_new SELECT id FROM author",
                                    "DROP TABLE author",
                                    "ALTER TABLE author_new RENAME TO author")))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("does not match what it references");
            assertKept();
        }

        /** A later migration may create the unique index that the key needs. */
        @Test
        void letsAParentNotMatchWhileThereAreNoChildRows() throws SQLException {
            Sql.run(connection, "DELETE FROM book");

            MigrationScope.run(
                    connection,
                    migrating -> Sql.run(
                            migrating,
                            "CREATE TABLE author_new (id INT)",
                            "INSERT INTO author_new SELECT id FROM author",
                            "DROP TABLE author",
                            "ALTER TABLE author_new RENAME TO author"));
            assertThatThrownBy(() -> MigrationScope.run(
                            connection,
                            migrating -> Sql.run(
                                    migrating,
                                    "CREATE UNIQUE INDEX author_id ON author (id)",
                                    "CREATE TABLE copy (author_id INT REFERENCES author (id))",
                                    "DROP TABLE book",
                                    "ALTER TABLE copy RENAME TO book",
                                    "INSERT INTO book VALUES (9)")))
                    .hasMessageContaining("book.author_id = 9 has no matching author.id");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"DROP TABLE author", "PRAGMA legacy_alter_table=ON; ALTER TABLE author RENAME TO writer"})
        void rejectsAParentThatIsGoneUnlessThereAreNoChildRows(String text) throws SQLException {
            assertThatThrownBy(() -> MigrationScope.run(connection, migrating -> Sql.run(migrating, text)))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("book (author_id) references the table author, which does not exist");
            Sql.run(connection, "DELETE FROM book", "INSERT INTO book VALUES (NULL)");
            MigrationScope.run(connection, migrating -> Sql.run(migrating, text));
            assertThatThrownBy(() -> MigrationScope.run(
                            connection, migrating -> Sql.run(migrating, "INSERT INTO book VALUES (1)")))
                    .hasMessageContaining("book (author_id) references the table author, which does not exist");
            MigrationScope.run(
                    connection, migrating -> Sql.run(migrating, "CREATE TABLE author (id INTEGER PRIMARY KEY, name)"));

            assertThat(ForeignKeys.of(connection)).hasSize(1);
        }

        /** The key references the new name then, although a table of the old one is made at once. */
        @Test
        void rejectsAKeyThatFollowsTheRenameOfATableThatIsDropped() throws SQLException {
            Sql.run(connection, "DELETE FROM book");

            assertThatThrownBy(() -> MigrationScope.run(
                            connection,
                            migrating -> Sql.run(
                                    migrating,
                                    "ALTER TABLE author RENAME TO author_old",
                                    "CREATE TABLE author (id INTEGER PRIMARY KEY)",
                                    "DROP TABLE author_old")))
                    .hasMessageContaining("book (author_id) references the table author_old, which does not exist");
        }

        /** No child row needs a parent row, and none is in a table whose parent a later migration creates. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ALTER TABLE book ADD COLUMN shelf REFERENCES shelf",
                    "CREATE TABLE copy (author_id REFERENCES author, shelf REFERENCES shelf);"
                            + " DROP TABLE book; ALTER TABLE copy RENAME TO book",
                    "DROP TABLE author; ALTER TABLE book RENAME COLUMN author_id TO writer",
                    "DROP TABLE book; DROP TABLE author; CREATE TABLE Book (Author_ID REFERENCES Author)"
                })
        void letsAnExistingChildGetAKeyBeforeItsParent(String text) throws SQLException {
            Sql.run(connection, "DELETE FROM book", "INSERT INTO book VALUES (NULL)");

            MigrationScope.run(connection, migrating -> Sql.run(migrating, text));

            assertThat(Sql.read(connection, "SELECT sql FROM sqlite_schema WHERE name LIKE 'book'"))
                    .contains("REFERENCES");
        }

        @Test
        void letsAChildBeMadeBeforeItsParent() throws SQLException {
            MigrationScope.run(connection, migrating -> Sql.run(migrating, "CREATE TABLE c (x INT REFERENCES later)"));

            assertThatThrownBy(() -> MigrationScope.run(
                            connection,
                            migrating -> Sql.run(
                                    migrating, "CREATE TABLE d (x INT REFERENCES never)", "INSERT INTO d VALUES (1)")))
                    .hasMessageContaining("d (x) references the table never, which does not exist");
            assertKept();
        }

        /** Each of its rows is an orphan row. */
        @Test
        void countsTheRowsOfAKeyWithoutParentTable() throws SQLException {
            try (Connection bare = DriverManager.getConnection(url)) {
                Sql.run(bare, "CREATE TABLE tag (x INT REFERENCES nowhere); INSERT INTO tag VALUES (7), (NULL)");
            }

            assertThatThrownBy(() -> MigrationScope.run(
                            connection, migrating -> Sql.run(migrating, "INSERT INTO tag VALUES (7)")))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("tag (x) references the table nowhere, which does not exist");
            assertThatThrownBy(() -> MigrationScope.run(
                            connection,
                            migrating -> Sql.run(
                                    migrating,
                                    "ALTER TABLE tag RENAME TO mark",
                                    "CREATE TABLE d (x INT REFERENCES nowhere)",
                                    "INSERT INTO d VALUES (7)")))
                    .hasMessageContaining("(x) references the table nowhere, which does not exist");
            MigrationScope.run(
                    connection,
                    migrating ->
                            Sql.run(migrating, "ALTER TABLE tag RENAME TO mark", "INSERT INTO mark VALUES (NULL)"));
            MigrationScope.run(
                    connection, migrating -> Sql.run(migrating, "CREATE TABLE nowhere (id INTEGER PRIMARY KEY)"));
            assertThat(Sql.read(connection, "SELECT group_concat(x) FROM mark")).isEqualTo("7");
        }

        @Test
        void blamesNoKeyForTheMissingTableOfATrigger() throws SQLException {
            MigrationScope.run(connection, migrating -> {
                Savepoint whole = migrating.setSavepoint();
                Sql.run(
                        migrating,
                        "CREATE TRIGGER t AFTER INSERT ON book BEGIN DELETE FROM author WHERE id = 7; END",
                        "DROP TABLE author");
                assertThatThrownBy(() -> Sql.run(migrating, "INSERT INTO book VALUES (1)"))
                        .isNotInstanceOf(ForeignKeyViolationSQLException.class)
                        .hasMessageContaining("no such table: main.author");
                migrating.rollback(whole);
            });
            assertKept();
        }

        /** Both tables are new, and the old orphan row can be in one of them only. */
        @Test
        void acceptsNoOrphanRowForThoseOfAnotherTableThatIsDropped() throws SQLException {
            Sql.run(connection, "PRAGMA foreign_keys=OFF");
            Sql.run(
                    connection,
                    """
                    CREATE TABLE person (id INTEGER PRIMARY KEY);
                    CREATE TABLE note (person_id INT REFERENCES person);
                    INSERT INTO note VALUES (1), (1);
                    INSERT INTO person VALUES (2);
                    """);
            Sql.run(connection, "PRAGMA foreign_keys=ON");
            String work =
                    """
                    DROP TABLE note;
                    CREATE TABLE new (person_id INT CONSTRAINT book_person_fk REFERENCES person);
                    INSERT INTO new SELECT author_id FROM book;
                    DROP TABLE book;
                    ALTER TABLE new RENAME TO book;
                    """;

            assertThatThrownBy(() -> MigrationScope.run(connection, mine -> Sql.run(mine, work)))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("book.person_id = 1 has no matching person.id (foreign key book_person_fk)");

            assertKept();
        }

        @Test
        void acceptsTheOrphanRowsOfARenamedTableOnce() throws SQLException {
            try (Connection bare = DriverManager.getConnection(url)) {
                Sql.run(bare, "CREATE TABLE note (a REFERENCES author); INSERT INTO note VALUES (77)");
            }
            String rename = "ALTER TABLE note RENAME TO remark";
            assertThatThrownBy(() -> MigrationScope.run(
                            connection,
                            mine -> Sql.run(
                                    mine,
                                    rename,
                                    "CREATE TABLE tag (a REFERENCES author); INSERT INTO tag VALUES (77)")))
                    .hasMessageContaining("a = 77 has no matching author.id");
            MigrationScope.run(connection, mine -> Sql.run(mine, rename));
        }

        @Test
        void undoesWorkThatFailsAndHandsItsFailureOn() throws SQLException {
            assertThatThrownBy(() -> MigrationScope.run(connection, migrating -> {
                        Sql.run(migrating, REBUILD);
                        throw new IOException("no more");
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no more");

            assertThat(Sql.read(connection, "SELECT count(*) FROM pragma_table_info('author')"))
                    .isEqualTo("1");
            assertKept();
        }

        @Test
        void doesNotBeginInsideATransaction() throws SQLException {
            Sql.run(connection, "BEGIN");
            assertThatThrownBy(() -> MigrationScope.run(connection, migrating -> Sql.run(migrating, BREAK)))
                    .hasMessageContaining("a transaction is open, and SQLite cannot switch enforcement off inside it");
            Sql.run(connection, "COMMIT");
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> MigrationScope.run(connection, migrating -> Sql.run(migrating, BREAK)))
                    .hasMessageContaining("switch autoCommit on, before the migration scope begins");
            connection.setAutoCommit(true);
            assertKept();
        }

        @Test
        void doesNotBeginWithinAnotherScopeWhichGoesOn() throws SQLException {
            MigrationScope.run(connection, migrating -> {
                assertThatThrownBy(() -> MigrationScope.run(migrating, inner -> Sql.run(inner, BREAK)))
                        .hasMessageContaining("in a migration scope already");
                Sql.run(migrating, REBUILD);
            });

            assertKept();
        }

        @Test
        void rejectsAConnectionThatIsNotEnforced() throws SQLException {
            try (Connection bare = DriverManager.getConnection(url)) {
                assertThatThrownBy(() -> MigrationScope.run(bare, migrating -> Sql.run(migrating, BREAK)))
                        .hasMessageContaining("does not come from an EnforcedDataSource");
            }
        }

        @Test
        void enforcesAgainWhateverTheWorkDoesToTheConnection() throws SQLException {
            MigrationScope.run(connection, migrating -> {
                migrating.clearWarnings();
                Sql.run(migrating, REBUILD, "PRAGMA defer_foreign_keys=ON", "SAVEPOINT s", BREAK, "ROLLBACK TO s");
                migrating.close();
            });

            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(Sql.read(connection, "SELECT name FROM author WHERE id = 1"))
                    .isEqualTo("?");
            assertKept();
        }
    }

    /** The work is one transaction. */
    @Nested
    class CommitsAtItsEnd {
        @ParameterizedTest
        @ValueSource(strings = {"COMMIT", "END TRANSACTION", "ROLLBACK", "BEGIN", "SELECT 1; COMMIT"})
        void insteadOfBySql(String sql) throws SQLException {
            assertThatThrownBy(() -> MigrationScope.run(connection, migrating -> Sql.run(migrating, BREAK, sql)))
                    .hasMessageContaining("this migration scope commits at its end");
            assertUnchanged();
        }

        /** The driver replaces the file outside of the transaction. */
        @Test
        void insteadOfARestore() throws SQLException {
            Sql.run(connection, "backup to " + folder.resolve("backup.db"));
            Sql.run(connection, "DELETE FROM book", "DELETE FROM author WHERE id = 2");

            assertThatThrownBy(() -> MigrationScope.run(
                            connection, migrating -> Sql.run(migrating, "restore from " + folder.resolve("backup.db"))))
                    .hasMessageContaining("this migration scope commits at its end");
            assertThat(Sql.read(connection, "SELECT group_concat(id) FROM author"))
                    .isEqualTo("1");
        }

        @Test
        void insteadOfByJdbc() throws SQLException {
            MigrationScope.run(connection, migrating -> {
                Sql.run(migrating, BREAK);
                assertThatThrownBy(migrating::commit).hasMessageContaining("this migration scope commits at its end");
                assertThatThrownBy(() -> migrating.setAutoCommit(true))
                        .hasMessageContaining("this migration scope commits at its end");
                migrating.rollback();
            });
            assertUnchanged();
        }

        @Test
        void unlessAFailureHasRolledItBack() throws SQLException {
            assertThatThrownBy(() -> MigrationScope.run(connection, migrating -> {
                        assertThatThrownBy(() -> Sql.run(migrating, "INSERT OR ROLLBACK INTO author VALUES (1)"))
                                .hasMessageContaining("UNIQUE");
                        Sql.run(migrating, BREAK);
                    }))
                    .hasMessageContaining("has rolled the migration back; nothing of it is stored");
            assertUnchanged();
        }
    }

    private void assertUnchanged() throws SQLException {
        assertThat(Sql.read(connection, "SELECT group_concat(id) FROM author")).isEqualTo("1,2");
        assertKept();
    }

    /** A tool commits by SQL strings or savepoints, too. */
    @Nested
    class ChecksACommit {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "PRAGMA foreign_keys=OFF; BEGIN TRANSACTION; " + BREAK + "; COMMIT; PRAGMA foreign_keys=ON",
                    "BEGIN; " + BREAK + "; /* it */ END",
                    "SAVEPOINT a; " + BREAK + "; RELEASE a",
                    "SAVEPOINT a; SAVEPOINT b; " + BREAK + "; RELEASE b; RELEASE SAVEPOINT \"A\"",
                    "SAVEPOINT a; SAVEPOINT a; " + BREAK + "; RELEASE a; SAVEPOINT b; RELEASE a"
                })
        void inASqlString(String sql) throws SQLException {
            assertRejected(mine -> Sql.run(mine, sql));
        }

        @Test
        void inABatch() throws SQLException {
            assertRejected(mine -> {
                try (Statement batch = mine.createStatement()) {
                    for (String sql : new String[] {"BEGIN", BREAK, "COMMIT"}) {
                        batch.addBatch(sql);
                    }
                    batch.executeBatch();
                }
            });
        }

        @Test
        void asOftenAsItIsTried() throws SQLException {
            assertRejected(mine -> {
                Sql.run(mine, "SAVEPOINT a", BREAK);
                assertThatThrownBy(() -> Sql.run(mine, "RELEASE a")).hasMessageContaining(BROKEN);
                Sql.run(mine, "RELEASE a");
            });
        }

        @Test
        void thatReleasesASavepointOfJdbc() throws SQLException {
            assertRejected(mine -> {
                Savepoint first = mine.setSavepoint();
                Sql.run(mine, BREAK);
                mine.releaseSavepoint(mine.setSavepoint("inner"));
                mine.releaseSavepoint(first);
            });
            assertRejected(mine -> {
                mine.setSavepoint("first");
                Sql.run(mine, BREAK, "RELEASE first");
            });
        }

        @Test
        void butNoReleaseWithinATransaction() throws SQLException {
            MigrationScope.run(source, migrating -> {
                try (Connection mine = migrating.getConnection()) {
                    Sql.run(mine, "SAVEPOINT a; SAVEPOINT b; " + BREAK + "; RELEASE b");
                    Sql.run(mine, "INSERT INTO author VALUES (1)", "RELEASE a");
                }
            });

            assertUnchanged();
        }

        private void assertRejected(Use use) throws SQLException {
            MigrationScope.run(source, migrating -> {
                try (Connection mine = migrating.getConnection()) {
                    assertThatThrownBy(() -> use.on(mine))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("is not committed, as it would break a foreign key")
                            .hasMessageContaining(BROKEN);
                }
            });
            assertUnchanged();
        }
    }

    /** Uses a connection. */
    @FunctionalInterface
    private interface Use {
        /** Does what is to be rejected. */
        void on(Connection connection) throws SQLException;
    }

    @Nested
    class OnASource {
        @Test
        void checksEachCommitOfTheWork() throws SQLException {
            MigrationScope.run(source, migrating -> {
                try (Connection mine = migrating.getConnection()) {
                    mine.setAutoCommit(false);
                    Sql.run(mine, REBUILD);
                    mine.commit();
                    Sql.run(mine, BREAK);
                    assertThatThrownBy(mine::commit).hasMessageContaining(BROKEN);
                    assertThatThrownBy(() -> mine.setAutoCommit(true)).hasMessageContaining(BROKEN);
                }
            });

            assertKept();
        }

        @Test
        void saysAtTheEndWhatWasBrokenOutsideOfTransactions() throws SQLException {
            assertThatThrownBy(() -> MigrationScope.run(source, migrating -> {
                        try (Connection mine = migrating.getConnection()) {
                            Sql.run(mine, BREAK);
                        }
                    }))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("with statements that are already committed")
                    .hasMessageContaining(BROKEN);

            assertThat(Sql.read(connection, "SELECT count(*) FROM book")).isEqualTo("3");
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        }

        /** SQLite does not count the changes of a statement before its end. */
        @Test
        @SuppressWarnings("resource") // left open on purpose
        void saysAtTheEndWhatWasBrokenByAWriteWhoseRowsAreUnread() throws SQLException {
            assertThatThrownBy(() -> MigrationScope.run(source, migrating -> {
                        Statement statement = migrating.getConnection().createStatement();
                        statement.executeQuery(BREAK + " RETURNING id").next();
                    }))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining(BROKEN);
        }

        @Test
        void checksADatabaseThatItAttachesBeforeItIsDetached() throws SQLException {
            Path other = folder.resolve("other.db");
            try (Connection bare = DriverManager.getConnection("jdbc:sqlite:" + other)) {
                Sql.run(bare, "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a REFERENCES a)");
                Sql.run(bare, "INSERT INTO b VALUES (5)");
            }
            assertThatThrownBy(() -> MigrationScope.run(source, migrating -> {
                        try (Connection mine = migrating.getConnection()) {
                            String attach = "ATTACH '" + other + "' AS other";
                            Sql.run(mine, attach, "DELETE FROM main.book", "/* unbroken */ DETACH other");
                            Sql.run(mine, attach, "INSERT INTO other.b VALUES (6)", "/* broken */ DETACH other");
                        }
                    }))
                    .hasMessageContaining("the database is not detached")
                    .hasMessageContaining("b.a = 6 has no matching a.id");
        }

        /** The schema has the same version again, which the first COMMIT has checked. */
        @Test
        void checksACommitAfterOneThatHasFailed() throws SQLException {
            MigrationScope.run(source, migrating -> {
                try (Connection mine = migrating.getConnection()) {
                    Sql.run(mine, "BEGIN", "CREATE TABLE note (x)");
                    assertThatThrownBy(() -> Sql.run(mine, "COMMIT nothing")).hasMessageContaining("syntax error");
                    Sql.run(mine, "ROLLBACK", "BEGIN", "DROP TABLE author");
                    assertThatThrownBy(() -> Sql.run(mine, "COMMIT")).hasMessageContaining("is not committed");
                }
            });
            assertKept();
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void saysAtTheEndWhatWasBrokenBeforeAnOldVersionOfTheSchema(boolean inBatch) throws SQLException {
            String version = "PRAGMA schema_version=" + Sql.read(connection, "PRAGMA schema_version");
            assertThatThrownBy(() -> MigrationScope.run(source, migrating -> {
                        try (Connection mine = migrating.getConnection();
                                Statement statement = mine.createStatement()) {
                            if (inBatch) {
                                statement.addBatch("DROP TABLE author");
                                statement.addBatch(version);
                                statement.executeBatch();
                            } else {
                                Sql.run(mine, "DROP TABLE author", version);
                            }
                        }
                    }))
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("with statements that are already committed");
        }

        @Test
        void takesOneConnectionOfAPoolAndGivesItBackEnforced() throws SQLException {
            for (boolean autoCommit : new boolean[] {true, false}) {
                HikariConfig config = new HikariConfig();
                config.setJdbcUrl(url);
                config.setMaximumPoolSize(1);
                config.setConnectionTimeout(1000);
                config.setAutoCommit(autoCommit);
                try (HikariDataSource pool = new HikariDataSource(config)) {
                    DataSource enforced = EnforcedDataSource.wrap(pool);
                    MigrationScope.run(enforced, OnASource.this::useTwice);
                    assertEnforced(enforced);
                }
                config.setDataSource(source);
                try (HikariDataSource around = new HikariDataSource(config)) {
                    MigrationScope.run(around, OnASource.this::useTwice);
                    assertEnforced(around);
                }
            }
            assertKept();
        }

        @Test
        void beginsOnTheNewFileOfAPoolWithAutoCommitOff() throws SQLException {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl("jdbc:sqlite:" + folder.resolve("new.db") + "?foreign_keys=on&journal_mode=WAL");
            config.setAutoCommit(false);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                MigrationScope.run(EnforcedDataSource.wrap(pool), OnASource.this::useTwice);
            }
        }

        /** The driver switches autoCommit off for a savepoint, of which a pool that keeps autoCommit itself does not know. */
        @Test
        void checksTheCommitOfATransactionThatASavepointBegan() throws SQLException {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(1);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                DataSource enforced = EnforcedDataSource.wrap(pool);
                assertThatThrownBy(() -> MigrationScope.run(enforced, migrating -> {
                            try (Connection one = migrating.getConnection()) {
                                one.setAutoCommit(false);
                                one.setAutoCommit(true);
                                one.setSavepoint();
                                Sql.run(one, BREAK);
                                one.commit();
                            }
                        }))
                        .isInstanceOf(ForeignKeyViolationSQLException.class)
                        .hasMessageStartingWith("the migration's transaction is not committed");
                assertEnforced(enforced);
            }
            assertKept();
        }

        private void useTwice(DataSource migrating) throws SQLException {
            Connection one = migrating.getConnection();
            try (Connection other = migrating.getConnection()) {
                Sql.run(one, "CREATE TABLE t (x)");
                assertThat(Sql.read(other, "PRAGMA foreign_keys")).isEqualTo("0");
                one.close();
                assertThat(one.isClosed()).isTrue();
                Sql.run(other, "DROP TABLE t");
            }
        }

        private void assertEnforced(DataSource pooled) throws SQLException {
            try (Connection next = pooled.getConnection()) {
                assertThat(Sql.read(next, "PRAGMA foreign_keys")).isEqualTo("1");
            }
        }

        @Test
        void worksInMemory() throws SQLException {
            EnforcedDataSource memory = EnforcedDataSource.open("jdbc:sqlite::memory:");

            assertThatCode(() -> MigrationScope.run(memory, migrating -> {
                        try (Connection first = migrating.getConnection()) {
                            Sql.run(first, "CREATE TABLE t (x)");
                        }
                        try (Connection second = migrating.getConnection()) {
                            Sql.run(second, "INSERT INTO t VALUES (1)");
                        }
                    }))
                    .doesNotThrowAnyException();
        }

        @Test
        void doesNotBeginWithinAnotherScope() throws SQLException {
            MigrationScope.run(source, migrating -> {
                assertThatThrownBy(() -> MigrationScope.run(migrating, inner -> {}))
                        .hasMessageContaining("in a migration scope already");
                try (Connection mine = migrating.getConnection()) {
                    assertThat(Sql.read(mine, "PRAGMA foreign_keys")).isEqualTo("0");
                }
            });
            assertKept();
        }
    }

    private void orphan(int author) throws SQLException {
        try (Connection bare = DriverManager.getConnection(url)) {
            Sql.run(bare, "INSERT INTO book VALUES (" + author + ")");
        }
    }

    private void assertKept() throws SQLException {
        assertThat(Sql.read(connection, "SELECT group_concat(author_id) FROM book"))
                .isEqualTo("1,1,2");
        assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        assertThatThrownBy(() -> Sql.run(connection, "INSERT INTO book VALUES (99)"))
                .isInstanceOf(ForeignKeyViolationSQLException.class);
    }
}
