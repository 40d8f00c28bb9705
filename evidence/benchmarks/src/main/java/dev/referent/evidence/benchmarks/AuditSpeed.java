package dev.referent.evidence.benchmarks;

import dev.referent.orphans.Audit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The orphan rows among 10^7 child rows, counted by the audit of a file and, as the bare side, by the {@code foreign_key_check} of
 * the sqlite3 shell on the same file, in processor time: once with few gaps among the 10^6 parent rows, once with one in seven.
 */
final class AuditSpeed implements Measurement {
    private static final Pattern PROCESSOR_SECONDS = Pattern.compile("(?m)^(?:user|sys) ([0-9.]+)$");

    @Override
    public void run(Path folder, Duration time) throws Exception {
        for (int gap : new int[] {100_000, 7}) {
            Path file = create(folder.resolve("gap-" + gap + ".db"), gap);
            PairedRounds rounds = PairedRounds.run(0, time, () -> shell(file), () -> audit(file));
            System.out.println(rounds.line("10^7 child rows, each " + gap + "th parent row missing", "%.0f", "ms", ""));
        }
    }

    private static Path create(Path file, int gap) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            ParentChildDatabase.execute(connection, "PRAGMA synchronous=OFF");
            ParentChildDatabase.execute(connection, "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT)");
            ParentChildDatabase.execute(
                    connection, "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p, body TEXT)");
            ParentChildDatabase.execute(
                    connection,
                    "INSERT INTO p WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)"
                            + " SELECT i, 'name ' || i FROM n WHERE i % " + gap + " <> 0");
            ParentChildDatabase.execute(
                    connection,
                    "INSERT INTO c WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000)"
                            + " SELECT i, 1 + abs(random()) % 1000000, 'body of ' || i FROM n");
        }
        return file;
    }

    private static double shell(Path file) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder(
                        "bash",
                        "-c",
                        "time -p sqlite3 \"$0\" \"SELECT count(*) FROM pragma_foreign_key_check('c')\"",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (shell.waitFor() != 0) {
            throw new IOException("sqlite3 failed: " + printed);
        }
        double seconds = 0;
        Matcher number = PROCESSOR_SECONDS.matcher(printed);
        while (number.find()) {
            seconds += Double.parseDouble(number.group(1));
        }
        return seconds * 1000;
    }

    private static double audit(Path file) throws SQLException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        Audit.of(file).run();
        return (threads.getCurrentThreadCpuTime() - start) / 1e6;
    }
}
