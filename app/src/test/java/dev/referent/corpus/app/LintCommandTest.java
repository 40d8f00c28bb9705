package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands lint and rehearse: what they print, and their exit status. */
final class LintCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int referent(String... arguments) {
        out.getBuffer().setLength(0);
        CommandLine command = Referent.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    @Test
    void saysWhatAMigrationWouldLose() throws IOException {
        Files.writeString(
                folder.resolve("V1__chats.sql"),
                """
                CREATE TABLE chat (id INTEGER PRIMARY KEY);
                CREATE TABLE message (chat INTEGER REFERENCES chat ON DELETE CASCADE);
                """);
        assertThat(referent("lint", folder.toString())).isZero();
        assertThat(out.toString()).contains("V1__chats.sql:2: WARNING child-not-indexed");

        Files.writeString(folder.resolve("V2__drop.sql"), "DROP TABLE chat;");

        assertThat(referent("lint", folder.toString())).isOne();
        assertThat(out.toString()).contains("V2__drop.sql:1: ERROR drop-parent");
        assertThat(referent("lint", folder.toString(), "--format", "github")).isOne();
        assertThat(out.toString()).contains("::error file=").contains("V2__drop.sql,line=1,title=drop-parent");
        Files.writeString(folder.resolve("V2__drop.sql"), "PRAGMA foreign_keys=OFF; DROP TABLE message;");
        assertThat(referent("lint", folder.toString())).isOne();
        assertThat(referent("lint", folder.toString(), "--migration-scope")).isZero();
    }

    @Test
    void endsWithTwoWhereItCannotRun() {
        assertThat(referent("lint", folder.resolve("none").toString())).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("referent: " + folder.resolve("none") + " does not exist\n");
        assertThat(referent("lint")).isEqualTo(2);
        assertThat(referent("lint", folder.toString(), "--format", "poem")).isEqualTo(2);
    }

    @Test
    void rehearsesOnACopy() throws IOException, SQLException {
        String file = folder.resolve("messenger.db").toString();
        String chats = "CREATE TABLE chat (id INTEGER PRIMARY KEY);"
                + "CREATE TABLE message (chat INTEGER CONSTRAINT message_chat_fk REFERENCES chat ON DELETE CASCADE);";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(chats + "INSERT INTO chat VALUES (1); INSERT INTO message VALUES (1), (1), (1);");
        }
        Files.writeString(folder.resolve("V1__chats.sql"), chats);
        Files.writeString(
                folder.resolve("V2__title.sql"),
                """
                PRAGMA foreign_keys=OFF;
                CREATE TABLE chat_new (id INTEGER PRIMARY KEY, title TEXT);
                INSERT INTO chat_new (id) SELECT id FROM chat;
                DROP TABLE chat;
                ALTER TABLE chat_new RENAME TO chat;
                """);
        String sql = folder.toString();

        assertThat(referent("rehearse", file, "--migrations", sql, "--after", "V1__chats.sql"))
                .isOne();
        assertThat(out.toString())
                .contains("V2__title.sql: 3 of 3 rows of message are lost, by ON DELETE CASCADE of the foreign key"
                        + " message_chat_fk");
        assertThat(referent(
                        "rehearse",
                        file,
                        "--migrations",
                        sql,
                        "--after",
                        "V1__chats.sql",
                        "--migration-scope",
                        "--format",
                        "json"))
                .isZero();
        assertThat(out.toString()).contains("\"rowsLost\": 0");
        assertThat(referent("rehearse", "--migrations", sql)).isOne();
        assertThat(referent("rehearse", "--migrations", sql, "--accept", "message"))
                .isZero();
        assertThat(referent("rehearse", file, "--migrations", sql)).isOne();
        assertThat(out.toString()).contains("V1__chats.sql: fails: ").contains("table chat already exists");
    }

    @Test
    void endsARehearsalWithTwoWhereItCannotRun() {
        assertThat(referent("rehearse", folder.resolve("none.db").toString(), "--migrations", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("referent: ").contains("none.db does not exist");
        assertThat(referent("rehearse", "--migrations", folder.toString())).isEqualTo(2);
        assertThat(referent("rehearse")).isEqualTo(2);
    }
}
