package dev.referent.jdbc.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same random transactions, grouped by the threads that execute them, and then one after another in the order of their turns on a
 * connection of its own each: every statement has the same outcome, and the same rows are left.
 */
class GroupedDifferentialTest {
    private static final int THREADS = 8;
    private static final String FAST = "?journal_mode=WAL&synchronous=OFF";
    private static final String[] SCHEMA = {
        "CREATE TABLE a (id INTEGER PRIMARY KEY, u TEXT UNIQUE, self INTEGER REFERENCES a (id))",
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER CONSTRAINT b_cascade REFERENCES a (id) ON DELETE CASCADE)",
        "CREATE TABLE c (id INTEGER PRIMARY KEY, b_id INTEGER NOT NULL CONSTRAINT c_restrict REFERENCES b (id) ON DELETE"
                + " RESTRICT, CHECK (id <> 13))",
        "CREATE TABLE d (id INTEGER PRIMARY KEY, a_id INTEGER DEFAULT 1 CONSTRAINT d_null REFERENCES a (id) ON DELETE SET NULL"
                + " ON UPDATE CASCADE) WITHOUT ROWID",
        "CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, what TEXT)",
        "CREATE TRIGGER noted AFTER INSERT ON b BEGIN INSERT INTO log (what) VALUES ('b' || new.id); END",
        "CREATE TRIGGER strict BEFORE DELETE ON d WHEN old.id = 7 BEGIN SELECT RAISE(ABORT, 'seven stays'); END"
    };

    @TempDir
    private Path folder;

    /** A transaction's statements; how it ends; and, once executed, its place and what came of each. */
    private record Script(List<String> steps, AtomicInteger turn, List<String> outcomes) {}

    @Test
    void endsAsWithoutGroups() throws Exception {
        compare(14_000_000, 500);
    }

    @RepeatedTest(20)
    @Tag("nightly")
    void endsAsWithoutGroupsForMoreSeeds(RepetitionInfo repetition) throws Exception {
        compare(14_000_000 + repetition.getCurrentRepetition(), 10_000);
    }

    private void compare(long seed, int count) throws Exception {
        DataSource grouped = source("grouped" + seed);
        CommitGroups groups = new CommitGroups(grouped, Duration.ofSeconds(60), Duration.ofMillis(20));
        List<Script> scripts = scripts(new Random(seed), count);
        execute(groups, scripts);
        List<Script> ordered = new ArrayList<>(scripts);
        ordered.sort(
                (one, other) -> Integer.compare(one.turn().get(), other.turn().get()));

        DataSource single = source("single" + seed);
        int failures = 0;
        for (Script script : ordered) {
            Script again = new Script(script.steps(), new AtomicInteger(), new ArrayList<>());
            try (Connection connection = single.getConnection()) {
                run(connection, again, () -> 0);
            }
            assertThat(script.outcomes())
                    .as("seed %d: %s", seed, script.steps())
                    .isEqualTo(again.outcomes());
            failures += (int) again.outcomes().stream()
                    .filter(text -> text.contains("Exception"))
                    .count();
        }
        assertThat(failures).isGreaterThan(count / 4);
        for (String table : List.of("a", "b", "c", "d", "log", "sqlite_sequence")) {
            assertThat(rows(grouped, table)).as(table).isEqualTo(rows(single, table));
        }
    }

    private DataSource source(String name) throws SQLException {
        EnforcedDataSource source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve(name + ".db") + FAST)
                .explainingWithin(Duration.ofMinutes(1));
        try (Connection connection = source.getConnection()) {
            Sql.run(connection, SCHEMA);
        }
        return source;
    }

    private static List<String> rows(DataSource source, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1")) {
            while (all.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= all.getMetaData().getColumnCount(); i++) {
                    row.append(all.getString(i)).append('|');
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private static void execute(CommitGroups groups, List<Script> scripts) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger turns = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            Callable<Integer> worker = () -> {
                for (int i = next.getAndIncrement(); i < scripts.size(); i = next.getAndIncrement()) {
                    try (Connection connection = groups.connection()) {
                        run(connection, scripts.get(i), turns::incrementAndGet);
                    }
                }
                return 0;
            };
            for (Future<Integer> done : threads.invokeAll(Collections.nCopies(THREADS, worker))) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Gives the place of a transaction, which has the turn. */
    @FunctionalInterface
    private interface Turn {
        int take();
    }

    private static void run(Connection connection, Script script, Turn turn) throws SQLException {
        connection.setAutoCommit(false);
        Sql.read(connection, "SELECT 1"); // takes the turn
        script.turn().set(turn.take());
        Savepoint savepoint = null;
        for (String step : script.steps()) {
            try {
                switch (step) {
                    case "commit" -> connection.commit();
                    case "rollback" -> connection.rollback();
                    case "savepoint" -> savepoint = connection.setSavepoint();
                    case "back" -> {
                        if (savepoint != null) {
                            connection.rollback(savepoint);
                        }
                    }
                    default -> script.outcomes().add(outcome(connection, step));
                }
            } catch (SQLException e) {
                script.outcomes()
                        .add(e.getClass().getSimpleName() + " " + e.getErrorCode() + " " + e.getSQLState() + ": "
                                + e.getMessage());
            }
        }
    }

    private static String outcome(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (!statement.execute()) {
                return statement.getUpdateCount() + " rows";
            }
            StringBuilder rows = new StringBuilder();
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    rows.append(result.getString(1)).append(' ');
                }
            }
            return rows.toString();
        }
    }

    private static List<Script> scripts(Random random, int count) {
        List<Script> scripts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> steps = new ArrayList<>();
            for (int step = random.nextInt(4); step >= 0; step--) {
                steps.add(step(random));
            }
            int end = random.nextInt(10);
            if (end > 0) { // else only closed
                steps.add(end < 8 ? "commit" : "rollback");
            }
            scripts.add(new Script(steps, new AtomicInteger(), Collections.synchronizedList(new ArrayList<>())));
        }
        return scripts;
    }

    private static String step(Random random) {
        int id = 1 + random.nextInt(20);
        int other = 1 + random.nextInt(20);
        return switch (random.nextInt(16)) {
            case 0, 1 ->
                "INSERT INTO a VALUES (" + id + ", 'u" + other + "', " + (random.nextBoolean() ? "NULL" : other) + ")";
            case 2, 3 -> "INSERT INTO b VALUES (" + id + ", " + other + ")";
            case 4 -> "INSERT INTO c VALUES (" + id + ", " + other + ")";
            case 5 -> "INSERT INTO d VALUES (" + id + ", " + other + ")";
            case 6 -> "DELETE FROM a WHERE id = " + id;
            case 7 -> "DELETE FROM b WHERE id = " + id;
            case 8 -> "DELETE FROM d WHERE id >= " + id;
            case 9 -> "UPDATE a SET id = " + id + " WHERE id = " + other;
            case 10 -> "UPDATE b SET a_id = a_id + 1 WHERE id > " + id;
            case 11 -> "INSERT INTO b (a_id) VALUES (" + id + "), (" + other + ") RETURNING id";
            case 12 -> "INSERT OR REPLACE INTO a VALUES (" + id + ", 'u" + other + "', NULL)";
            case 13 -> "savepoint";
            case 14 -> "back";
            default -> "SELECT count(*) || max(id) FROM b";
        };
    }
}
