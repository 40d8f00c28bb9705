package dev.referent.migrations;

import static dev.referent.migrations.RehearsalAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.orphans.Finding;
import dev.referent.orphans.Gate;
import dev.referent.orphans.OrphansFoundException;
import dev.referent.orphans.ReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RehearsalTest {
    static final String CHATS =
            """
            CREATE TABLE chat (id INTEGER PRIMARY KEY, title TEXT);
            CREATE TABLE message (
              id INTEGER PRIMARY KEY,
              chat_id INTEGER CONSTRAINT message_chat_fk REFERENCES chat ON DELETE CASCADE,
              body TEXT NOT NULL
            );
            CREATE INDEX message_chat_idx ON message (chat_id);
            """;

    static final String ROWS =
            """
            INSERT INTO chat VALUES (1, 'a'), (2, NULL);
            INSERT INTO message VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z');
            """;

    static final String REBUILD =
            """
            PRAGMA foreign_keys = OFF;
            CREATE TABLE chat_new (id INTEGER PRIMARY KEY, title TEXT NOT NULL DEFAULT '');
            INSERT INTO chat_new SELECT id, ifnull(title, '') FROM chat;
            DROP TABLE chat;
            ALTER TABLE chat_new RENAME TO chat;
            PRAGMA foreign_keys = ON;
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void create() throws SQLException {
        file = folder.resolve("messenger.db");
        sql(CHATS, ROWS);
    }

    private void sql(String... scripts) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (String script : scripts) {
                statement.executeUpdate(script);
            }
        }
    }

    private Path write(String name, String sql) throws IOException {
        Path migrations = Files.createDirectories(folder.resolve("sql"));
        Files.writeString(migrations.resolve(name), sql);
        return migrations;
    }

    private RehearsalReport bare(String sql) throws IOException, SQLException {
        return Rehearsal.of(file).run(Migrations.inFolder(write("V2__next.sql", sql)));
    }

    private RehearsalReport inScope(String sql) throws IOException, SQLException {
        return Rehearsal.of(file).inMigrationScope().run(Migrations.inFolder(write("V2__next.sql", sql)));
    }

    private static List<String> messages(RehearsalReport report) {
        return report.findings().stream().map(Finding::message).toList();
    }

    @Nested
    class AMessengersMigration {
        @Test
        void losesEveryMessageWithoutReferent() throws Exception {
            RehearsalReport report = bare(REBUILD);

            assertThat(messages(report))
                    .containsExactly(
                            "V2__next.sql: 3 of 3 rows of message are lost, by ON DELETE CASCADE of the foreign key"
                                    + " message_chat_fk");
            assertThat(report.rowsLost()).isEqualTo(3);
            assertThat(report.migrations().get(0).tables())
                    .containsExactly(new RehearsalReport.Table(
                            "message", 3, 3, Map.of("message_chat_fk", 3L), Map.of(), Map.of()));
            assertThatThrownBy(() -> assertThat(report).losesNothing())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("the migrations lose something:\n  V2__next.sql: 3 of 3 rows of message");
        }

        @Test
        void losesNothingInAMigrationScope() throws Exception {
            RehearsalReport report = inScope(REBUILD);

            assertThat(report).losesNothing();
            assertThat(report.summary())
                    .isEqualTo(file + ": 1 migration rehearsed on a copy in a migration scope, 0 rows lost");
        }

        @Test
        void isNamedByTheLint() throws Exception {
            Path migrations = write("V1__chats.sql", CHATS);
            write("V2__title.sql", REBUILD);

            assertThat(Lint.of(migrations).run().findings())
                    .extracting(finding -> finding.rule().id())
                    .containsExactly("pragma-in-transaction", "drop-parent");
        }

        @Test
        void isStoppedByAnEnforcedConnection() throws Exception {
            Path migrations = write("V2__title.sql", REBUILD);
            EnforcedDataSource source = EnforcedDataSource.open("jdbc:sqlite:" + file);
            MigrationStep step = Migrations.inFolder(migrations).pending(source).get(0);

            assertThatThrownBy(() -> step.work().run(source))
                    .hasMessageContaining("DROP TABLE chat would delete its rows first");
        }

        @Test
        void thatForgetsAChatIsStoppedByTheGate() throws Exception {
            sql(REBUILD.replace("FROM chat;", "FROM chat WHERE title IS NOT NULL;"));

            assertThatThrownBy(() -> Gate.of(file).mode(Gate.Mode.FAIL).check())
                    .isInstanceOf(OrphansFoundException.class)
                    .hasMessageContaining("message_chat_fk");
        }

        @Test
        void leavesTheFileAsItIs() throws Exception {
            byte[] before = Files.readAllBytes(file);
            bare(REBUILD);
            inScope(REBUILD);

            assertThat(Files.readAllBytes(file)).isEqualTo(before);
            try (var files = Files.list(folder)) {
                assertThat(files.map(path -> path.getFileName().toString()))
                        .containsExactlyInAnyOrder("messenger.db", "sql");
            }
        }
    }

    @Test
    void readsWhatTheWalOfALiveWriterHolds() throws Exception {
        sql("PRAGMA journal_mode=WAL");
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = writer.createStatement()) {
            statement.executeUpdate("INSERT INTO message VALUES (4, 2, 'w')");
            byte[] before = Files.readAllBytes(file);
            writer.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO message VALUES (5, 2, 'not committed')");

            assertThat(bare(REBUILD).rowsLost()).isEqualTo(4);
            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }
    }

    @Nested
    class Finds {
        @Test
        void aParentThatIsRenamedAway() throws Exception {
            String away =
                    """
                    ALTER TABLE chat RENAME TO chat_old;
                    CREATE TABLE chat (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
                    INSERT INTO chat SELECT id, ifnull(title, '') FROM chat_old;
                    DROP TABLE chat_old;
                    """;

            assertThat(bare(away).rowsLost()).isEqualTo(3);
            assertThat(messages(inScope(away)))
                    .singleElement()
                    .asString()
                    .startsWith("V2__next.sql: fails: ")
                    .contains("chat_old");
        }

        @Test
        void noRebuildWhereAColumnIsAddedToATable() throws Exception {
            RehearsalReport report =
                    bare("DROP INDEX message_chat_idx; ALTER TABLE message ADD COLUMN seen INT DEFAULT 0;"
                            + " ALTER TABLE message ADD COLUMN read INT; ALTER TABLE chat ADD topic TEXT;"
                            + " DELETE FROM message WHERE id = 1;");

            assertThat(messages(report)).containsExactly("V2__next.sql: 1 of 3 rows of message is lost");
        }

        @Test
        void aRebuildThatForgetsAKey() throws Exception {
            String forgets =
                    """
                    CREATE TABLE message_new (id INTEGER PRIMARY KEY, chat_id INTEGER, body TEXT);
                    INSERT INTO message_new SELECT * FROM message;
                    DROP TABLE message;
                    ALTER TABLE message_new RENAME TO message;
                    """;
            RehearsalReport report = inScope(forgets);

            assertThat(report.findings())
                    .extracting(Finding::rule)
                    .containsExactly(RehearsalRule.KEY_LOST, RehearsalRule.INDEX_LOST);
            assertThat(report.migrations().get(0).lostKeys()).containsExactly("message_chat_fk");
            assertThat(report.migrations().get(0).lostIndexes()).containsExactly("message_chat_idx");
        }

        @Test
        void aColumnThatARebuildDoesNotCopy() throws Exception {
            RehearsalReport report = inScope(REBUILD.replace("title TEXT NOT NULL DEFAULT ''", "title TEXT")
                    .replace("SELECT id, ifnull(title, '')", "(id) SELECT id"));

            assertThat(messages(report)).containsExactly("V2__next.sql: 1 row of chat is set to null: title");
        }

        @Test
        void rowsThatAreSetToNull() throws Exception {
            sql(
                    "CREATE TABLE pin (id TEXT PRIMARY KEY, chat_id INT CONSTRAINT pin_chat_fk REFERENCES chat ON DELETE SET NULL)",
                    "INSERT INTO pin VALUES ('a', 1), ('b', 1), ('c', NULL)");

            assertThat(messages(bare("DELETE FROM chat WHERE id = 1;")))
                    .containsExactly(
                            "V2__next.sql: 1 of 2 rows of chat is lost",
                            "V2__next.sql: 2 of 3 rows of message are lost, by ON DELETE CASCADE of the foreign key"
                                    + " message_chat_fk",
                            "V2__next.sql: 2 rows of pin are set to null: pin_chat_fk");
        }

        @Test
        void defaultsThatAreAppliedOrLeadNowhere() throws Exception {
            sql(
                    "CREATE TABLE draft (id INTEGER PRIMARY KEY, chat_id INT DEFAULT 2"
                            + " CONSTRAINT draft_chat_fk REFERENCES chat ON DELETE SET DEFAULT)",
                    "INSERT INTO draft VALUES (1, 1), (2, 1), (3, 2)");

            RehearsalReport report = Rehearsal.of(file)
                    .accepting("chat", "MESSAGE")
                    .run(Migrations.inFolder(write("V2__next.sql", "DELETE FROM chat WHERE id = 1;")));
            assertThat(messages(report))
                    .containsExactly(
                            "V2__next.sql: 2 rows of draft are set to the default, by ON DELETE SET DEFAULT of the"
                                    + " foreign key draft_chat_fk");
            assertThat(messages(bare(REBUILD)))
                    .singleElement()
                    .asString()
                    .startsWith("V2__next.sql: fails: ")
                    .contains("V2__next.sql:4: ")
                    .contains("FOREIGN KEY constraint failed");
        }

        @Test
        void aNullInAColumnThatAKeyWouldSetToItsDefault() throws Exception {
            sql(
                    "CREATE TABLE draft (id INTEGER PRIMARY KEY, chat_id INT DEFAULT 2 REFERENCES chat ON DELETE SET DEFAULT)",
                    "INSERT INTO draft VALUES (1, 1), (2, 1)");

            assertThat(messages(bare("UPDATE draft SET chat_id = NULL WHERE id = 1;")))
                    .containsExactly("V2__next.sql: 1 row of draft is set to null: chat_id");
        }

        @Test
        void newOrphanRowsButNoOldOnes() throws Exception {
            sql("INSERT INTO message VALUES (9, 99, 'old')");

            RehearsalReport report = bare("PRAGMA foreign_keys=OFF; BEGIN; DELETE FROM chat WHERE id = 2; COMMIT;");

            assertThat(report.migrations().get(0).newOrphanRows()).isEqualTo(Map.of("message_chat_fk", 1L));
            assertThat(messages(report)).contains("V2__next.sql: 1 row no longer has a parent row");
            assertThat(messages(inScope("DELETE FROM chat WHERE id = 2;")))
                    .singleElement()
                    .asString()
                    .contains("fails: ")
                    .contains("message.chat_id = 2 has no matching chat.id (foreign key message_chat_fk)");
        }

        @Test
        void nothingWhereAScriptEndsTheTransactionOfItsToolBeforeThePragma() throws Exception {
            String alone =
                    "COMMIT;\n" + REBUILD.replaceFirst(";", ";\nBEGIN;").replace("PRAGMA foreign_keys = ON", "COMMIT")
                            + "PRAGMA foreign_keys = ON;\nBEGIN;";

            assertThat(bare(alone)).losesNothing();
            assertThat(inScope(alone)).losesNothing();
        }

        @Test
        void aTableThatIsDroppedAndNoneThatIsRenamed() throws Exception {
            sql("CREATE TABLE log (at TEXT)", "INSERT INTO log VALUES ('now'), ('then')");
            String drops = "ALTER TABLE message RENAME TO note; ALTER TABLE note RENAME body TO text; DROP TABLE log;";

            assertThat(messages(inScope(drops))).containsExactly("V2__next.sql: 2 of 2 rows of log are lost");
            assertThat(Rehearsal.of(file)
                            .inMigrationScope()
                            .accepting("log")
                            .run(Migrations.inFolder(folder.resolve("sql"))))
                    .losesNothing();
        }

        @Test
        void aTableWhoseSuccessorTakesItsPlaceInTheFile() throws Exception {
            sql("CREATE TABLE log (at TEXT)", "INSERT INTO log VALUES ('now'), ('then')");
            assertThat(messages(inScope(
                            "DROP TABLE log; CREATE TABLE notes (what TEXT); INSERT INTO notes VALUES (1), (2);")))
                    .containsExactly("V2__next.sql: 2 of 2 rows of log are lost");
            sql(
                    "DROP TABLE log",
                    "CREATE TABLE last (id INTEGER PRIMARY KEY)",
                    "INSERT INTO last VALUES (1), (2)",
                    "CREATE TABLE child (id INTEGER PRIMARY KEY, last_id INT REFERENCES last ON DELETE CASCADE)",
                    "INSERT INTO child VALUES (1, 1), (2, 2)");
            String again = "CREATE TEMP TABLE kept AS SELECT * FROM last; DROP TABLE last;"
                    + " CREATE TABLE last (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO last (id) SELECT id FROM kept;";
            assertThat(messages(bare(again)))
                    .containsExactly(
                            "V2__next.sql: 2 of 2 rows of child are lost, by ON DELETE CASCADE of the foreign key"
                                    + " child_last_id_fkey");
        }

        @Test
        void rowsWhoseKeysAreToldApartByAnIndexOfAnotherCollation() throws Exception {
            sql(
                    "CREATE TABLE tag (name TEXT COLLATE NOCASE, PRIMARY KEY (name COLLATE BINARY)) WITHOUT ROWID",
                    "CREATE TABLE word (name TEXT, PRIMARY KEY (name COLLATE NOCASE))",
                    "INSERT INTO tag VALUES ('a'), ('A'), ('b'), ('B')",
                    "INSERT INTO word VALUES ('A'), ('B')");

            assertThat(
                            messages(
                                    bare(
                                            "DELETE FROM tag WHERE name = 'A' COLLATE BINARY; UPDATE word SET name = 'a' WHERE name = 'A';")))
                    .containsExactly("V2__next.sql: 1 of 4 rows of tag is lost");
            assertThat(
                            messages(
                                    bare(
                                            "CREATE TABLE tag2 (name TEXT COLLATE NOCASE PRIMARY KEY);"
                                                    + " INSERT OR IGNORE INTO tag2 SELECT name FROM tag; DROP TABLE tag; ALTER TABLE tag2 RENAME TO tag;")))
                    .containsExactly("V2__next.sql: 2 of 4 rows of tag are lost");
        }

        @Test
        void byNoKeyWhatADeleteRemovesWhoseParentKeyIsInAnotherOrder() throws Exception {
            sql(
                    "CREATE TABLE city (name TEXT, land TEXT, PRIMARY KEY (land, name))",
                    "CREATE TABLE inn (id INTEGER PRIMARY KEY, land TEXT, city TEXT,"
                            + " FOREIGN KEY (land, city) REFERENCES city ON DELETE CASCADE)",
                    "INSERT INTO city VALUES ('Linz', 'AT')",
                    "INSERT INTO inn VALUES (1, 'AT', 'Linz')");

            assertThat(messages(bare("DELETE FROM inn;"))).containsExactly("V2__next.sql: 1 of 1 row of inn is lost");
        }

        @Test
        void rowsThatReplaceDeletes() throws Exception {
            assertThat(bare("INSERT OR REPLACE INTO chat VALUES (1, 'new');").rowsLost())
                    .isEqualTo(2);
        }
    }

    @Test
    void stopsAtAMigrationThatFails() throws Exception {
        write("V2__a.sql", "DELETE FROM message WHERE id = 3;");
        write("V3__b.sql", "SELECT 1;\nDROP TABLE absent;");
        Path migrations = write("V4__c.sql", "DELETE FROM message;");

        RehearsalReport report = Rehearsal.of(file).inMigrationScope().run(Migrations.inFolder(migrations));

        assertThat(report.migrations())
                .extracting(RehearsalReport.Migration::name)
                .containsExactly("V2__a.sql", "V3__b.sql");
        assertThat(report.findings())
                .extracting(Finding::rule)
                .containsExactly(RehearsalRule.ROWS_LOST, RehearsalRule.MIGRATION_FAILED);
        assertThat(report.migrations().get(1).failure().orElseThrow())
                .contains("V3__b.sql:2: ")
                .contains("no such table");
        assertThat(report.findings().get(1).remedy().orElseThrow())
                .contains("name the last file that has run: --after");
    }

    @Test
    void runsAFunction() throws Exception {
        RehearsalReport report = Rehearsal.of(file).run(Migrations.of("rewrite", source -> {
            try (Connection connection = source.getConnection();
                    var statement = connection.createStatement()) {
                statement.executeUpdate("DELETE FROM chat");
            }
        }));

        assertThat(report.migrations())
                .extracting(RehearsalReport.Migration::name)
                .containsExactly("rewrite");
        assertThat(report.rowsLost()).isEqualTo(5);
    }

    @Test
    void leavesOutWhatHasRun() throws Exception {
        sql(
                "CREATE TABLE flyway_schema_history (script TEXT, success INT)",
                "INSERT INTO flyway_schema_history VALUES ('V1__chats.sql', 1)");
        write("V1__chats.sql", CHATS);
        Path migrations = write("V2__title.sql", REBUILD);

        assertThat(Rehearsal.of(file).run(Migrations.inFolder(migrations)).rowsLost())
                .isEqualTo(3);
        assertThat(Rehearsal.of(file)
                        .inMigrationScope()
                        .run(Migrations.inFolderAfter(migrations, "V2__title.sql"))
                        .migrations())
                .isEmpty();
        assertThatThrownBy(() -> Rehearsal.of(file).run(Migrations.inFolderAfter(migrations, "V7.sql")))
                .hasMessageEndingWith("has no file V7.sql");
    }

    @Test
    void saysWhyItCannotRun() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThatThrownBy(() -> Rehearsal.of(file).run(Migrations.inFolder(empty)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("empty has no .sql files that are migrations");
        assertThatThrownBy(() -> Rehearsal.of(folder.resolve("none.db")).run(Migrations.inFolder(empty)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("none.db does not exist");
        Files.writeString(folder.resolve("text.db"), "this is not a database, only a text that is long enough");
        assertThatThrownBy(() -> Rehearsal.of(folder.resolve("text.db")).run(Migrations.inFolder(empty)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("not an SQLite database");
    }

    @Test
    void isShownInEachFormat() throws Exception {
        RehearsalReport report = bare(REBUILD);
        String migration = folder.resolve("sql/V2__next.sql").toString();

        assertThat(ReportFormat.TERMINAL.show(report))
                .startsWith(file + ": 1 migration rehearsed on a copy without Referent, 3 rows lost\n")
                .contains(migration + ":1: ERROR rows-lost, foreign key message_chat_fk\n");
        assertThat(ReportFormat.GITHUB.show(report))
                .startsWith("::error file=" + migration + ",line=1,title=rows-lost");
        assertThat(ReportFormat.JSON.show(report)).contains("\"lostByKey\": {").contains("\"message_chat_fk\": 3");
        assertThat(ReportFormat.SARIF.show(report)).contains("\"ruleId\": \"rows-lost\"");
    }

    @Nested
    class OnASeededDatabase {
        @Test
        void everyTableAndKeyHasRowsAtEachVersion() throws Exception {
            write("V1__chats.sql", CHATS);
            write(
                    "V2__more.sql",
                    """
                    CREATE TABLE pin (
                      kind TEXT NOT NULL CHECK (kind IN ('top', 'side')),
                      chat_id INT NOT NULL REFERENCES chat ON DELETE CASCADE,
                      color TEXT CONSTRAINT is_short CHECK (length(color) < 4),
                      message_id INT REFERENCES message ON DELETE SET NULL,
                      parent_id INT REFERENCES pin (id) ON DELETE SET NULL,
                      id INTEGER PRIMARY KEY, active BOOLEAN, label TEXT GENERATED ALWAYS AS (kind || id)
                    );
                    CREATE TABLE egg (a INT, b TEXT, hen INT NOT NULL REFERENCES hen, PRIMARY KEY (a, b)) WITHOUT ROWID;
                    CREATE TABLE hen (id INTEGER PRIMARY KEY, egg_a INT, egg_b TEXT, FOREIGN KEY (egg_a, egg_b) REFERENCES egg);
                    """);
            Path migrations = write("V3__title.sql", REBUILD);

            RehearsalReport report = Rehearsal.seeded().run(Migrations.inFolder(migrations));

            assertThat(messages(report))
                    .containsExactly(
                            "V3__title.sql: 3 of 3 rows of message are lost, by ON DELETE CASCADE of the foreign key"
                                    + " message_chat_fk",
                            "V3__title.sql: 3 of 3 rows of pin are lost, by ON DELETE CASCADE of the foreign key"
                                    + " pin_chat_id_fkey");
            assertThat(Rehearsal.seeded().inMigrationScope().run(Migrations.inFolder(migrations)))
                    .losesNothing();
        }

        /** The rows of message are older than the columns. */
        @ParameterizedTest
        @ValueSource(strings = {"", "CREATE UNIQUE INDEX message_thread ON message (thread_id);"})
        void aKeyOfAnAddedColumnHasReferences(String unique) throws Exception {
            write("V1__chats.sql", CHATS);
            write(
                    "V2__threads.sql",
                    "CREATE TABLE thread (id INTEGER PRIMARY KEY, no INT);"
                            + " ALTER TABLE message ADD COLUMN thread_id INTEGER REFERENCES thread ON DELETE CASCADE;"
                            + unique);
            Path migrations = write("V3__threads.sql", "DROP TABLE thread;");

            assertThat(messages(Rehearsal.seeded().run(Migrations.inFolder(migrations))))
                    .contains(
                            "V3__threads.sql: 3 of 3 rows of message are lost, by ON DELETE CASCADE of the foreign key"
                                    + " message_thread_id_fkey");
        }

        @ParameterizedTest
        @ValueSource(strings = {"TEXT", "INTEGER", "BLOB", "VARCHAR(36)"})
        void aKeyThatARebuildAddsHasItsParentRows(String type) throws Exception {
            write(
                    "V1__users.sql",
                    "CREATE TABLE user (id TYPE PRIMARY KEY, name TEXT); CREATE TABLE post (id TYPE PRIMARY KEY, owner TYPE NOT NULL);"
                            .replace("TYPE", type));
            Path migrations = write(
                    "V2__key.sql",
                    """
                    CREATE TABLE post_new (id TYPE PRIMARY KEY, owner TYPE NOT NULL REFERENCES user);
                    INSERT INTO post_new SELECT * FROM post;
                    DROP TABLE post;
                    ALTER TABLE post_new RENAME TO post;
                    """
                            .replace("TYPE", type));

            assertThat(messages(Rehearsal.seeded().run(Migrations.inFolder(migrations))))
                    .isEmpty();
        }

        @Test
        void satisfiesChecksOfALength() throws Exception {
            write(
                    "V1__hashes.sql",
                    """
                    CREATE TABLE hash (
                      id INTEGER PRIMARY KEY, value BLOB UNIQUE CHECK (length(value) = 32), name TEXT UNIQUE CHECK (length(name) IN (2, 12))
                    ) STRICT;
                    CREATE TABLE proof (hash_id INTEGER NOT NULL REFERENCES hash);
                    """);
            Path migrations = write("V2__drop.sql", "DELETE FROM proof; DELETE FROM hash;");

            assertThat(messages(Rehearsal.seeded().run(Migrations.inFolder(migrations))))
                    .containsExactly(
                            "V2__drop.sql: 3 of 3 rows of hash are lost",
                            "V2__drop.sql: 3 of 3 rows of proof are lost");
        }

        @Test
        void givesNoRowsToATableWhoseParentTableHasNone() throws Exception {
            write(
                    "V1__odd.sql",
                    """
                    CREATE TABLE odd (a INTEGER PRIMARY KEY CHECK (a % 7 = 4 AND a > 20000));
                    CREATE TABLE child (id INTEGER PRIMARY KEY, odd_a INT NOT NULL REFERENCES odd);
                    CREATE TABLE grandchild (child_id INT NOT NULL REFERENCES child);
                    """);
            write(
                    "V2__copy.sql",
                    "CREATE TABLE copy (odd_a INT REFERENCES odd); INSERT INTO copy SELECT odd_a FROM child;");
            Path migrations = write("V3__again.sql", "UPDATE grandchild SET child_id = child_id;");

            RehearsalReport report = Rehearsal.seeded().run(Migrations.inFolder(migrations));

            assertThat(messages(report))
                    .extracting(message -> message.replaceFirst(" inserted: .*", ""))
                    .containsExactly(
                            "V2__copy.sql: odd has no rows before it, because none could be",
                            "V2__copy.sql: child has no rows before it, because it references odd, which could not be given them",
                            "V2__copy.sql: grandchild has no rows before it, because it references child, which could not be"
                                    + " given them",
                            "V3__again.sql: copy has no rows before it, because it references odd, which could not be given them");
        }

        @Test
        void saysWhatItCouldNotSeed() throws Exception {
            write("V1__odd.sql", "CREATE TABLE odd (a INT CHECK (a % 7 = 4 AND a > 20000))");
            Path migrations = write("V2__drop.sql", "DROP TABLE odd;");

            RehearsalReport report = Rehearsal.seeded().inMigrationScope().run(Migrations.inFolder(migrations));

            assertThat(messages(report))
                    .singleElement()
                    .asString()
                    .startsWith("V2__drop.sql: odd has no rows before it, because none could be inserted: ");
            assertThatCode(() -> assertThat(report).losesNothing()).doesNotThrowAnyException();
            assertThat(report.hasErrors()).isFalse();
        }
    }

    @Test
    void countsTheRowsOfALargeTable() throws Exception {
        sql("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
                + " INSERT INTO message SELECT i, 1 + i % 2, 'b' FROM n");

        RehearsalReport report = bare("DELETE FROM message WHERE id % 2 = 0;");

        assertThat(report.rowsLost()).isEqualTo(99_997);
    }
}
