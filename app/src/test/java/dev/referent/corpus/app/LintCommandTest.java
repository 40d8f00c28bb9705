package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command lint: what it prints, and its exit status. */
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
}
