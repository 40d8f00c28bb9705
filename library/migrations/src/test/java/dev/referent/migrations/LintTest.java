package dev.referent.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.orphans.Finding;
import dev.referent.orphans.ReportFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LintTest {
    private static final String CHATS =
            """
            CREATE TABLE chat (id INTEGER PRIMARY KEY, title TEXT);
            CREATE TABLE message (
              id INTEGER PRIMARY KEY,
              chat_id INTEGER NOT NULL CONSTRAINT message_chat_fk REFERENCES chat ON DELETE CASCADE,
              body TEXT NOT NULL, draft TEXT
            );
            CREATE INDEX message_chat_idx ON message (chat_id);
            """;

    private static final String REBUILD =
            """
            CREATE TABLE chat_new (id INTEGER PRIMARY KEY, title TEXT NOT NULL DEFAULT '');
            INSERT INTO chat_new SELECT id, ifnull(title, '') FROM chat;
            DROP TABLE chat;
            ALTER TABLE chat_new RENAME TO chat;
            """;

    @TempDir
    private Path folder;

    private void write(String name, String sql) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, sql);
    }

    private LintReport lint() throws IOException, SQLException {
        return Lint.of(folder).run();
    }

    /** Returns {@code file:line rule} of each finding. */
    private List<String> found() throws IOException, SQLException {
        return places(lint());
    }

    private List<String> places(LintReport report) {
        return report.findings().stream()
                .map(finding ->
                        folder.relativize(Path.of(finding.source().orElseThrow().file()))
                                + ":"
                                + finding.source().orElseThrow().line()
                                + " "
                                + finding.rule().id())
                .toList();
    }

    private String message(String rule) throws IOException, SQLException {
        return lint().findings().stream()
                .filter(finding -> finding.rule().id().equals(rule))
                .map(Finding::message)
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class Clean {
        @Test
        void theTwelveStepsOfSqliteOutsideOfATransaction() throws Exception {
            write("V1__chats.sql", CHATS);
            write(
                    "V2__title.sql",
                    "PRAGMA foreign_keys = OFF;\nBEGIN;\n" + REBUILD
                            + """
                            CREATE TEMP TABLE no_orphans (orphans INTEGER CHECK (orphans = 0));
                            INSERT INTO no_orphans SELECT count(*) FROM pragma_foreign_key_check;
                            DROP TABLE no_orphans;
                            COMMIT;
                            PRAGMA foreign_keys = ON;
                            """);

            assertThat(found()).isEmpty();
        }

        @Test
        void theSameWithFlywaysScriptConfiguration() throws Exception {
            write("V1__chats.sql", CHATS);
            write("V2__title.sql", "PRAGMA foreign_keys = OFF;\n" + REBUILD + "PRAGMA foreign_keys = ON;\n");
            write("V2__title.sql.conf", "executeInTransaction = false\n");

            assertThat(found()).isEmpty();
        }

        @Test
        void theSameAfterTheTransactionOfTheTool() throws Exception {
            write("001.sql", CHATS);
            write(
                    "002.sql",
                    "COMMIT;\nPRAGMA foreign_keys = OFF;\nBEGIN;\n" + REBUILD
                            + "COMMIT;\nPRAGMA foreign_keys = ON;\nBEGIN;\n");

            assertThat(found()).isEmpty();
        }

        @Test
        void theSameInAChangesetOutsideOfATransaction() throws Exception {
            write(
                    "changes.sql",
                    "--liquibase formatted sql\n--changeset ana:1\n" + CHATS
                            + "--rollback DROP TABLE message;\n--changeset ana:2 runInTransaction:false\n"
                            + "PRAGMA foreign_keys = OFF;\n" + REBUILD + "PRAGMA foreign_keys = ON;\n"
                            + "--changeset ana:3 dbms:postgresql\nDROP TABLE chat;\n");

            assertThat(found()).isEmpty();
        }

        @Test
        void whatMigrationsUsuallyDo() throws Exception {
            write("V1__chats.sql", CHATS);
            write(
                    "V1_1__audit.sql",
                    """
                    ALTER TABLE message ADD COLUMN reply_to INTEGER REFERENCES message ON DELETE SET NULL;
                    CREATE INDEX message_reply_idx ON message (reply_to);
                    CREATE TABLE log (at TEXT, what TEXT);
                    CREATE TRIGGER message_log AFTER DELETE ON message BEGIN
                      INSERT INTO log VALUES (datetime('now'), CASE WHEN old.body = '' THEN 'empty; DROP TABLE chat;' ELSE 'DROP' END);
                      UPDATE chat SET title = title WHERE id = old.chat_id;
                    END;
                    INSERT INTO chat VALUES (1, 'it''s; DROP TABLE chat');
                    INSERT OR IGNORE INTO chat VALUES (1, 'x');
                    INSERT INTO chat VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET title = excluded.title;
                    INSERT OR REPLACE INTO log VALUES (1, 2);
                    """);
            write(
                    "V2__renames.sql",
                    """
                    ALTER TABLE chat RENAME TO conversation;
                    ALTER TABLE message RENAME COLUMN chat_id TO conversation_id;
                    CREATE VIEW titles AS SELECT title FROM conversation;
                    DROP TABLE log;
                    DROP TRIGGER message_log;
                    """);
            write("V10__end.sql", "DROP VIEW titles; DROP TABLE message; DROP TABLE conversation;");

            assertThat(found()).isEmpty();
        }

        @Test
        void aRebuildThatCascadesNowhereInAMigrationScope() throws Exception {
            write("V1__chats.sql", CHATS);
            write("V2__title.sql", "PRAGMA foreign_keys = OFF;\n" + REBUILD + "PRAGMA foreign_keys = ON;\n");

            assertThat(places(Lint.of(folder).inMigrationScope().run())).isEmpty();
        }

        @Test
        void aRebuildByAToolWithoutTransactions() throws Exception {
            write("1/migration.sql", CHATS);
            write("2/migration.sql", "PRAGMA foreign_keys = OFF;\n" + REBUILD + "PRAGMA foreign_keys = ON;\n");
            write("2/down.sql", "DROP TABLE chat;\n");

            assertThat(places(Lint.of(folder).outsideOfTransactions().run())).isEmpty();
        }

        @Test
        void aDropOfAParentWhoseChildRowsAreDeletedFirst() throws Exception {
            write("V1__chats.sql", CHATS);
            write("V2__start_again.sql", "DELETE FROM message;\n" + REBUILD);

            assertThat(found()).isEmpty();
        }
    }

    /** What a tool does not run when it migrates, and delimiters that are not SQL. */
    @Nested
    class Tools {
        private static final String DOWN =
                "DROP TABLE chat;\nDROP TABLE message;\n-- referent:ignore drop-parent it is gone\n";

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                value = {
                    "-- +goose Up,-- +goose Down",
                    "-- +goose UP,--+goose   down",
                    "-- +migrate Up,-- +migrate Down",
                    "-- +micrate Up,-- +micrate Down",
                    "-- migrate:up,-- migrate:down",
                    "-- migrate:up transaction:true,-- migrate:down transaction:false",
                    "# --- !Ups,# --- !Downs",
                    "-- !Ups,-- !Downs",
                    "-- rambler up,-- rambler down",
                    "-- // chats,-- //@UNDO",
                    "-- tern,---- create above / drop below ----"
                })
        void theDownHalfIsNotRun(String up, String down) throws Exception {
            write("1.sql", up + "\n" + CHATS + "\n" + down + "\n" + DOWN);
            write("2.sql", up + "\nALTER TABLE chat ADD COLUMN muted INTEGER;\n\n" + down + "\n" + DOWN);
            write("3.sql", down + "\n" + DOWN + up + "\nCREATE INDEX chat_muted_idx ON chat (muted);\n");

            assertThat(found()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-- +goose NO TRANSACTION\n-- +goose Up",
                    "-- +migrate Up notransaction",
                    "-- migrate:up transaction:false",
                    "-- no-transaction"
                })
        void aMarkThatAsksForNoTransaction(String mark) throws Exception {
            write("1.sql", CHATS);
            write("2.sql", mark + "\nPRAGMA foreign_keys = OFF;\n" + REBUILD + "PRAGMA foreign_keys = ON;\n");

            assertThat(found()).isEmpty();
        }

        @Test
        void theUpHalfIsFound() throws Exception {
            write("1.sql", "-- +goose Up\n" + CHATS + "-- +goose Down\n" + DOWN);
            write(
                    "2.sql",
                    "-- +goose Up\n-- +goose StatementBegin\n" + REBUILD
                            + "CREATE TRIGGER t AFTER INSERT ON chat BEGIN SELECT 1; END;\n"
                            + "-- +goose StatementEnd\n-- +goose Down\n" + DOWN);

            assertThat(found()).containsExactly("2.sql:5 drop-parent");
        }

        @Test
        void aStringThatLooksLikeAMarkIsNone() throws Exception {
            write("1.sql", CHATS + "INSERT INTO chat VALUES (1, '\n-- +goose Down\n');\n");
            write("2.sql", REBUILD);

            assertThat(found()).containsExactly("2.sql:3 drop-parent");
        }

        @Test
        void filesThatUndo() throws Exception {
            for (String name : List.of(
                    "1.up.sql",
                    "1.down.sql",
                    "2-up.sql",
                    "2-down.sql",
                    "3_tear_down.sql",
                    "4.do.sql",
                    "4.undo.sql",
                    "5.sql",
                    "5.rollback.sql",
                    "6/UP.sql",
                    "6/DOWN.sql")) {
                write(name, "SELECT 1;");
            }

            assertThat(lint().files())
                    .extracting(file -> folder.relativize(Path.of(file)).toString())
                    .containsExactly("1.up.sql", "2-up.sql", "3_tear_down.sql", "4.do.sql", "5.sql", "6/UP.sql");
        }

        @Test
        void theEndOfALineAsLiquibasesDelimiter() throws Exception {
            write(
                    "changes.sql",
                    """
                    --liquibase formatted sql
                    --changeset ana:1 endDelimiter:\\n
                    CREATE TABLE p (id INTEGER PRIMARY KEY)
                    CREATE TABLE c (p_id INTEGER REFERENCES p ON DELETE CASCADE)
                    CREATE INDEX i ON c (p_id)
                    DROP TABLE p
                    """);

            assertThat(found()).contains("changes.sql:6 drop-parent");
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                value = {
                    "endDelimiter:/,/",
                    "endDelimiter:\"/\",/",
                    "endDelimiter://,//",
                    "splitStatements:true endDelimiter:\"@@\",@@",
                    "endDelimiter:$$,$$",
                    "endDelimiter:\\nGO,GO",
                    "endDelimiter:\"\\n/\\s*\\n|\\n\\s*GO\\s*\\n\" runOnChange:true,go",
                    "endDelimiter:;;,;;",
                    "endDelimiter:#,#",
                    "stripComments:false,GO",
                    "stripComments:false,/"
                })
        void aDelimiterOfLiquibase(String attribute, String delimiter) throws Exception {
            String end = "\n" + delimiter + "\n";
            write(
                    "changes.sql",
                    "--liquibase formatted sql\n--changeset ana:1 " + attribute + "\n"
                            + CHATS.replace(";\n", end) + "INSERT INTO chat VALUES (1, 'a // $$ @@ ;; #')" + end
                            + "CREATE TRIGGER t AFTER INSERT ON chat BEGIN UPDATE chat SET title = 'x'; SELECT 1/2; END"
                            + end
                            + "--changeset ana:2\nDROP TABLE chat;\n");

            assertThat(found()).containsExactly("changes.sql:7 parent-table-missing", "changes.sql:18 drop-parent");
        }

        @Test
        void changesetsInAllForms() throws Exception {
            write(
                    "changes.sql",
                    """
                    -- Liquibase Formatted SQL logicalFilePath:x
                    -- changeset "ana maria":"the first"
                    CREATE TABLE chat (id INTEGER PRIMARY KEY)
                    --changeset ana maria:2 dbms:"postgresql, sqlite"
                    CREATE TABLE message (id INTEGER PRIMARY KEY, chat_id INTEGER REFERENCES chat ON DELETE CASCADE)
                    --rollback DROP TABLE chat
                    /* liquibase rollback
                       DROP TABLE chat; */
                    --changeset ana:3 context:test
                    CREATE INDEX message_chat_idx ON message (chat_id)
                    --changeset ana:4 dbms:"mysql, h2"
                    DROP TABLE chat
                    --changeset ana:5 dbms:!sqlite
                    DROP TABLE chat
                    --changeset ana:6 ignore:true
                    DROP TABLE chat
                    --changeset ana:7 dbms:none
                    DROP TABLE chat
                    --changeset ana:8
                    --ignoreLines:1
                    DROP TABLE chat;
                    --ignoreLines:start
                    DROP TABLE chat;
                    DROP TABLE chat;
                    --ignoreLines:end
                    SELECT 1
                    --changeset ana:9
                    DROP TABLE chat
                    """);

            assertThat(found()).containsExactly("changes.sql:5 parent-table-missing", "changes.sql:28 drop-parent");
        }
    }

    @Nested
    class Rebuilds {
        @Test
        void aMessengersMigration() throws Exception {
            write("V1__chats.sql", CHATS);
            write("V2__title.sql", "PRAGMA foreign_keys = OFF;\n" + REBUILD + "PRAGMA foreign_keys = ON;\n");

            assertThat(found()).containsExactly("V2__title.sql:1 pragma-in-transaction", "V2__title.sql:4 drop-parent");
            assertThat(message("drop-parent"))
                    .isEqualTo("DROP TABLE chat deletes its rows first, and the foreign keys act on the child rows:"
                            + " ON DELETE CASCADE of message.chat_id (foreign key message_chat_fk)");
            assertThat(lint().hasErrors()).isTrue();
        }

        @Test
        void aPragmaAfterBegin() throws Exception {
            write("001.sql", CHATS);
            write("002.sql", "BEGIN;\n" + "PRAGMA main.foreign_keys(0);\n" + REBUILD + "COMMIT;\n");

            assertThat(found()).containsExactly("002.sql:2 pragma-in-transaction", "002.sql:5 drop-parent");
        }

        @Test
        void anEnforcementThatIsSwitchedOnTooEarly() throws Exception {
            write("001.sql", CHATS);
            write("002.sql", "PRAGMA foreign_keys=off;\nBEGIN;\n" + REBUILD + "PRAGMA foreign_keys=on;\nCOMMIT;\n");

            assertThat(found()).containsExactly("002.sql:1 enforcement-left-off", "002.sql:7 pragma-in-transaction");
        }

        @Test
        void deferredKeysAsAGuard() throws Exception {
            write("V1__chats.sql", CHATS);
            write("V2__title.sql", "PRAGMA defer_foreign_keys = ON;\n" + REBUILD);

            assertThat(found()).containsExactly("V2__title.sql:1 defer-as-guard", "V2__title.sql:4 drop-parent");
        }

        @Test
        void deferredKeysThatGuardNothingAreNoMistake() throws Exception {
            write("V1__chats.sql", CHATS);
            write("V2__rows.sql", "PRAGMA defer_foreign_keys = ON;\nINSERT INTO message VALUES (1, 1, 'a');\n");

            assertThat(found()).isEmpty();
        }

        @Test
        void aParentThatIsRenamedAway() throws Exception {
            write("V1__chats.sql", CHATS);
            write(
                    "V2__title.sql",
                    """
                    ALTER TABLE chat RENAME TO chat_old;
                    CREATE TABLE chat (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
                    INSERT INTO chat SELECT id, title FROM chat_old;
                    DROP TABLE chat_old;
                    """);

            assertThat(found())
                    .containsExactly(
                            "V1__chats.sql:4 parent-table-missing",
                            "V2__title.sql:1 rename-away",
                            "V2__title.sql:4 drop-parent");
        }

        @Test
        void aRenameWithLegacyAlterTableLeavesTheKeys() throws Exception {
            write("001.sql", CHATS);
            write(
                    "002.sql",
                    """
                    PRAGMA foreign_keys=OFF;
                    PRAGMA legacy_alter_table=ON;
                    BEGIN;
                    ALTER TABLE chat RENAME TO chat_old;
                    CREATE TABLE chat (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
                    INSERT INTO chat SELECT id, title FROM chat_old;
                    DROP TABLE chat_old;
                    COMMIT;
                    PRAGMA legacy_alter_table=OFF;
                    PRAGMA foreign_keys=ON;
                    """);

            assertThat(found()).isEmpty();
        }

        @Test
        void whatARebuildForgets() throws Exception {
            write(
                    "V1__chats.sql",
                    CHATS + "CREATE INDEX message_draft_idx ON message (draft);"
                            + "CREATE TRIGGER seen AFTER INSERT ON message BEGIN SELECT 1; END;");
            write(
                    "V2__body.sql",
                    """
                    CREATE TABLE message_new (id INTEGER PRIMARY KEY, chat_id INTEGER NOT NULL, body BLOB);
                    INSERT INTO message_new SELECT id, chat_id, body FROM message;
                    DROP TABLE message;
                    ALTER TABLE message_new RENAME TO message;
                    """);

            assertThat(lint().findings())
                    .extracting(Finding::message)
                    .containsExactly(
                            "the rebuild of message loses the foreign key message_chat_fk: chat_id references chat before"
                                    + " it, and nothing after it",
                            "the rebuild of message loses the index message_chat_idx, which DROP TABLE drops",
                            "the rebuild of message loses the trigger seen, which DROP TABLE drops");
            assertThat(lint().hasErrors()).isFalse();
        }

        @Test
        void butNotWhatItDropsByName() throws Exception {
            write("V1__chats.sql", CHATS + "CREATE TRIGGER seen AFTER INSERT ON message BEGIN SELECT 1; END;");
            write(
                    "V2__body.sql",
                    """
                    DROP INDEX IF EXISTS main."Message_Chat_Idx";
                    DROP TRIGGER seen;
                    CREATE TABLE message_new AS SELECT id, body FROM message;
                    DROP TABLE message;
                    ALTER TABLE message_new RENAME TO message;
                    """);

            assertThat(found()).isEmpty();
        }

        @Test
        void aCheckThatNobodyReads() throws Exception {
            write("V1__chats.sql", CHATS + "PRAGMA foreign_key_check;\nPRAGMA foreign_key_check(message);\n");

            assertThat(found()).containsExactly("V1__chats.sql:8 check-unread", "V1__chats.sql:9 check-unread");
        }
    }

    @Nested
    class Declarations {
        @Test
        void aReplaceIntoAParent() throws Exception {
            write(
                    "V1__chats.sql",
                    CHATS
                            + """
                            INSERT OR REPLACE INTO chat VALUES (1, 'a');
                            REPLACE INTO main."chat" VALUES (1, 'b');
                            UPDATE OR REPLACE chat SET id = 2;
                            CREATE TRIGGER again AFTER INSERT ON message BEGIN
                              INSERT OR REPLACE INTO chat VALUES (new.chat_id, '');
                            END;
                            """);

            assertThat(found())
                    .containsExactly(
                            "V1__chats.sql:8 replace-parent",
                            "V1__chats.sql:9 replace-parent",
                            "V1__chats.sql:10 replace-parent",
                            "V1__chats.sql:11 replace-parent");
        }

        @Test
        void anInsertIntoAParentThatIsDeclaredToReplace() throws Exception {
            write(
                    "V1__a.sql",
                    """
                    CREATE TABLE p (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, name TEXT);
                    CREATE TABLE q (name TEXT, code INT, UNIQUE (code) ON CONFLICT REPLACE);
                    CREATE TABLE r (id INTEGER PRIMARY KEY, name TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'x' UNIQUE);
                    CREATE TABLE alone (id INTEGER PRIMARY KEY ON CONFLICT REPLACE);
                    CREATE TABLE c (
                      p INT REFERENCES p ON DELETE CASCADE,
                      q INT REFERENCES q (code) ON DELETE SET NULL,
                      r INT REFERENCES r ON DELETE CASCADE);
                    CREATE INDEX c_p ON c (p); CREATE INDEX c_q ON c (q); CREATE INDEX c_r ON c (r);
                    INSERT INTO p VALUES (1, 'new'); INSERT INTO q VALUES ('new', 1);
                    """);
            write(
                    "V2__b.sql",
                    """
                    INSERT INTO p VALUES (1, 'a');
                    INSERT INTO p (name) VALUES ('a');
                    INSERT OR IGNORE INTO p VALUES (1, 'a');
                    INSERT INTO q SELECT name, row_number() OVER (ORDER BY id) FROM r;
                    INSERT INTO r VALUES (1, NULL);
                    INSERT INTO r SELECT id, first_value(name) OVER (ORDER BY id ROWS 2 PRECEDING) FROM p;
                    INSERT INTO p VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET name = excluded.name;
                    INSERT INTO alone VALUES (1);
                    WITH n (i) AS (VALUES (1)) INSERT INTO "p" SELECT i, '' FROM n;
                    INSERT INTO p VALUES (${id}, 'a');
                    """);

            assertThat(found())
                    .containsExactly(
                            "V2__b.sql:1 replace-parent", "V2__b.sql:4 replace-parent", "V2__b.sql:9 replace-parent");
        }

        @Test
        void anUpdateOfAParentThatReplaces() throws Exception {
            write(
                    "V1__a.sql",
                    """
                    CREATE TABLE p (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, name TEXT);
                    CREATE TABLE q (id INTEGER PRIMARY KEY, code TEXT UNIQUE ON CONFLICT REPLACE, name TEXT);
                    CREATE TABLE c (p INT REFERENCES p ON DELETE CASCADE, q INT REFERENCES q ON DELETE SET NULL);
                    CREATE INDEX c_p ON c (p); CREATE INDEX c_q ON c (q);
                    UPDATE p SET id = 2;
                    """);
            write(
                    "V2__b.sql",
                    """
                    UPDATE p SET id = 2 WHERE id = 1;
                    UPDATE p SET name = 'a';
                    WITH n (i) AS (VALUES ('a')) UPDATE main.q SET code = (SELECT i FROM n), name = x'00';
                    UPDATE q SET name = code;
                    UPDATE OR IGNORE p SET id = 2;
                    UPDATE OR REPLACE q SET name = 'a';
                    UPDATE OR REPLACE q SET id = 2;
                    UPDATE OR REPLACE q SET name = ${name};
                    SELECT replace(name, 'a', 'b') FROM p;
                    """);

            assertThat(found())
                    .containsExactly(
                            "V2__b.sql:1 replace-parent",
                            "V2__b.sql:3 replace-parent",
                            "V2__b.sql:7 replace-parent",
                            "V2__b.sql:8 replace-parent");
        }

        @Test
        void aTriggerThatWritesAParentThatIsDeclaredToReplace() throws Exception {
            write(
                    "V1__a.sql",
                    """
                    CREATE TABLE p (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, name TEXT);
                    CREATE TABLE c (p INT REFERENCES p ON DELETE CASCADE, new TEXT);
                    CREATE INDEX c_p ON c (p);
                    CREATE TRIGGER a AFTER INSERT ON c BEGIN INSERT INTO p VALUES (new.p, 'a'); END;
                    CREATE TRIGGER b AFTER INSERT ON c WHEN new.p > 0 BEGIN
                      SELECT CASE WHEN new.p > 1 THEN raise(ABORT, 'no') END;
                      UPDATE p SET id = old . p + 1 WHERE id = NEW."p";
                    END;
                    CREATE TRIGGER d AFTER INSERT ON c BEGIN INSERT INTO p (name) VALUES (new.new); END;
                    CREATE TRIGGER e AFTER INSERT ON c BEGIN UPDATE p SET name = new.new WHERE id = new.p; END;
                    CREATE TRIGGER f AFTER INSERT ON c BEGIN
                      INSERT INTO p VALUES (new.p, 'a') ON CONFLICT (id) DO UPDATE SET name = 'a';
                      INSERT OR IGNORE INTO p VALUES (new.p, 'a');
                    END;
                    """);

            assertThat(found()).containsExactly("V1__a.sql:4 replace-parent", "V1__a.sql:5 replace-parent");
        }

        @Test
        void keysThatCannotBeUsedOrAreSlow() throws Exception {
            write(
                    "V1__a.sql",
                    """
                    CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT);
                    CREATE TABLE c (
                      a INTEGER REFERENCES p,
                      b TEXT REFERENCES p (code),
                      d INTEGER REFERENCES gone,
                      e INTEGER NOT NULL REFERENCES p ON DELETE SET NULL
                    );
                    """);
            write("V2__b.sql", "CREATE INDEX c_e ON c (e); CREATE TABLE late (id INTEGER PRIMARY KEY);");

            assertThat(found())
                    .containsExactly(
                            "V1__a.sql:3 child-not-indexed",
                            "V1__a.sql:4 parent-key-not-unique",
                            "V1__a.sql:5 parent-table-missing",
                            "V1__a.sql:6 action-sets-null");
        }

        @Test
        void whatALaterFileDeclaresIsNotMissing() throws Exception {
            write("2_child.sql", "CREATE TABLE c (a INTEGER REFERENCES p);");
            write("10_parent.sql", "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE INDEX c_a ON c (a);");

            assertThat(lint().files())
                    .containsExactly(
                            folder.resolve("2_child.sql").toString(),
                            folder.resolve("10_parent.sql").toString());
            assertThat(found()).isEmpty();
        }

        @Test
        void aStatementThatCannotBeFollowed() throws Exception {
            write("V1__a.sql", "CREATE TABLE a (b);\nALTER TABLE a ADD COLUMN #{placeholder} INT;\nDROP TABLE a;\n");

            assertThat(found()).containsExactly("V1__a.sql:2 statement-failed");
            assertThat(message("statement-failed")).startsWith("SQLite says: ").contains("unrecognized token");
        }
    }

    @Nested
    class Ignoring {
        @Test
        void aFindingWithAReason() throws Exception {
            write("V1__chats.sql", CHATS);
            write(
                    "V2__title.sql",
                    REBUILD.replace(
                                    "DROP TABLE chat;",
                                    "-- referent:ignore drop-parent no chat has a message before version 3\nDROP TABLE chat;")
                            + "PRAGMA foreign_key_check; /* referent:ignore CHECK-UNREAD for the shell */\n");

            LintReport report = lint();

            assertThat(report.findings()).isEmpty();
            assertThat(report.ignored())
                    .extracting(LintReport.Ignored::reason)
                    .containsExactly("no chat has a message before version 3", "for the shell");
            assertThat(report.summary()).endsWith("2 SQL files; 2 ignored, with a reason");
        }

        @Test
        void nothingWithoutAReason() throws Exception {
            write(
                    "V1__chats.sql",
                    "-- referent:ignore\n-- referent:ignore drop-everything because\n" + CHATS
                            + "-- referent:ignore check-unread\nPRAGMA foreign_key_check;\n"
                            + "-- referent:ignore drop-parent because\n");

            assertThat(found())
                    .containsExactly(
                            "V1__chats.sql:1 ignored-without-reason",
                            "V1__chats.sql:2 ignored-without-reason",
                            "V1__chats.sql:10 ignored-without-reason",
                            "V1__chats.sql:11 check-unread",
                            "V1__chats.sql:12 nothing-to-ignore");
        }
    }

    @Test
    void readsFlywaysFilesByVersion() throws Exception {
        for (String name :
                List.of("V10__c.sql", "V2__b.sql", "sub/V2.1__b.sql", "V1__a.sql", "R__z.sql", "U2__b.sql")) {
            write(name, "SELECT 1;");
        }
        write("V3__notes.txt", "none");

        assertThat(lint().files())
                .extracting(file -> folder.relativize(Path.of(file)).toString())
                .containsExactly("V1__a.sql", "V2__b.sql", "sub/V2.1__b.sql", "V10__c.sql", "R__z.sql");
        assertThat(lint().summary()).isEqualTo(folder + ": 5 SQL files, and not read: " + folder.resolve("U2__b.sql"));
    }

    @Test
    void readsOnlyTheCallbacksOfAMigrationThatSucceeds() throws Exception {
        for (String name : List.of(
                "V1__a.sql",
                "R__z.sql",
                "afterMigrate.sql",
                "afterEachMigrate__views.sql",
                "afterMigrateError.sql",
                "afterEachMigrateStatementError.sql",
                "beforeMigrate__views.sql",
                "beforeClean.sql",
                "afterCleanOperationFinish.sql",
                "beforeEachUndo__x.sql",
                "afterRepairs.sql")) {
            write(name, "SELECT 1;");
        }

        assertThat(lint().files())
                .extracting(file -> folder.relativize(Path.of(file)).toString())
                .containsExactly(
                        "beforeMigrate__views.sql",
                        "V1__a.sql",
                        "R__z.sql",
                        "afterEachMigrate__views.sql",
                        "afterMigrate.sql",
                        "afterRepairs.sql");
    }

    @Test
    void followsNamesWithPlaceholders() throws Exception {
        write(
                "V1__a.sql",
                """
                CREATE TABLE ${prefix}author (id INTEGER PRIMARY KEY, name TEXT DEFAULT '${who}');
                CREATE TABLE "${prefix}book" (id INTEGER PRIMARY KEY, author INT REFERENCES "${prefix}author" ON DELETE CASCADE);
                CREATE INDEX ${prefix}book_author ON ${prefix}book (author);
                """);
        write("V2__b.sql", "DROP TABLE ${prefix}author;");

        assertThat(found()).contains("V2__b.sql:1 drop-parent").noneMatch(place -> place.endsWith("statement-failed"));
    }

    @Test
    void readsFoldersThatAreSymbolicLinks() throws IOException, SQLException {
        write("real/sub/V2__b.sql", "DROP TABLE chat;");
        write("real/V1__a.sql", CHATS);
        write("mixed/V1__a.sql", CHATS);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("mixed/sub"), folder.resolve("real/sub"));

        assertThat(places(Lint.of(link).run())).contains("link/sub/V2__b.sql:1 drop-parent");
        assertThat(places(Lint.of(folder.resolve("mixed")).run())).contains("mixed/sub/V2__b.sql:1 drop-parent");
    }

    @Test
    void rejectsAFolderThatLeadsIntoItself() throws IOException {
        write("V1__a.sql", CHATS);
        Files.createSymbolicLink(folder.resolve("self"), folder);

        assertThatThrownBy(this::lint)
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("self") + " is a symbolic link to a folder that it is in; remove it");
    }

    @Test
    void saysWhatItCannotRead() throws Exception {
        assertThatThrownBy(() -> Lint.of(folder.resolve("none")).run())
                .isInstanceOf(NotDirectoryException.class)
                .hasMessageEndingWith("none does not exist");
        write("1.down.sql", "DROP TABLE chat;");
        assertThatThrownBy(this::lint)
                .isInstanceOf(IOException.class)
                .hasMessage(folder + " has no .sql files that are migrations");
        Files.write(folder.resolve("V1__a.sql"), "SELECT 'é'".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(this::lint)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("V1__a.sql is not UTF-8 text");
    }

    @Test
    void isShownInEachFormat() throws Exception {
        write("V1__chats.sql", CHATS);
        write("V2__title.sql", REBUILD);
        LintReport report = lint();
        String file = folder.resolve("V2__title.sql").toString();

        assertThat(ReportFormat.TERMINAL.show(report))
                .startsWith(folder + ": 2 SQL files\n")
                .contains("\n" + file + ":3: ERROR drop-parent, foreign key message_chat_fk\n");
        assertThat(ReportFormat.GITHUB.show(report)).startsWith("::error file=" + file + ",line=3,title=drop-parent");
        assertThat(ReportFormat.JSON.show(report)).contains("\"line\": 3").contains("\"ignored\": []");
        assertThat(ReportFormat.SARIF.show(report))
                .contains("\"startLine\": 3")
                .contains("\"ruleId\": \"drop-parent\"")
                .contains("\"id\": \"parent-table-missing\"");
    }
}
