package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A repair whose process is killed at any point leaves the database as before or as after, and loses no row. */
final class KilledRepairTest {
    private static final String LIBRARY =
            """
            CREATE TABLE p (id INTEGER PRIMARY KEY);
            CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p, body TEXT);
            CREATE INDEX c_p ON c (p);
            CREATE TABLE g (c INT REFERENCES c ON DELETE CASCADE, body BLOB);
            CREATE INDEX g_c ON g (c);
            INSERT INTO p VALUES (1), (2);
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO c SELECT i, i % 4 + 1, 'body of ' || i FROM n;
            INSERT INTO g SELECT id, randomblob(20) FROM c;
            """;

    @TempDir
    private Path folder;

    /** The child process: repairs the file and says each step. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws SQLException {
            Repair.of(Path.of(arguments[0]))
                    .quarantine(Path.of(arguments[1]))
                    .reporting((step, done, total) -> System.out.println(step))
                    .apply();
            System.out.println("done");
        }
    }

    @Test
    void leavesTheStateBeforeOrAfter() throws SQLException, IOException, InterruptedException {
        killAtEach(4, "WAL");
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void leavesTheStateBeforeOrAfterAtEveryStep(String journalMode)
            throws SQLException, IOException, InterruptedException {
        killAtEach(1, journalMode);
    }

    private void killAtEach(int stride, String journalMode) throws SQLException, IOException, InterruptedException {
        Path whole = Sqlite.file(folder.resolve("whole.db"), "PRAGMA journal_mode=" + journalMode, LIBRARY);
        Map<String, List<String>> before = Sqlite.dump(whole);
        int changed = 0;
        int steps = steps(copy(whole, "all"), folder.resolve("all-kept.db"), Integer.MAX_VALUE, 0);
        for (int step = 1; step <= steps; step += stride) {
            Path file = copy(whole, "killed-" + step);
            Path kept = folder.resolve("kept-" + step + ".db");
            steps(file, kept, step, step * 7L % 30);
            boolean isBefore = Sqlite.dump(file).equals(before);
            changed += isBefore ? 0 : 1;
            if (!isBefore) {
                assertThat(Sqlite.violations(file)).isEmpty();
            }

            Repair.of(file).quarantine(kept).withoutBackup().apply();
            assertThat(Sqlite.violations(file)).isEmpty();
            Sqlite.file(file, "INSERT INTO p VALUES (3), (4)");
            Restore.of(file, kept).withDeletedRows().apply();
            Sqlite.file(file, "DELETE FROM p WHERE id > 2");
            assertThat(Sqlite.dump(file)).isEqualTo(before);
        }
        assertThat(steps).isGreaterThan(5);
        assertThat(changed).isLessThan(steps);
    }

    private Path copy(Path whole, String name) throws IOException {
        return Files.copy(whole, folder.resolve(name + ".db"));
    }

    /** Runs a child, kills it some time after a step, and returns how many steps it said. */
    private static int steps(Path file, Path kept, int last, long millis) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        file.toString(),
                        kept.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int steps = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            while (steps < last && out.readLine() != null) {
                steps++;
            }
            Thread.sleep(millis);
        } finally {
            child.destroyForcibly(); // SIGKILL
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return steps;
    }
}
