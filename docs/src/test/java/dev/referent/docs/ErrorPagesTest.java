package dev.referent.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the pages of errors show, on the bare driver and on Referent, and compares the messages. */
final class ErrorPagesTest {
    private static final Path PAGES = Page.ROOT.resolve("docs/errors");

    /** A cell's code in the table of reasons. */
    private static final Pattern REASON = Pattern.compile("`([^`]+)`");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private String url = "";

    @BeforeEach
    void makeTheTables() throws SQLException, IOException {
        url = tables("errors.db");
    }

    private String tables(String file) throws SQLException, IOException {
        String made = "jdbc:sqlite:" + folder.resolve(file);
        try (Connection connection = DriverManager.getConnection(made);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(Page.output("errors-schema"));
        }
        return made;
    }

    /** Does what a page shows. */
    @FunctionalInterface
    private interface Shown {
        /** Does it. */
        void on(Connection connection, Statement statement) throws SQLException;
    }

    @Test
    void missingParent() throws Exception {
        assertSaid("missing-parent", (connection, statement) -> {
            // snippet: missing-parent
            statement.executeUpdate("INSERT INTO book (title, author_id) VALUES ('Letters', 1), ('Poems', 99)");
            // end
        });
    }

    @Test
    void stillReferenced() throws Exception {
        assertSaid("still-referenced", (connection, statement) -> {
            // snippet: still-referenced
            statement.executeUpdate("DELETE FROM book WHERE id = 2");
            // end
        });
    }

    @Test
    void restrict() throws Exception {
        assertSaid("restrict", (connection, statement) -> {
            // snippet: restrict
            statement.executeUpdate("DELETE FROM author WHERE id = 2");
            // end
        });
    }

    @Test
    void deferred() throws Exception {
        assertSaid("deferred", (connection, statement) -> {
            // snippet: deferred
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO loan (book_id) VALUES (77)");
            statement.executeUpdate("INSERT INTO loan (book_id) VALUES (78)");
            connection.commit();
            // end
        });
    }

    @Test
    void mismatch() throws Exception {
        assertSaid("mismatch", (connection, statement) -> {
            // snippet: mismatch
            statement.executeUpdate("CREATE TABLE review (book_title TEXT REFERENCES book (title))");
            statement.executeUpdate("INSERT INTO review VALUES ('Notes')");
            // end
        });
    }

    @Test
    void noParentTable() throws Exception {
        assertSaid("no-parent-table", (connection, statement) -> {
            // snippet: no-parent-table
            statement.executeUpdate("CREATE TABLE prize (publisher_id INTEGER REFERENCES publisher)");
            statement.executeUpdate("INSERT INTO prize VALUES (1)");
            // end
        });
    }

    @Test
    void batch() throws Exception {
        Shown shown = (connection, statement) -> {
            // snippet: batch
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO book (author_id) VALUES (?)")) {
                for (int author : new int[] {1, 99, 2, 98}) {
                    insert.setInt(1, author);
                    insert.addBatch();
                }
                insert.executeBatch();
            } catch (BatchUpdateException e) {
                out.println(e.getUpdateCounts().length + " row stored before the failing row");
                if (e.getCause() instanceof ForeignKeyViolationSQLException failure) {
                    for (ForeignKeyViolation violation : failure.violations()) {
                        out.println("row " + violation.batchIndex().getAsInt() + ": " + violation.message());
                    }
                }
            }
            // end
        };
        assertThat(onTheBareDriver(shown)).isEqualTo(Page.output("batch-sqlite"));
        try (Connection connection = EnforcedDataSource.open(url).getConnection();
                Statement statement = connection.createStatement()) {
            shown.on(connection, statement);
        }
        assertPrinted("batch");
    }

    @Test
    void undetermined() throws Exception {
        assertThat(onTheBareDriver(
                        (connection, statement) -> statement.executeUpdate("INSERT INTO book (author_id) VALUES (99)")))
                .isEqualTo(Page.output("undetermined-sqlite"));
        // snippet: undetermined
        DataSource hasty = EnforcedDataSource.open(url).explainingWithin(Duration.ZERO);
        try (Connection connection = hasty.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO book (author_id) VALUES (99)");
        } catch (ForeignKeyViolationSQLException e) {
            out.println(e.getMessage());
        }
        // end
        assertPrinted("undetermined");
    }

    @Test
    void explainEveryReasonAndNoOther() throws IOException {
        List<String> reasons = Files.readString(PAGES.resolve("undetermined.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(0, line.indexOf(" |")))
                .flatMap(cell -> REASON.matcher(cell).results().map(result -> result.group(1)))
                .toList();

        assertThat(reasons)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Undetermined.Reason.values())
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void areAllInTheIndex() throws IOException {
        String index = Files.readString(PAGES.resolve("index.md"));
        try (var pages = Files.list(PAGES)) {
            assertThat(pages.map(page -> page.getFileName().toString()).filter(name -> !name.equals("index.md")))
                    .hasSize(7)
                    .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
        }
    }

    private void assertSaid(String name, Shown shown) throws Exception {
        assertThat(onTheBareDriver(shown)).isEqualTo(Page.output(name + "-sqlite"));
        try (Connection connection = EnforcedDataSource.open(url).getConnection();
                Statement statement = connection.createStatement()) {
            ForeignKeyViolationSQLException exception =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> shown.on(connection, statement));
            assertThat(exception.getMessage()).isEqualTo(Page.output(name));
        }
    }

    private String onTheBareDriver(Shown shown) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(tables("bare.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA foreign_keys = ON");
            return String.valueOf(catchThrowableOfType(SQLException.class, () -> shown.on(connection, statement))
                    .getMessage());
        }
    }

    private void assertPrinted(String name) throws IOException {
        assertThat(printed.toString(StandardCharsets.UTF_8).strip()).isEqualTo(Page.output(name));
    }
}
