package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.ProgressHandler;

/** How much work the search is, in steps of SQLite's virtual machine. */
final class RepairSearchTest {
    @TempDir
    private Path folder;

    /** Twice as many rows are less than three times the work; where each row is compared with each, they are four times. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p)",
                "CREATE TABLE c (id TEXT COLLATE NOCASE PRIMARY KEY, p INT REFERENCES p) WITHOUT ROWID",
                "CREATE TABLE c (id INT UNIQUE REFERENCES p ON DELETE SET NULL, p INT)"
            })
    void growsWithTheRowsAloneWithoutIndexesToo(String child) throws SQLException {
        long steps = steps(child, 2_000);

        assertThat(steps(child, 4_000)).isLessThan(3 * steps);
    }

    /** Where each of n tables is asked in each of n rounds, it is eight times the work. */
    @Test
    void isNotMuchMoreWorkInAChainOfTablesThanInAStar() throws SQLException {
        long star = steps(tables("star", i -> 0), 1);

        assertThat(steps(tables("chain", i -> i - 1), 1)).isLessThan(2 * star);
    }

    private Path tables(String name, IntUnaryOperator parent) throws SQLException {
        List<String> sql = new ArrayList<>(List.of("CREATE TABLE t0 (id INTEGER PRIMARY KEY)"));
        for (int i = 1; i <= 100; i++) {
            sql.add("CREATE TABLE t" + i + " (id INTEGER PRIMARY KEY REFERENCES t" + parent.applyAsInt(i)
                    + " ON DELETE CASCADE)");
            sql.add("INSERT INTO t" + i + " VALUES (1)");
        }
        return Sqlite.file(folder.resolve(name), sql.toArray(String[]::new));
    }

    private long steps(String child, int rows) throws SQLException {
        Path file = Sqlite.file(
                folder.resolve(rows + ".db"),
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                child,
                "CREATE TABLE g (id INTEGER PRIMARY KEY, c REFERENCES c (id) ON DELETE CASCADE)",
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ")"
                        + " INSERT INTO c SELECT i, i FROM n",
                "INSERT INTO g SELECT NULL, id FROM c");
        return steps(file, 100);
    }

    private static long steps(Path file, int counted) throws SQLException {
        AtomicLong steps = new AtomicLong();
        try (Connection connection = Sqlite.open(file);
                SchemaTwin twin = SchemaTwin.of(connection)) {
            SqliteSchema schema = SqliteSchema.of(connection, twin);
            ProgressHandler.setHandler(connection, counted, new ProgressHandler() {
                @Override
                protected int progress() {
                    steps.incrementAndGet();
                    return 0;
                }
            });
            RepairSearch search = new RepairSearch(connection, schema, new RepairPolicies(Map.of(), schema))
                    .run((what, done, all) -> {});
            assertThat(search.tables()).isNotEmpty();
        }
        return steps.get();
    }
}
