package dev.referent.jdbc.unenforced;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.BulkScope;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random bulk writes on a database with orphan rows. The oracle makes the same writes on a copy without Referent, and counts the
 * orphan rows before and after with queries of its own.
 */
final class RandomBulkTest {
    private static final int SEEDS = Integer.getInteger("referent.bulk.seeds", 60);

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "CREATE TABLE q (a TEXT COLLATE NOCASE, b INT, p INT REFERENCES P, PRIMARY KEY (a, b)) WITHOUT ROWID",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p, a TEXT, b INT, up INT REFERENCES c,"
                    + " FOREIGN KEY (a, b) REFERENCES q)");

    private static final Map<String, String> ORPHANS = Map.of(
            "q.p", "SELECT q.p FROM q WHERE q.p IS NOT NULL AND q.p NOT IN (SELECT id FROM p)",
            "c.p", "SELECT c.p FROM c WHERE c.p IS NOT NULL AND c.p NOT IN (SELECT id FROM p)",
            "c.up", "SELECT c.up FROM c WHERE c.up IS NOT NULL AND c.up NOT IN (SELECT id FROM c)",
            "c.ab",
                    "SELECT c.a || c.b FROM c WHERE c.a IS NOT NULL AND c.b IS NOT NULL"
                            + " AND NOT EXISTS (SELECT 1 FROM q WHERE q.a = c.a AND q.b = c.b)");

    @TempDir
    private Path folder;

    @Test
    void isCommittedIfAndOnlyIfItAddsNoOrphanRow() throws Exception {
        int committed = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Path bare = create(seed, random);
            Path bulk = Files.copy(bare, folder.resolve(seed + "-bulk.db"));
            List<String> writes = writes(random);
            Map<String, Integer> before = orphans(bare);
            try (Connection connection = open(bare)) {
                Sql.run(connection, writes.toArray(String[]::new));
            }
            Map<String, Integer> after = orphans(bare);
            boolean breaks =
                    after.entrySet().stream().anyMatch(each -> each.getValue() > before.getOrDefault(each.getKey(), 0));

            String how = "seed " + seed + ": " + writes + " with " + before + ", then " + after;
            assertThat(isRolledBack(bulk, writes)).as(how).isEqualTo(breaks);
            assertThat(orphans(bulk)).as(how).isEqualTo(breaks ? before : after);
            committed += breaks ? 0 : 1;
        }
        assertThat(committed).isBetween(SEEDS / 10, SEEDS * 9 / 10);
    }

    @Test
    void leavesOutOrphanRowsAndNoOther() throws Exception {
        int some = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Path file = create(seed, random);
            List<String> writes = writes(random).stream()
                    .filter(write -> write.startsWith("INSERT INTO"))
                    .toList();
            String how = "seed " + seed + ": " + writes;
            Map<String, Integer> before = orphans(file);
            List<String> rows = rows(file);
            try (Connection connection = open(file)) {
                Sql.run(connection, "BEGIN", String.join(";", writes));
                List<String> all = rows(connection);
                Sql.run(connection, "ROLLBACK");

                int leftOut = leaveOut(file, writes);
                List<String> stored = rows(connection);
                if (leftOut < 0) {
                    assertThat(stored).as(how).isEqualTo(rows);
                    continue;
                }
                assertThat(stored).as(how).hasSize(all.size() - leftOut).containsAll(rows);
                assertThat(all).as(how).containsAll(stored);
                orphans(file)
                        .forEach((key, count) ->
                                assertThat(count).as(how + " " + key).isLessThanOrEqualTo(before.getOrDefault(key, 0)));
                some += leftOut > 0 && stored.size() > rows.size() ? 1 : 0;
            }
        }
        assertThat(some).isGreaterThan(SEEDS / 10);
    }

    /** Returns how many rows are left out; negative if rows of q cannot be, for which another row may have been skipped. */
    private static int leaveOut(Path file, List<String> writes) throws SQLException {
        try {
            return BulkScope.leavingOut(
                            EnforcedDataSource.open("jdbc:sqlite:" + file),
                            bulk -> Sql.run(bulk, writes.toArray(String[]::new)))
                    .size();
        } catch (ForeignKeyViolationSQLException e) {
            assertThat((Throwable) e).hasMessageContaining("rows of q cannot be left out");
            return -1;
        }
    }

    private static boolean isRolledBack(Path file, List<String> writes) throws SQLException {
        try {
            BulkScope.run(
                    EnforcedDataSource.open("jdbc:sqlite:" + file),
                    bulk -> Sql.run(bulk, writes.toArray(String[]::new)));
            return false;
        } catch (ForeignKeyViolationSQLException e) {
            return true;
        }
    }

    private Path create(int seed, Random random) throws IOException, SQLException {
        Path file = folder.resolve(seed + ".db");
        Files.deleteIfExists(file);
        try (Connection connection = open(file)) {
            Sql.run(connection, "PRAGMA synchronous=OFF", "BEGIN");
            Sql.run(connection, SCHEMA.toArray(String[]::new));
            for (int i = 0; i < 8; i++) {
                Sql.run(connection, insert(random));
            }
            Sql.run(connection, "COMMIT");
        }
        return file;
    }

    private static List<String> writes(Random random) {
        List<String> writes = new ArrayList<>();
        int size = 1 + random.nextInt(5);
        for (int i = 0; i < size; i++) {
            writes.add(random.nextInt(3) > 0 ? insert(random) : change(random));
        }
        return writes;
    }

    private static String insert(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> "INSERT INTO p SELECT %s WHERE %1$s NOT IN (SELECT id FROM p)".formatted(number(random));
            case 1 ->
                "INSERT INTO q SELECT %s, %s, %s ON CONFLICT DO NOTHING"
                        .replace("%s ON", "%s WHERE true ON")
                        .formatted(letter(random), number(random), orNull(number(random), random));
            default ->
                "INSERT INTO c (p, a, b, up) VALUES (%s, %s, %s, %s)"
                        .formatted(
                                orNull(number(random), random),
                                letter(random),
                                orNull(number(random), random),
                                orNull(number(random), random));
        };
    }

    private static String change(Random random) {
        String number = number(random);
        return switch (random.nextInt(9)) {
            case 0 -> "DELETE FROM p WHERE id = " + number;
            case 1 -> "DELETE FROM c";
            case 2 -> "DELETE FROM q WHERE b > " + number;
            case 3 -> "UPDATE OR IGNORE p SET id = id + 1 WHERE id = " + number;
            case 4 -> "UPDATE c SET up = NULL, p = " + number + " WHERE id = " + number(random);
            case 5 -> "REPLACE INTO q VALUES ('a', 1, " + number + ")";
            case 6 -> "UPDATE q SET a = upper(a)";
            case 7 -> "DELETE FROM c WHERE p NOT IN (SELECT id FROM p)";
            default -> "WITH n AS (SELECT " + number + ") DELETE FROM c WHERE id IN n";
        };
    }

    private static String number(Random random) {
        return String.valueOf(1 + random.nextInt(5));
    }

    private static String letter(Random random) {
        return List.of("'a'", "'b'", "'A'").get(random.nextInt(3));
    }

    private static String orNull(String value, Random random) {
        return random.nextInt(3) == 0 ? "NULL" : value;
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static Map<String, Integer> orphans(Path file) throws SQLException {
        Map<String, Integer> orphans = new HashMap<>();
        try (Connection connection = open(file)) {
            for (Map.Entry<String, String> each : ORPHANS.entrySet()) {
                for (String key : read(connection, each.getValue())) {
                    orphans.merge(each.getKey() + " " + key, 1, Integer::sum);
                }
            }
        }
        return orphans;
    }

    private static List<String> rows(Path file) throws SQLException {
        try (Connection connection = open(file)) {
            return rows(connection);
        }
    }

    private static List<String> rows(Connection connection) throws SQLException {
        return read(
                connection,
                "SELECT 'p' || id FROM p UNION ALL SELECT 'q' || a || b || ifnull(p, '-') FROM q UNION ALL"
                        + " SELECT 'c' || id || ifnull(p, '-') || a || ifnull(b, '-') || ifnull(up, '-') FROM c");
    }

    private static List<String> read(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
