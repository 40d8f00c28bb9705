package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.app.ServerProcess.Ended;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands audit, repair and restore: what they print, and their exit status. */
final class AuditCommandTest {
    private static final Path FULL = Path.of("/dev/full");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private String file = "";

    @BeforeEach
    void breakFile() throws SQLException {
        file = folder.resolve("library.db").toString();
        run("CREATE TABLE author (id INTEGER PRIMARY KEY)");
        run("CREATE TABLE book (id INTEGER PRIMARY KEY, author INT CONSTRAINT book_author REFERENCES author)");
        run("INSERT INTO book VALUES (7, 70)");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private int referent(String... arguments) {
        out.getBuffer().setLength(0);
        CommandLine command = Referent.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 60, 100})
    void fitsItsHelpIntoTheTerminal(int columns) throws IOException {
        int width = Math.max(columns, 55); // of which picocli needs as many

        assertThat(ServerProcess.runInColumns(columns, folder, "audit", "--help")
                        .lines())
                .allMatch(line -> line.length() <= width)
                .anyMatch(line -> line.length() > width - 20);
    }

    @Test
    void namesTheNearestCommandAndListsAllOnlyWithoutArguments() {
        assertThat(referent("adit", file)).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        "referent: there is no command 'adit'; did you mean audit?%nreferent --help lists the commands%n"
                                .formatted());

        assertThat(referent()).isEqualTo(2);
        assertThat(err.toString()).contains("Commands:", "rehearse");
    }

    @Test
    void keepsTheDatabaseThatIsNamedAsTheBaseline() throws IOException {
        byte[] before = Files.readAllBytes(Path.of(file));

        assertThat(referent("audit", file, "--write-baseline", file)).isEqualTo(2);
        assertThat(err.toString()).contains("is not a Referent baseline, and is not replaced");
        assertThat(Path.of(file)).hasBinaryContent(before);
    }

    @Test
    void saysWhatIsBrokenAndWhetherAnythingIs() throws SQLException {
        assertThat(referent("audit", file)).isOne();
        assertThat(out.toString()).contains("rowid = 7: author = 70");
        assertThat(referent("audit", "jdbc:sqlite:" + file, "--format", "json")).isOne();
        assertThat(out.toString()).startsWith("{").contains("\"orphanRows\": 1");

        run("INSERT INTO author VALUES (70)");

        assertThat(referent("audit", file)).isZero();
        assertThat(out.toString()).contains("child-not-indexed");
    }

    @Test
    void endsWithTwoWhereItCannotRun() {
        assertThat(referent("audit", folder.resolve("none.db").toString())).isEqualTo(2);
        assertThat(err.toString()).startsWith("referent: ").contains("does not exist");
        assertThat(referent("audit", folder.toString())).isEqualTo(2);
        assertThat(referent("audit", "jdbc:sqlite::memory:")).isEqualTo(2);
        assertThat(referent("audit", file, "--format", "poem")).isEqualTo(2);
        assertThat(referent("audit", file, "--baseline", file)).isEqualTo(2);
        assertThat(referent("repair", "jdbc:postgresql://host/base")).isEqualTo(2);
        assertThat(err.toString()).contains("is not an SQLite file");
        assertThat(referent("repair", file, "--key", "book_author=burn")).isEqualTo(2);
        assertThat(referent("repair", file, "--key", "other=ignore")).isEqualTo(2);
        assertThat(referent("restore", file, "--from", folder.resolve("none.db").toString()))
                .isEqualTo(2);
    }

    @Test
    void saysWhichFileItCannotUse() {
        Path none = folder.resolve("none");
        String inNone = none.resolve("x").toString();

        assertThat(failure("audit", file, "--baseline", none.toString())).isEqualTo(none + " does not exist");
        assertThat(failure("audit", file, "--baseline", folder.toString())).isEqualTo(folder + ": is a directory");
        assertThat(failure("audit", file, "--baseline", file)).isEqualTo(file + " is not a Referent baseline");
        assertThat(failure("audit", file, "--write-baseline", inNone))
                .isEqualTo("there is no directory " + none + " for the baseline; create it");
        assertThat(failure("repair", file, "--apply", "--no-backup", "--quarantine", inNone))
                .isEqualTo("there is no directory " + none + " for the quarantine; create it");
        assertThat(failure("repair", file, "--apply", "--no-backup", "--quarantine", folder.toString()))
                .isEqualTo(folder + " is a directory; name a file in it");
        assertThat(failure("compare", "--from", none.toString())).isEqualTo(none + " does not exist");
        assertThat(failure("compare", "--from", file)).startsWith(file + " is not a report of the comparison: ");
    }

    @Test
    void saysWhichDatabaseItCannotOpen() {
        assertThat(failure("audit", "jdbc:postgresql://127.0.0.1:1/x?password=S3CRET"))
                .startsWith(
                        "jdbc:postgresql://127.0.0.1:1/x?password=… cannot be opened: Connection to 127.0.0.1:1 refused");
        assertThat(failure("audit", "jdbc:mariadb://me:S3CRET@127.0.0.1:1/x"))
                .startsWith("jdbc:mariadb://me:…@127.0.0.1:1/x has a user before the host");
    }

    @Test
    @EnabledIf("hasFullDevice")
    void failsIfItsOutputIsLost() throws Exception {
        run("DELETE FROM book");

        Ended ended = ServerProcess.runInto(FULL, folder, "audit", file);

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.stderr()).contains("referent: the output cannot be written: No space left on device");
    }

    static boolean hasFullDevice() {
        return Files.exists(FULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "compare", "audit", "repair", "restore", "lint", "rehearse"})
    void tellsTheVersion(String command) {
        assertThat(referent(command, "--version")).isZero();
        assertThat(out.toString()).startsWith("referent ");
    }

    private String failure(String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(referent(arguments)).isNotZero();
        return err.toString().strip().replaceFirst("^referent: ", "");
    }

    @Test
    void saysWhyItIgnoresRows() throws SQLException {
        run("CREATE TABLE bare (rowid INT, oid INT, _rowid_ INT CONSTRAINT bare_author REFERENCES author)");
        run("INSERT INTO bare VALUES (1, 2, 3)");

        assertThat(referent("repair", file, "--key", "book_author=ignore")).isZero();
        assertThat(out.toString())
                .contains("book_author: 1 without a parent row, ignore" + System.lineSeparator())
                .contains("bare_author: 1 without a parent row, ignore, as nothing tells the rows of this table apart");
    }

    @Test
    void acceptsABaseline() throws SQLException {
        String baseline = folder.resolve("accepted.txt").toString();

        assertThat(referent("audit", file, "--write-baseline", baseline)).isZero();
        assertThat(referent("audit", file, "--baseline", baseline)).isZero();
        run("INSERT INTO book VALUES (8, 70)");
        assertThat(referent("audit", file, "--baseline", baseline)).isOne();
    }

    @Test
    void saysHowDeletedRowsComeBack() throws SQLException {
        Path kept = folder.resolve("kept.db");
        assertThat(referent("repair", file, "--apply", "--quarantine", kept.toString(), "--key", "book_author=cascade"))
                .isZero();
        run("INSERT INTO author VALUES (70)");

        assertThat(referent("restore", file, "--from", kept.toString())).isZero();
        assertThat(out.toString()).contains("book: 0 put back").contains("are put back with --deleted");
        assertThat(referent("restore", file, "--from", kept.toString(), "--deleted"))
                .isZero();
        assertThat(out.toString()).contains("book: 1 put back").endsWith("restored" + System.lineSeparator());
    }

    @Test
    void showsNoNameThatWouldActOnTheTerminal() throws SQLException {
        run("CREATE TABLE \"c\n\u001b[2J\" (a INT CONSTRAINT \"k\u202e\" REFERENCES author)");
        run("CREATE TABLE \"d\u001b\" (a INT CONSTRAINT \"l\u001b\" REFERENCES \"none\u001b\")");
        run("CREATE TRIGGER \"t\u001b\" AFTER DELETE ON \"c\n\u001b[2J\" BEGIN SELECT 1; END");
        run("INSERT INTO \"c\n\u001b[2J\" VALUES (70)");
        String kept = folder.resolve("kept.db").toString();

        assertThat(referent("repair", file, "--apply", "--no-backup", "--quarantine", kept))
                .isZero();
        assertThat(out.toString()).contains("c\uFFFD\uFFFD[2J", "k\uFFFD", "l\uFFFD", "t\uFFFD");
        assertThat(shown()).doesNotContain("\u001b", "\u202e");
        assertThat(referent("restore", file, "--from", kept, "--dry-run")).isZero();
        assertThat(out.toString()).contains("c\uFFFD\uFFFD[2J");
        assertThat(shown()).doesNotContain("\u001b", "\u202e");
        assertThat(referent("repair", file, "--key", "none=ignore")).isEqualTo(2);
        assertThat(err.toString()).contains("k\uFFFD");
        assertThat(shown()).doesNotContain("\u001b", "\u202e");
    }

    private String shown() {
        return out.toString() + err;
    }

    @Test
    void repairsAndRestores() throws SQLException {
        Path kept = folder.resolve("kept.db");

        assertThat(referent("repair", file, "--quarantine", kept.toString())).isZero();
        assertThat(out.toString()).contains("book: 1 to the quarantine").contains("nothing is written; apply it");
        assertThat(Files.exists(kept)).isFalse();
        assertThat(referent("repair", file, "--apply", "--no-backup", "--quarantine", kept.toString()))
                .isZero();
        assertThat(referent("audit", file)).isZero();
        assertThat(referent("restore", file, "--from", kept.toString())).isZero();
        assertThat(out.toString()).contains("book: 0 put back").contains("nothing is restored");
        run("INSERT INTO author VALUES (70)");
        assertThat(referent("restore", file, "--from", kept.toString())).isZero();
        assertThat(out.toString()).contains("book: 1 put back").endsWith("restored" + System.lineSeparator());
        assertThat(referent("repair", file, "--apply")).isZero();
        assertThat(out.toString()).contains("nothing to repair");
    }
}
