package dev.referent.jdbc.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.GroupCommitDataSource;
import dev.referent.jdbc.Sql;
import dev.referent.jdbc.storm.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sixteen threads that write, fail, cancel and roll back in a process that is killed: what it acknowledged is stored. */
class GroupStormTest {
    private static final int KILLED = 137;

    @TempDir
    private Path folder;

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        storm(1, 300, "");
    }

    @RepeatedTest(20)
    @Tag("nightly")
    void losesNothingInAnyOfManyStorms() throws Exception {
        storm(System.nanoTime(), 20_000, "");
    }

    @Test
    void losesNothingWhenTheFileIsFull() throws Exception {
        storm(2, 600, "&max_page_count=40");
    }

    private void storm(long seed, int transactions, String parameters) throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("storm.db") + "?journal_mode=WAL&synchronous=FULL";
        try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent, pad TEXT)");
        }
        ChildJvm.Result killed = ChildJvm.run(
                Writers.class, folder, url + parameters, String.valueOf(seed), String.valueOf(transactions));
        assertThat(killed.exitCode()).as(killed.output()).isEqualTo(KILLED);
        check(killed.output().lines().toList(), url, !parameters.isEmpty());
    }

    /** A transaction n stores the parent n and the child n, both or none. */
    private static void check(List<String> output, String url, boolean full) throws SQLException {
        List<String> wrong = new ArrayList<>(
                output.stream().filter(line -> line.startsWith("unexpected")).toList());
        AtomicInteger stored = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
            for (String line : output) {
                if (!line.matches("[+-]\\d+")) {
                    continue; // a logger's, or the last line, of which the end is missing
                }
                String id = line.substring(1);
                String rows = String.valueOf(Sql.read(
                        connection,
                        "SELECT (SELECT count(*) FROM parent WHERE id = " + id
                                + ") + (SELECT count(*) FROM child WHERE id = " + id + ")"));
                boolean acknowledged = line.startsWith("+");
                (acknowledged ? stored : failed).incrementAndGet();
                if (!rows.equals(acknowledged ? "2" : "0")) {
                    wrong.add(line + " has " + rows + " rows");
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(stored.get()).as("acknowledged").isGreaterThan(full ? 10 : 50);
            assertThat(failed.get()).as("failed").isGreaterThan(10);
            assertThat(Sql.read(connection, "SELECT count(*) FROM pragma_foreign_key_check"))
                    .isEqualTo("0");
            assertThat(Sql.read(
                            connection,
                            "SELECT count(*) FROM parent LEFT JOIN child USING (id) WHERE child.id IS NULL"))
                    .as("half a transaction")
                    .isEqualTo("0");
            assertThat(Sql.read(connection, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    /** Prints what was stored (+) or was not (-), and is killed. */
    static final class Writers {
        private static final AtomicInteger NEXT = new AtomicInteger();

        private Writers() {}

        public static void main(String[] arguments) throws Exception {
            GroupCommitDataSource groups = GroupCommitDataSource.over(
                    EnforcedDataSource.open(arguments[0]).explainingWithin(Duration.ofMinutes(1)));
            long seed = Long.parseLong(arguments[1]);
            for (int i = 0; i < 16; i++) {
                Random random = new Random(seed + i);
                new Thread(() -> write(groups, random)).start();
            }
            int last = Integer.parseInt(arguments[2]);
            while (NEXT.get() < last) {
                Thread.sleep(1);
            }
            Runtime.getRuntime().halt(KILLED);
        }

        private static void write(GroupCommitDataSource groups, Random random) {
            while (true) {
                int id = NEXT.incrementAndGet();
                boolean acknowledged = false;
                try {
                    acknowledged = stores(groups, random, id);
                } catch (SQLException e) {
                    if (!String.valueOf(e.getMessage())
                            .matches("(?s).*(has no matching|was not stored|INTERRUPT|FULL|UNIQUE|busy).*")) {
                        say("unexpected: " + e);
                    }
                } catch (RuntimeException | Error e) {
                    say("unexpected: " + e);
                }
                say((acknowledged ? "+" : "-") + id);
            }
        }

        private static boolean stores(GroupCommitDataSource groups, Random random, int id) throws SQLException {
            int kind = random.nextInt(10);
            try (Connection connection = groups.getConnection()) {
                connection.setAutoCommit(kind == 9);
                try (Statement statement = connection.createStatement()) {
                    if (kind == 9) { // alone
                        statement.executeUpdate("BEGIN; INSERT INTO parent VALUES (" + id
                                + "); INSERT INTO child VALUES (" + id + ", " + id + ", ''); COMMIT");
                        return true;
                    }
                    Thread canceller = kind == 8 ? cancelling(statement, random) : null;
                    try {
                        statement.executeUpdate("INSERT INTO parent VALUES (" + id + ")");
                        statement.executeUpdate("INSERT INTO child VALUES (" + id + ", " + (kind == 7 ? -1 : id)
                                + ", hex(randomblob(" + random.nextInt(300) + ")))");
                    } finally {
                        if (canceller != null) {
                            canceller.interrupt(); // nothing else ends it
                        }
                    }
                }
                if (kind == 6) {
                    connection.rollback();
                    return false;
                }
                if (kind == 5) {
                    return false;
                }
                connection.commit();
                return true;
            }
        }

        private static Thread cancelling(Statement statement, Random random) {
            long wait = random.nextInt(200_000);
            Thread thread = new Thread(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(wait);
                    try {
                        statement.cancel();
                    } catch (SQLException e) {
                        return;
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private static synchronized void say(String line) {
            System.out.println(line);
        }
    }
}
