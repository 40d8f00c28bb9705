package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file of 1 GB, of whose rows a tenth are orphans, in a process of little memory. */
@Tag("nightly")
final class LargeFileTest {
    /** Of the whole process, SQLite's cache of 64 MiB for each of two connections included. */
    private static final long MOST_KIBIBYTES = 400_000;

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
            Sqlite.file(
                    file,
                    "WITH RECURSIVE n (i) AS (SELECT 90001 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                            + " INSERT INTO p SELECT i FROM n");
            System.out.println("waiting " + Restore.of(file, kept).apply().waiting());
            Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .forEach(System.out::println);
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void isAuditedAndRepairedAndRestoredInBoundedMemory() throws SQLException, IOException, InterruptedException {
        Path file = Sqlite.file(
                folder.resolve("large.db"),
                """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p, body BLOB);
                CREATE TABLE g (id INTEGER PRIMARY KEY, c INT REFERENCES c ON DELETE CASCADE);
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 90000)
                INSERT INTO p SELECT i FROM n;
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
                INSERT INTO c SELECT i, 1 + i % 100000, zeroblob(1000) FROM n;
                INSERT INTO g SELECT id, id FROM c WHERE id % 2 = 0;
                CREATE INDEX c_p ON c (p);
                CREATE INDEX g_c ON g (c);
                """);
        assertThat(Files.size(file)).isGreaterThan(1_000_000_000L);

        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        file.toString(),
                        folder.resolve("kept.db").toString())
                .redirectErrorStream(true)
                .start();
        List<String> lines = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.matches("(orphans|waiting|VmHWM).*"))
                .toList();

        assertThat(child.waitFor()).isZero();
        assertThat(lines).startsWith("orphans 100000", "orphans 0", "waiting 0").hasSize(4);
        System.out.println(lines.get(3));
        assertThat(Long.parseLong(lines.get(3).replaceAll("[^0-9]", ""))).isLessThan(MOST_KIBIBYTES);
    }
}
