package dev.referent.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.jdbc.core.JdbcTemplate;

/** Starts that are stopped, and what is said of them. */
@ExtendWith(OutputCaptureExtension.class)
final class StartTest {
    @TempDir
    private Path folder;

    private Path fileWithAnOrphanRow() throws SQLException {
        Path file = folder.resolve("library.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE author (id INTEGER PRIMARY KEY);"
                    + "CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));"
                    + "INSERT INTO book VALUES (1, 99)");
        }
        return file;
    }

    private static void start(Path file, String... properties) {
        new SpringApplicationBuilder(Contexts.jdbcConfigurations())
                .web(WebApplicationType.NONE)
                .properties("spring.datasource.url=jdbc:sqlite:" + file, "spring.main.banner-mode=off")
                .properties(properties)
                .run()
                .close();
    }

    @Test
    void theGateFailsAndSaysWhatToDo(CapturedOutput output) throws Exception {
        Path file = fileWithAnOrphanRow();
        assertThatThrownBy(() -> start(file, "referent.gate=fail")).hasRootCauseInstanceOf(RuntimeException.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("book_author_id_fkey")
                .contains("referent repair");
    }

    @Test
    void theGateAcceptsWhatWasBrokenBefore() throws Exception {
        Path file = fileWithAnOrphanRow();
        start(file, "referent.gate=fail-on-new");
        assertThat(folder.resolve("library.db-baseline.txt")).exists();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO book VALUES (2, 98)");
        }
        assertThatThrownBy(() -> start(file, "referent.gate=fail-on-new")).hasMessageContaining("referent.gate");
    }

    @Test
    void aStatusThatIsNoErrorIsReported(CapturedOutput output) throws Exception {
        Path file = fileWithAnOrphanRow();
        assertThatThrownBy(() -> start(file, "referent.problem-details.missing-parent=9"))
                .hasRootCauseMessage("9 is not the status of an error; it is from 400 to 599");
        assertThat(output).contains("APPLICATION FAILED TO START", "referent.problem-details", "from 400 to 599");
    }

    @Test
    void theGateRepairs(CapturedOutput output) throws Exception {
        Path file = fileWithAnOrphanRow();
        start(file, "referent.gate=repair");
        assertThat(output).contains("0 orphan rows").contains("library.db-quarantine.db");
        assertThat(folder.resolve("library.db-quarantine.db")).exists();
        assertThat(folder.toFile().list()).anyMatch(name -> name.startsWith("library.db-backup-"));
        start(file, "referent.gate=fail");
    }

    @Test
    void theGateWarns(CapturedOutput output) throws Exception {
        start(fileWithAnOrphanRow(), "referent.gate=warn");
        assertThat(output).contains("WARN").contains("book_author_id_fkey");
    }

    private static void startAndUse(String url) {
        new SpringApplicationBuilder(Contexts.jdbcConfigurations())
                .web(WebApplicationType.NONE)
                .initializers(context -> context.addApplicationListener(event -> {
                    if (event instanceof ContextRefreshedEvent refreshed) {
                        refreshed
                                .getApplicationContext()
                                .getBean(JdbcTemplate.class)
                                .execute("SELECT 1");
                    }
                }))
                .properties("spring.datasource.url=" + url, "spring.main.banner-mode=off")
                .run()
                .close();
    }

    @Test
    void aSourceThatIsUsedIsReportedWithItsOrphanRows(CapturedOutput output) throws Exception {
        startAndUse("jdbc:sqlite:" + fileWithAnOrphanRow() + "?busy_timeout=100");
        assertThat(output).contains("1 foreign key is enforced and explained, 1 orphan row");
        assertThat(output).doesNotContain("WARN");
    }

    @Test
    void aMisspeltParameterIsReported(CapturedOutput output) throws Exception {
        startAndUse("jdbc:sqlite:" + fileWithAnOrphanRow() + "?foreign_key=on");
        assertThat(output)
                .contains("WARN")
                .contains("library.db?foreign_key=on")
                .contains("correct the parameter");
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedWithARemedy() throws Exception {
        Path file = Files.writeString(folder.resolve("library.db"), "no database at all, but a text ".repeat(20));
        String url = "jdbc:sqlite:" + file;
        assertThatThrownBy(() -> {
                    try (Connection connection = DriverManager.getConnection(url);
                            Statement statement = connection.createStatement()) {
                        statement.execute("CREATE TABLE t (x)");
                    }
                })
                .satisfies(failure -> assertThat(
                                new DatabaseFailureAnalyzer().analyze(new IllegalStateException(failure)))
                        .isNotNull()
                        .satisfies(analysis -> assertThat(analysis.getAction()).contains("not an SQLite database")));
    }

    @Test
    void aMissingDirectoryIsNamedWithARemedy() {
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("missing/library.db")))
                .satisfies(failure -> assertThat(
                                new DatabaseFailureAnalyzer().analyze(new IllegalStateException(failure)))
                        .isNotNull()
                        .satisfies(analysis -> assertThat(analysis.getAction()).contains("its directory exist")));
    }

    @Test
    void aLockedFileIsNamedWithARemedy() throws Exception {
        Path file = fileWithAnOrphanRow();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement lock = other.createStatement();
                Connection own = DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=1");
                Statement statement = own.createStatement()) {
            lock.execute("BEGIN EXCLUSIVE");
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM book"))
                    .satisfies(failure -> assertThat(
                                    new DatabaseFailureAnalyzer().analyze(new IllegalStateException(failure)))
                            .isNotNull()
                            .satisfies(
                                    analysis -> assertThat(analysis.getAction()).contains("busy_timeout")));
        }
    }

    @Test
    void anyOtherFailureIsNotItsBusiness() {
        assertThat(new DatabaseFailureAnalyzer().analyze(new IllegalStateException(new SQLException("something else"))))
                .isNull();
    }
}
