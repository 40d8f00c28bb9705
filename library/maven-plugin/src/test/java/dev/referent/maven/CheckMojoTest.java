package dev.referent.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckMojoTest {
    @TempDir
    private Path folder;

    private final AuditMojo audit = new AuditMojo();
    private final LintMojo lint = new LintMojo();

    @BeforeEach
    void create() throws SQLException {
        Path file = folder.resolve("app.db");
        BrokenDatabase.create(file);
        audit.database = file.toString();
        lint.folder = folder.toFile();
    }

    @Test
    void failsIfThereAreErrors() {
        assertThatExceptionOfType(MojoFailureException.class)
                .isThrownBy(audit::execute)
                .withMessage(folder.resolve("app.db") + ": 1 error; the log above has them");
    }

    @Test
    void takesAUrlOfSqlite() {
        audit.database = "jdbc:sqlite:" + audit.database;

        assertThatExceptionOfType(MojoFailureException.class).isThrownBy(audit::execute);
    }

    /** As in a build of several modules, where the JVM's own folder is that of the first. */
    @ParameterizedTest
    @ValueSource(strings = {"app.db", "jdbc:sqlite:app.db", "jdbc:sqlite:app.db?foreign_keys=on&busy_timeout=5000"})
    void findsAFileBesideTheProjectsPom(String database) {
        audit.basedir = folder.toFile();
        audit.database = database;

        assertThatExceptionOfType(MojoFailureException.class)
                .isThrownBy(audit::execute)
                .withMessage(folder.resolve("app.db") + ": 1 error; the log above has them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sarif", "JSON", "github"})
    void writesTheReportToAFile(String format) throws IOException {
        audit.format = format;
        audit.reportFile = folder.resolve("reports/audit.txt").toFile();

        assertThatExceptionOfType(MojoFailureException.class).isThrownBy(audit::execute);

        assertThat(Files.readString(audit.reportFile.toPath())).contains("book_author_fk");
    }

    @Test
    void acceptsWhatTheBaselineAccepts() {
        audit.baseline = folder.resolve("baseline.txt").toFile();
        audit.writeBaseline = true;
        assertThatCode(audit::execute).doesNotThrowAnyException();
        audit.writeBaseline = false;
        assertThatCode(audit::execute).doesNotThrowAnyException();
    }

    @Test
    void canBeSkipped() {
        audit.skip = true;
        audit.database = "/nowhere";
        assertThatCode(audit::execute).doesNotThrowAnyException();
    }

    @Test
    void lintsAFolder() throws Exception {
        Files.writeString(folder.resolve("V1__a.sql"), "CREATE TABLE p (id INTEGER PRIMARY KEY);");
        lint.execute();

        Files.writeString(
                folder.resolve("V2__b.sql"),
                "CREATE TABLE c (p INT REFERENCES p ON DELETE CASCADE); CREATE INDEX i ON c (p); DROP TABLE p;");
        assertThatExceptionOfType(MojoFailureException.class).isThrownBy(lint::execute);
    }

    @Test
    void rehearsesAFolder() throws Exception {
        Files.writeString(
                folder.resolve("V1__a.sql"),
                "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p ON DELETE CASCADE);");
        Files.writeString(folder.resolve("V2__b.sql"), "DELETE FROM p;");
        RehearseMojo rehearse = new RehearseMojo();
        rehearse.folder = folder.toFile();
        assertThatExceptionOfType(MojoFailureException.class)
                .isThrownBy(rehearse::execute)
                .withMessageStartingWith("a seeded database: ");

        rehearse.accept = List.of("p", "C");
        rehearse.execute();
        rehearse.accept = List.of();
        Path file = folder.resolve("run.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INT REFERENCES p)");
        }
        rehearse.database = file.toString();
        rehearse.after = "V1__a.sql";
        rehearse.execute();
    }

    @Test
    void saysWhichParameterIsWrong() {
        audit.format = "xml";
        assertCannotRun(audit, "format xml is none of [terminal, json, github, sarif]");
        audit.format = "terminal";
        audit.samples = -1;
        assertCannotRun(audit, "samples -1 is negative");
        audit.samples = 1;
        audit.writeBaseline = true;
        assertCannotRun(audit, "writeBaseline needs a file; set <baseline>, or -Dreferent.baseline=FILE");
        audit.writeBaseline = false;
        audit.database = folder.resolve("none.db").toString();
        assertCannotRun(audit, audit.database);
        audit.database = null;
        assertCannotRun(audit, "no database is given; set <database>");
        lint.folder = folder.resolve("none").toFile();
        assertCannotRun(lint, "there is no folder");
        assertThat(folder.resolve("none.db")).doesNotExist();
    }

    private static void assertCannotRun(CheckMojo goal, String message) {
        assertThatExceptionOfType(MojoExecutionException.class)
                .isThrownBy(goal::execute)
                .withMessageContaining(message);
    }
}
