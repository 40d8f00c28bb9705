package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RepairTest {
    private static final String LIBRARY =
            """
            CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE);
            CREATE TABLE book (id INTEGER PRIMARY KEY, author INT CONSTRAINT book_author REFERENCES author, extra);
            CREATE TABLE page (book INT CONSTRAINT page_book REFERENCES book ON DELETE CASCADE, number INT, content,
                PRIMARY KEY (book, number)) WITHOUT ROWID;
            CREATE TABLE note (about TEXT CONSTRAINT note_author REFERENCES author (name) ON DELETE SET NULL, text);
            CREATE TABLE loan (book INT NOT NULL CONSTRAINT loan_book REFERENCES book ON DELETE SET NULL);
            INSERT INTO author VALUES (1, 'One');
            INSERT INTO book VALUES (1, 1, 'kept'), (2, 9, 3.0), (3, 8, x'00ff');
            INSERT INTO page VALUES (1, 1, 'a'), (2, 1, CAST(x'ff00fe' AS TEXT)), (2, 2, NULL), (77, 1, 5);
            INSERT INTO note (rowid, about, text) VALUES (10, 'ONE', 1), (20, 'two', 2), (30, 'two', 3);
            INSERT INTO loan (rowid, book) VALUES (5, 1), (6, 2);
            """;

    @TempDir
    private Path folder;

    private Path library(String... more) throws SQLException {
        Path file = Sqlite.file(folder.resolve("library.db"), LIBRARY);
        return Sqlite.file(file, more);
    }

    private static List<String> tables(RepairPlan plan) {
        return plan.tables().stream()
                .map(table -> table.name() + " " + table.quarantined() + " " + table.deleted() + " " + table.nulled())
                .toList();
    }

    @Test
    void takesItsPoliciesFromTheSchemaAndFollowsTheRowsThatDepend() throws SQLException {
        Path file = library();

        RepairPlan plan = Repair.of(file).withoutBackup().apply();

        assertThat(plan.keys())
                .extracting(key -> key.name() + " " + key.policy() + " " + key.orphanRows())
                .containsExactly("book_author QUARANTINE 2", "note_author SET_NULL 2", "page_book CASCADE 1");
        assertThat(tables(plan)).containsExactlyInAnyOrder("book 2 0 0", "loan 1 0 0", "note 0 0 2", "page 2 1 0");
        assertThat(Sqlite.violations(file)).isEmpty();
        assertThat(Sqlite.texts(file, "SELECT count(*) FROM note")).containsExactly("3");
    }

    @Test
    void writesNothingWithoutApply() throws SQLException, IOException {
        Path file = library();
        Map<String, String> before = Sqlite.hashes(folder);

        RepairPlan plan = Repair.of(file).plan();

        assertThat(plan.applied()).isFalse();
        assertThat(Sqlite.hashes(folder)).isEqualTo(before);
        RepairPlan done = Repair.of(file).apply();
        assertThat(done.tables()).isEqualTo(plan.tables());
        assertThat(done.keys()).isEqualTo(plan.keys());
    }

    @Test
    void writesNothingWhereThereIsNothingToDo() throws SQLException, IOException {
        Path file = library();
        Repair.of(file).withoutBackup().apply();
        Map<String, String> before = Sqlite.hashes(folder);

        assertThat(Repair.of(file).apply().isEmpty()).isTrue();
        assertThat(Sqlite.hashes(folder)).isEqualTo(before);
    }

    @Test
    void keepsABackupOfTheFile() throws SQLException {
        Path file = library();
        Map<String, List<String>> before = Sqlite.dump(file);
        Path backup = folder.resolve("it's a backup.db");

        Repair.of(file).backup(backup).apply();

        assertThat(Sqlite.dump(backup)).isEqualTo(before);
    }

    @Test
    void restoresEverythingToTheByteWhenTheParentsAreBack() throws SQLException {
        Path file = library();
        Map<String, List<String>> before = Sqlite.dump(file);
        Path kept = folder.resolve("kept.db");
        Repair.of(file).quarantine(kept).withoutBackup().apply();

        assertThat(Restore.of(file, kept).apply().restored()).isZero();
        Sqlite.file(file, "INSERT INTO author VALUES (9, 'two'), (8, 'eight'); INSERT INTO book VALUES (77, 1, NULL)");
        RestoreReport plan = Restore.of(file, kept).withDeletedRows().plan();
        RestoreReport done = Restore.of(file, kept).withDeletedRows().apply();

        assertThat(done.tables()).isEqualTo(plan.tables());
        assertThat(done.waiting()).isZero();
        Sqlite.file(file, "DELETE FROM author WHERE id > 1; DELETE FROM book WHERE id = 77");
        assertThat(Sqlite.dump(file)).isEqualTo(before);
        assertThat(Restore.of(file, kept).apply().waiting()).isZero();
    }

    @Test
    void restoresOnlyWhatHasItsParents() throws SQLException {
        Path file = library();
        Path kept = folder.resolve("kept.db");
        Repair.of(file).quarantine(kept).withoutBackup().apply();

        Sqlite.file(file, "INSERT INTO author VALUES (8, 'eight')");
        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.restored()).isOne();
        assertThat(report.waiting()).isEqualTo(1 + 3 + 1 + 2);
        assertThat(Sqlite.texts(file, "SELECT hex(extra) FROM book WHERE id = 3"))
                .containsExactly("00FF");
        assertThat(Sqlite.violations(file)).isEmpty();
    }

    @Test
    void leavesARowInTheQuarantineWhosePlaceIsTaken() throws SQLException {
        Path file = library();
        Path kept = folder.resolve("kept.db");
        Repair.of(file).quarantine(kept).withoutBackup().apply();

        Sqlite.file(file, "INSERT INTO author VALUES (8, 'eight'); INSERT INTO book VALUES (3, 1, 'another')");
        RestoreReport report = Restore.of(file, kept).apply();

        assertThat(report.restored()).isZero();
        assertThat(Sqlite.texts(file, "SELECT extra FROM book WHERE id = 3")).containsExactly("another");
        assertThat(Sqlite.texts(kept, "SELECT hex(extra) FROM book WHERE id = 3"))
                .containsExactly("00FF");
    }

    @Test
    void restoresRowsThatReferenceEachOther() throws SQLException {
        Path file = Sqlite.file(
                folder.resolve("ring.db"),
                """
                CREATE TABLE root (id INTEGER PRIMARY KEY);
                CREATE TABLE ring (id INTEGER PRIMARY KEY, next INT REFERENCES ring, root INT REFERENCES root);
                INSERT INTO ring VALUES (1, 2, 5), (2, 3, NULL), (3, 1, NULL);
                """);
        Path kept = folder.resolve("kept.db");
        Map<String, List<String>> before = Sqlite.dump(file);

        assertThat(tables(Repair.of(file).quarantine(kept).apply())).containsExactly("ring 3 0 0");
        Sqlite.file(file, "INSERT INTO root VALUES (5)");
        Restore.of(file, kept).apply();

        Sqlite.file(file, "DELETE FROM root");
        assertThat(Sqlite.dump(file)).isEqualTo(before);
    }

    @Test
    void takesAnotherPolicyForAKey() throws SQLException {
        Path file = library();

        RepairPlan plan = Repair.of(file)
                .key("book_author", RepairPolicy.IGNORE)
                .key("note_author", RepairPolicy.QUARANTINE)
                .key("page_book", RepairPolicy.QUARANTINE)
                .withoutBackup()
                .apply();

        assertThat(tables(plan)).containsExactlyInAnyOrder("note 2 0 0", "page 1 0 0");
        assertThat(Audit.of(file).run().orphanRows()).isEqualTo(2);
    }

    @Test
    void rejectsAPolicyForNoKeyAndNullWhereThereIsNone() throws SQLException {
        Path file = library();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(
                        () -> Repair.of(file).key("nobody", RepairPolicy.IGNORE).plan())
                .withMessageStartingWith("there is no foreign key nobody; there are book_author, ");
        Path bare = Sqlite.file(folder.resolve("bare.sqlite"), "CREATE TABLE t (id)");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(
                        () -> Repair.of(bare).key("nobody", RepairPolicy.IGNORE).plan())
                .withMessage("there is no foreign key nobody; the database declares none");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() ->
                        Repair.of(file).key("loan_book", RepairPolicy.SET_NULL).apply())
                .withMessage("the key loan_book cannot be set to null: loan.book takes no null");
    }

    @Test
    void leavesTheRowsOfAKeyWhoseParentTableIsMissing() throws SQLException {
        Path file =
                library("CREATE TABLE lost (x INT CONSTRAINT lost_x REFERENCES nowhere); INSERT INTO lost VALUES (1)");

        RepairPlan plan = Repair.of(file).withoutBackup().apply();

        assertThat(plan.unusable()).containsExactly("lost_x");
        assertThat(Sqlite.texts(file, "SELECT x FROM lost")).containsExactly("1");
    }

    @Test
    void firesNoTriggerUnlessAskedAndLeavesThemAsTheyAre() throws SQLException {
        String trigger = "CREATE TRIGGER book_gone AFTER DELETE ON book BEGIN DELETE FROM author; END";
        Path file = library(trigger);
        Path other = Sqlite.file(folder.resolve("other.db"), LIBRARY, trigger);

        RepairPlan plan = Repair.of(file).withoutBackup().apply();

        assertThat(plan.triggers()).containsExactly("book_gone");
        assertThat(Sqlite.texts(file, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'"))
                .containsExactly(trigger);
        assertThat(Sqlite.texts(file, "SELECT count(*) FROM author")).containsExactly("1");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(
                        () -> Repair.of(other).withoutBackup().firingTriggers().apply())
                .withMessageContaining("the repair would leave orphan rows of the key book_author");
        assertThat(Sqlite.texts(other, "SELECT count(*) FROM book")).containsExactly("3");
    }

    @Test
    void quarantinesWhatReferencesANulledKey() throws SQLException {
        Path file = Sqlite.file(
                folder.resolve("chain.db"),
                """
                CREATE TABLE a (id INTEGER PRIMARY KEY);
                CREATE TABLE b (a INT UNIQUE CONSTRAINT b_a REFERENCES a ON DELETE SET NULL);
                CREATE TABLE c (b INT CONSTRAINT c_b REFERENCES b (a) ON DELETE CASCADE);
                INSERT INTO b VALUES (7); INSERT INTO c VALUES (7), (NULL);
                """);

        assertThat(tables(Repair.of(file).withoutBackup().apply())).containsExactlyInAnyOrder("b 0 0 1", "c 1 0 0");
        assertThat(Sqlite.violations(file)).isEmpty();
    }

    @Test
    void rejectsADatabaseThatIsNoQuarantineAndABackupThatExists() throws SQLException, IOException {
        Path file = library();
        Path other = Sqlite.file(folder.resolve("other.db"), "CREATE TABLE t (a)");
        Map<String, List<String>> before = Sqlite.dump(file);

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(
                        () -> Repair.of(file).quarantine(other).withoutBackup().apply())
                .withMessageContaining("not a Referent quarantine");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Repair.of(file).backup(other).apply())
                .withMessageContaining("exists already");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Restore.of(file, folder.resolve("none.db")).apply())
                .withMessageContaining("there is no quarantine");
        assertThat(Sqlite.dump(file)).isEqualTo(before);
        assertThat(Files.exists(folder.resolve("none.db"))).isFalse();

        Sqlite.file(other, "PRAGMA journal_mode=WAL");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(
                        () -> Repair.of(file).quarantine(other).withoutBackup().apply())
                .withMessageContaining("not a Referent quarantine");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Restore.of(file, other).plan())
                .withMessageContaining("not a Referent quarantine");
        assertThat(Sqlite.texts(other, "PRAGMA journal_mode")).containsExactly("wal");
    }

    @Test
    void rejectsAQuarantineThatKeepsRowsOfAnotherDatabase() throws SQLException, IOException {
        Path file = library();
        Path kept = folder.resolve("kept.db");
        Path other = Files.copy(file, folder.resolve("other.db"));
        Repair.of(other).quarantine(kept).withoutBackup().apply();
        Map<String, List<String>> before = Sqlite.dump(file);
        Map<String, List<String>> ofOther = Sqlite.dump(kept);

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(
                        () -> Repair.of(file).quarantine(kept).withoutBackup().apply())
                .withMessage("the quarantine " + kept + " keeps rows of " + other + "; name another file for those of "
                        + file);
        assertThat(Sqlite.dump(file)).isEqualTo(before);
        assertThat(Sqlite.dump(kept)).isEqualTo(ofOther);

        Sqlite.file(other, "INSERT INTO author VALUES (9, 'two'), (8, 'eight'); INSERT INTO book VALUES (77, 1, NULL)");
        Restore.of(other, kept).withDeletedRows().apply();
        Repair.of(folder.resolve("./library.db"))
                .quarantine(kept)
                .withoutBackup()
                .apply();
        Sqlite.file(file, "INSERT INTO book (author) VALUES (55)");
        assertThat(tables(Repair.of(file).quarantine(kept).withoutBackup().apply()))
                .containsExactly("book 1 0 0");
    }

    /** What would make the repair fail is found by its plan. */
    @ParameterizedTest
    @ValueSource(strings = {"other.db", "ofother.db", "text.txt", "folder", "none/kept.db", "text.txt/kept.db"})
    void plansNothingWithAQuarantineThatItCannotUse(String name) throws SQLException, IOException {
        Path file = library();
        Path other = Files.copy(file, folder.resolve("other.db"));
        Repair.of(other)
                .quarantine(folder.resolve("ofother.db"))
                .withoutBackup()
                .apply();
        Files.writeString(folder.resolve("text.txt"), "no database ".repeat(100));
        Files.createDirectory(folder.resolve("folder"));
        Repair repair = Repair.of(file).withoutBackup().quarantine(folder.resolve(name));
        Map<String, String> before = Sqlite.hashes(folder);

        Exception failure = assertThrows(SQLException.class, repair::plan);
        assertThat(Sqlite.hashes(folder)).isEqualTo(before);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(repair::apply)
                .withMessage(failure.getMessage())
                .withMessageContaining(folder.toString());
    }

    @Test
    void plansWithTheQuarantineOfAnEarlierRepair() throws SQLException, IOException {
        Path file = library();
        Repair repair = Repair.of(file).withoutBackup();
        repair.apply();
        Path kept = folder.resolve("library.db-quarantine.db");
        Sqlite.file(kept, "PRAGMA journal_mode=WAL");
        Sqlite.file(file, "INSERT INTO book (author) VALUES (55)");
        Map<String, String> before = Sqlite.hashes(folder);

        assertThat(tables(repair.plan())).containsExactly("book 1 0 0");
        assertThat(Sqlite.hashes(folder)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"library.db", "none/backup.db"})
    void plansNothingWithABackupThatItCannotMake(String name) throws SQLException {
        Repair repair = Repair.of(library()).backup(folder.resolve(name));

        Exception failure = assertThrows(SQLException.class, repair::plan);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(repair::apply)
                .withMessage(failure.getMessage())
                .withMessageContaining("backup");
    }

    @Test
    void makesNoBackupForAQuarantineThatIsNone() throws SQLException, IOException {
        Path file = library();
        Path backup = folder.resolve("backup.db");

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(
                        () -> Repair.of(file).quarantine(file).backup(backup).apply())
                .withMessageContaining("not a Referent quarantine");
        assertThat(backup).doesNotExist();
    }

    @Test
    void makesABackupOfItsOwnAtEachRun() throws SQLException, IOException {
        Path file = library();
        Repair repair = Repair.of(file);

        Path first = repair.apply().backup().orElseThrow();
        Sqlite.file(file, "INSERT INTO book (author) VALUES (55)");
        Path second = repair.apply().backup().orElseThrow();

        assertThat(List.of(first, second)).doesNotHaveDuplicates().allMatch(Files::exists);
    }

    @Test
    void worksInWalModeAndInUtf16() throws SQLException {
        Path file =
                Sqlite.file(folder.resolve("wal.db"), "PRAGMA encoding='UTF-16le'", "PRAGMA journal_mode=WAL", LIBRARY);
        Path kept = folder.resolve("kept.db");
        Map<String, List<String>> before = Sqlite.dump(file);

        Repair.of(file).quarantine(kept).apply();

        assertThat(Sqlite.violations(file)).isEmpty();
        Sqlite.file(file, "INSERT INTO author VALUES (9, 'two'), (8, 'eight'); INSERT INTO book VALUES (77, 1, NULL)");
        Restore.of(file, kept).withDeletedRows().apply();
        Sqlite.file(file, "DELETE FROM author WHERE id > 1; DELETE FROM book WHERE id = 77");
        assertThat(Sqlite.dump(file)).isEqualTo(before);
    }
}
