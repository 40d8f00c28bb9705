package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are larger than the heap, with many orphan rows, in a process of little memory. */
@Tag("nightly")
final class LargeFileTest {
    @TempDir
    private Path folder;

    /** The child process: audits, repairs, restores, and says what the system says of its memory. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws SQLException, IOException {
            Path file = Path.of(arguments[0]);
            Path kept = Path.of(arguments[1]);
            System.out.println("orphans " + Audit.of(file).run().orphanRows());
            Repair.of(file).quarantine(kept).withoutBackup().apply();
            System.out.println("orphans " + Audit.of(file).run().orphanRows());
            Sqlite.file(file, "INSERT OR IGNORE INTO p SELECT DISTINCT p FROM o");
            System.out.println("waiting " + Restore.of(file, kept).apply().waiting());
            Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .forEach(System.out::println);
        }
    }

    /** The keys of the orphan rows alone would fill the heap. */
    @Test
    void fiftyMegabytesNeedASmallHeap() throws SQLException, IOException, InterruptedException {
        Path file = file(250_000, 25_000, 2_500, 170);
        assertThat(Files.size(file)).isGreaterThan(50_000_000L);

        assertThat(run("-Xmx12m", file)).startsWith("orphans 225000", "orphans 0", "waiting 0");
    }

    /** The bound is of the whole process, SQLite's cache of 64 MiB for each of two connections included. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void aGigabyteIsAuditedAndRepairedAndRestoredInBoundedMemory()
            throws SQLException, IOException, InterruptedException {
        Path file = file(1_000_000, 100_000, 90_000, 1_000);
        assertThat(Files.size(file)).isGreaterThan(1_000_000_000L);

        List<String> lines = run("-Xmx64m", file);

        assertThat(lines).startsWith("orphans 100000", "orphans 0", "waiting 0").hasSize(4);
        System.out.println(lines.get(3));
        assertThat(Long.parseLong(lines.get(3).replaceAll("[^0-9]", ""))).isLessThan(400_000);
    }

    /** An audit whose time grows with the square of their number takes half a minute. */
    @Test
    void thousandsOfTablesAreAuditedInSeconds() throws SQLException {
        String[] tables = IntStream.rangeClosed(1, 4_000)
                .mapToObj(i -> "CREATE TABLE t%d (id INTEGER PRIMARY KEY, t INT REFERENCES t%d)".formatted(i, i - 1))
                .toArray(String[]::new);
        Path file = Sqlite.file(folder.resolve("wide.db"), "CREATE TABLE t0 (id INTEGER PRIMARY KEY)");
        try (Connection connection = Sqlite.open(file)) {
            connection.setAutoCommit(false);
            Sqlite.run(connection, tables);
            connection.commit();
        }

        AuditReport report =
                assertTimeout(Duration.ofSeconds(15), () -> Audit.of(file).run());

        assertThat(report.keys()).hasSize(4_000);
        assertThat(report.findings()).hasSize(4_000).allMatch(finding -> finding.rule() == AuditRule.CHILD_NOT_INDEXED);
    }

    /** Returns a file whose child rows reference as many keys as told, of which those up to a limit exist. */
    private Path file(int rows, int keys, int existing, int bytes) throws SQLException {
        return Sqlite.file(
                folder.resolve("large.db"),
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p, body BLOB)",
                "CREATE TABLE g (id INTEGER PRIMARY KEY, c INT REFERENCES c ON DELETE CASCADE)",
                "CREATE TABLE o (p INT)",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ")"
                        + " INSERT INTO c SELECT i, 1 + i % " + keys + ", zeroblob(" + bytes + ") FROM n",
                "INSERT INTO g SELECT id, id FROM c WHERE id % 2 = 0",
                "CREATE INDEX c_p ON c (p)",
                "CREATE INDEX g_c ON g (c)",
                "INSERT INTO o SELECT DISTINCT p FROM c WHERE p > " + existing,
                "INSERT INTO p SELECT DISTINCT p FROM c WHERE p <= " + existing);
    }

    private List<String> run(String heap, Path file) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        file.toString(),
                        folder.resolve("kept.db").toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
        return output.lines()
                .filter(line -> line.matches("(orphans|waiting|VmHWM).*"))
                .toList();
    }
}
