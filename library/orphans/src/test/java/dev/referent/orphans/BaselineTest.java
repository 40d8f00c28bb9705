package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is accepted, and the gate that accepts it. */
final class BaselineTest {
    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void breakFile() throws SQLException {
        file = Sqlite.file(
                folder.resolve("old.db"),
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE c (p INT CONSTRAINT c_p REFERENCES p, t TEXT CONSTRAINT c_t REFERENCES gone);
                INSERT INTO c VALUES (7, NULL), (7, NULL), (8, 'a' || char(10, 9) || '\\');
                """);
    }

    private AuditReport audit() throws SQLException {
        return Audit.of(file).listingKeys().run();
    }

    private Baseline written() throws SQLException, IOException {
        Path written = folder.resolve("baseline.txt");
        Baseline.of(audit()).write(written);
        return Baseline.read(written);
    }

    @Test
    void acceptsWhatWasThere() throws SQLException, IOException {
        assertThat(audit().hasErrors()).isTrue();
        assertThat(written().accept(audit()).hasErrors()).isFalse();
    }

    /** Two keys of one column have the same name where none is declared. */
    @Test
    void acceptsTheKeysOfOneNameTogether() throws SQLException, IOException {
        Path both = folder.resolve("both.db");
        Sqlite.file(
                both,
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE q (id INTEGER PRIMARY KEY);
                CREATE TABLE c (p INT, FOREIGN KEY (p) REFERENCES p, FOREIGN KEY (p) REFERENCES q);
                INSERT INTO q VALUES (7);
                INSERT INTO c VALUES (7), (8);
                """);
        Gate gate = Gate.of(both).mode(Gate.Mode.FAIL_ON_NEW).warning(warning -> {});

        assertThat(gate.check().orElseThrow().hasErrors()).isFalse();
        assertThat(gate.check().orElseThrow().hasErrors()).isFalse();
        assertThat(both.resolveSibling("both.db-baseline.txt"))
                .content()
                .contains("c\tc_p_fkey\t3", "\t1\t7", "\t2\t8");

        Sqlite.file(both, "INSERT INTO c VALUES (9)");
        assertThatExceptionOfType(OrphansFoundException.class)
                .isThrownBy(gate::check)
                .withMessageContaining("2 more than the baseline accepts");
    }

    @Test
    void isWrittenBySeveralApplicationsThatStartAtOnce() throws Exception {
        Gate gate = Gate.of(file).mode(Gate.Mode.FAIL_ON_NEW).warning(warning -> {});
        Callable<Optional<AuditReport>> application = gate::check;
        ExecutorService applications = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 20; i++) {
                for (Future<Optional<AuditReport>> start :
                        applications.invokeAll(Collections.nCopies(4, application))) {
                    assertThat(start.get().orElseThrow().hasErrors()).isFalse();
                }
                Files.delete(folder.resolve("old.db-baseline.txt"));
            }
        } finally {
            applications.shutdown();
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void isATextOfOneLineForEachKey() throws SQLException, IOException {
        written();

        assertThat(Files.readAllLines(folder.resolve("baseline.txt")))
                .containsExactly(
                        "# Referent baseline 1: the orphan rows that are accepted",
                        "c\tc_p\t3",
                        "\t2\t7",
                        "\t1\t8",
                        "c\tc_t\t1",
                        "\t1\t'a\\n\\t\\\\'");
    }

    @Test
    void isNotWrittenIntoAFolderThatDoesNotExist() {
        Path file = folder.resolve("config").resolve("baseline.txt");

        assertThatIOException()
                .isThrownBy(() -> Baseline.of(audit()).write(file))
                .withMessage("there is no directory " + file.getParent() + " for the baseline; create it");
    }

    @Test
    void isNotWrittenIntoAFolderThatIsAFile() throws IOException {
        Path file = Files.createFile(folder.resolve("config")).resolve("baseline.txt");

        assertThatIOException()
                .isThrownBy(() -> Baseline.of(audit()).write(file))
                .withMessage("there is no directory " + file.getParent() + " for the baseline; create it");
    }

    /** Not even root may write there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void namesTheFileAndNotItsPartIfItCannotBeWritten() {
        assertThatIOException()
                .isThrownBy(() -> Baseline.of(audit()).write(Path.of("/proc/baseline.txt")))
                .withMessage("the baseline /proc/baseline.txt cannot be written; its folder must be writable:"
                        + " NoSuchFileException");
    }

    @Test
    void ofAnotherVersionIsSaidToBeOne() throws IOException {
        Path file = Files.writeString(folder.resolve("baseline.txt"), "# Referent baseline 2: whatever\n");

        assertThatIOException()
                .isThrownBy(() -> Baseline.read(file))
                .withMessage(file + " is the baseline of another version of Referent; write it again with this one");
    }

    @Test
    void takesThePlaceOfTheFileBeforeAsAWhole() throws SQLException, IOException {
        String before = "# Referent baseline 1: before";
        Path baseline = Files.writeString(folder.resolve("baseline.txt"), before);
        Path sameFile = Files.createLink(folder.resolve("link.txt"), baseline);

        written();

        assertThat(sameFile).hasContent(before); // what a write in place would have changed
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void isNotNeededByAnExceptionThatIsSerializedWithoutItsReport()
            throws SQLException, IOException, ClassNotFoundException {
        OrphansFoundException thrown = new OrphansFoundException("broken", audit());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            OrphansFoundException read = (OrphansFoundException) in.readObject();
            assertThat(read).hasMessage("broken");
            assertThat(read.getStackTrace()).isEqualTo(thrown.getStackTrace());
            assertThat(read.report().findings()).isEmpty();
        }
    }

    @Test
    void rejectsGrowth() throws SQLException, IOException {
        Baseline baseline = written();
        Sqlite.file(file, "INSERT INTO c VALUES (7, NULL), (9, NULL)");

        AuditReport report = baseline.accept(audit());

        assertThat(report.findings().stream().filter(finding -> finding.severity() == Finding.Severity.ERROR))
                .hasSize(1)
                .allSatisfy(finding -> assertThat(finding.message()).endsWith("; 2 more than the baseline accepts"));
    }

    @Test
    void rejectsANewKeyWhereAnOldOneIsGone() throws SQLException, IOException {
        Baseline baseline = written();
        Sqlite.file(file, "DELETE FROM c WHERE p = 7", "INSERT INTO c VALUES (9, NULL)");

        assertThat(baseline.accept(audit()).hasErrors()).isTrue();
    }

    @Test
    void acceptsLess() throws SQLException, IOException {
        Baseline baseline = written();
        Sqlite.file(file, "DELETE FROM c WHERE p = 7");

        assertThat(baseline.accept(audit()).hasErrors()).isFalse();
    }

    @Test
    void isReadAfterAnEditorHasAddedAByteOrderMarkAndBlankLines() throws SQLException, IOException {
        written();
        Path edited = folder.resolve("baseline.txt");
        Files.writeString(edited, "\uFEFF\n" + Files.readString(edited).replace("\n", "\r\n \r\n"));

        assertThat(Baseline.read(edited).accept(audit()).hasErrors()).isFalse();
    }

    @Test
    void acceptsRowsOfATableWithoutAName() throws SQLException, IOException {
        Sqlite.file(file, "CREATE TABLE \"\" (a INT CONSTRAINT \"\" REFERENCES p)", "INSERT INTO \"\" VALUES (7)");

        assertThat(audit().hasErrors()).isTrue();
        assertThat(written().accept(audit()).hasErrors()).isFalse();
    }

    @Test
    void isReadFromNoOtherFile() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "c\tc_p\t3\n");
        Path broken = Files.writeString(
                folder.resolve("broken.txt"), "# Referent baseline 1: the orphan rows that are accepted\n\t2\t7\n");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Baseline.read(other));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Baseline.read(broken));
    }

    /** By a slip the database itself is named, or another file that nobody wants to lose. */
    @Test
    void replacesNoOtherFile() throws SQLException, IOException {
        Baseline baseline = Baseline.of(audit());
        Path notes = Files.writeString(folder.resolve("notes.txt"), "c\tc_p\t3\n");
        byte[] before = Files.readAllBytes(file);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> baseline.write(file))
                .withMessageContaining("is not a Referent baseline, and is not replaced");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> baseline.write(notes));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> baseline.write(folder))
                .withMessageContaining("is a directory");
        assertThat(file).hasBinaryContent(before);
        assertThat(notes).hasContent("c\tc_p\t3\n");
    }

    @Test
    void replacesAnEmptyFileAndABaselineThatAnEditorSaved() throws SQLException, IOException {
        Path empty = Files.createFile(folder.resolve("empty.txt"));
        Path edited =
                Files.writeString(folder.resolve("edited.txt"), "\uFEFF\n# Referent baseline 1: the orphan rows\n");
        for (Path replaced : List.of(empty, edited)) {
            Baseline.of(audit()).write(replaced);
            assertThat(Baseline.read(replaced).accept(audit()).hasErrors()).isFalse();
        }
    }

    @Nested
    class AtTheGate {
        private final List<String> warnings = new ArrayList<>();

        private Gate gate(Gate.Mode mode) {
            return Gate.of(file).mode(mode).warning(warnings::add);
        }

        /** A file with its journal, as a process leaves it that is killed in a transaction too large for its cache. */
        private void leaveATransaction() throws SQLException, IOException {
            Path left = folder.resolve("left.db");
            try (Connection connection = Sqlite.open(file)) {
                Sqlite.run(
                        connection,
                        "INSERT INTO p WITH RECURSIVE n (i) AS (VALUES (100) UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n",
                        "PRAGMA cache_size=2",
                        "BEGIN",
                        "DELETE FROM c",
                        "UPDATE p SET id = -id");
                Files.copy(file, left);
                Files.copy(folder.resolve("old.db-journal"), folder.resolve("left.db-journal"));
            }
            file = left;
        }

        @ParameterizedTest
        @EnumSource(
                value = Gate.Mode.class,
                names = {"WARN", "FAIL_ON_NEW", "REPAIR"})
        void letsAnApplicationStartThatWasKilledInATransaction(Gate.Mode mode) throws SQLException, IOException {
            leaveATransaction();

            assertThat(gate(mode).check()).isPresent();

            assertThat(warnings.toString())
                    .contains(mode == Gate.Mode.REPAIR ? "moved to" : "3 rows of c have no parent row");
            assertThat(Sqlite.texts(file, "SELECT count(*) FROM p WHERE id < 0"))
                    .containsExactly("0");
        }

        @Test
        void warnsWhereItCannotAudit() throws SQLException, IOException {
            try (Connection writer = Sqlite.open(file)) {
                Sqlite.run(writer, "BEGIN EXCLUSIVE");

                assertThat(gate(Gate.Mode.WARN).check()).isEmpty();
            }
            Files.writeString(file, "no database, or one that the application decrypts".repeat(9));

            assertThat(gate(Gate.Mode.WARN).check()).isEmpty();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> gate(Gate.Mode.FAIL).check());
            assertThat(warnings)
                    .satisfiesExactly(
                            warning -> assertThat(warning).contains("is locked by another connection"),
                            warning -> assertThat(warning).contains("orphan rows are not looked for: " + file));
        }

        @Test
        void warns() throws SQLException, IOException {
            assertThat(gate(Gate.Mode.WARN).check()).isPresent();
            assertThat(warnings).hasSize(1);
            assertThat(warnings.get(0))
                    .contains("3 rows of c have no parent row")
                    .contains("(foreign key c_p)");
        }

        @Test
        void fails() {
            assertThatExceptionOfType(OrphansFoundException.class)
                    .isThrownBy(() -> gate(Gate.Mode.FAIL).check())
                    .satisfies(e -> assertThat(e.report().orphanRows()).isEqualTo(4));
        }

        @Test
        void failsOnNewOnesOnly() throws SQLException, IOException {
            assertThat(gate(Gate.Mode.FAIL_ON_NEW).check()).isPresent();
            assertThat(gate(Gate.Mode.FAIL_ON_NEW).check()).isPresent();
            assertThat(warnings).hasSize(1);

            Sqlite.file(file, "INSERT INTO c VALUES (9, NULL)");

            assertThatExceptionOfType(OrphansFoundException.class)
                    .isThrownBy(() -> gate(Gate.Mode.FAIL_ON_NEW).check());
        }

        @Test
        void repairs() throws SQLException, IOException {
            gate(Gate.Mode.REPAIR).check();

            assertThat(Sqlite.texts(file, "SELECT count(*) FROM c WHERE p IS NOT NULL"))
                    .containsExactly("0");
            assertThat(warnings).hasSize(2);
            assertThat(warnings.get(1)).contains("the parent table gone does not exist");
        }

        @Test
        void takesAnotherBaseline() throws SQLException, IOException {
            Path accepted = folder.resolve("accepted.txt");

            assertThat(gate(Gate.Mode.FAIL_ON_NEW).baseline(accepted).check()).isPresent();

            assertThat(accepted).exists();
            assertThat(folder.resolve(file.getFileName() + "-baseline.txt")).doesNotExist();
        }

        @Test
        void takesARepairWithItsOwnPolicies() throws SQLException, IOException {
            Repair repair = Repair.of(file).withoutBackup().key("c_p", RepairPolicy.SET_NULL);

            gate(Gate.Mode.REPAIR).repair(repair).check();

            assertThat(Sqlite.texts(file, "SELECT count(*) || ' of ' || count(p) FROM c"))
                    .containsExactly("3 of 0");
        }

        @Test
        void letsAnApplicationStartThatHasNoFileYet() throws SQLException, IOException {
            assertThat(Gate.of(folder.resolve("new.db")).mode(Gate.Mode.FAIL).check())
                    .isEmpty();
            assertThat(folder.resolve("new.db")).doesNotExist();
        }
    }
}
