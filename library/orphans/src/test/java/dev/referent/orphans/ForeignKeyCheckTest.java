package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counts are those of SQLite's own foreign_key_check, over random schemas and values of every type. */
final class ForeignKeyCheckTest {
    private static final List<String> TYPES = List.of("INTEGER", "TEXT", "REAL", "NUMERIC", "BLOB", "");
    private static final List<String> COLLATIONS = List.of("", "", " COLLATE NOCASE", " COLLATE RTRIM");
    private static final List<String> VALUES = List.of(
            "NULL",
            "1",
            "2",
            "1.0",
            "2.5",
            "'1'",
            "'01'",
            "'1.0'",
            "'a'",
            "'A'",
            "'a '",
            "x'61'",
            "x'31'",
            "''",
            "-0.0",
            "0",
            "9007199254740993",
            "9007199254740992.0",
            "'9007199254740993'",
            "1e300",
            "'x' || char(0) || 'y'",
            "'x'");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agrees(long seed) throws SQLException {
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            Path file = folder.resolve("s" + i + ".db");
            List<String> sql = sql(random);
            Sqlite.file(file, "BEGIN; " + String.join("; ", sql) + "; COMMIT");
            try (Connection connection = Sqlite.open(file)) {
                assertThat(counts(Audit.of(file).run()))
                        .as(String.join("\n", sql))
                        .isEqualTo(checked(connection));
            }
        }
    }

    private static Map<String, Long> counts(AuditReport report) {
        return report.keys().stream()
                .collect(Collectors.toMap(
                        key -> key.childTable(), key -> key.orphanRows().orElse(0), Long::sum));
    }

    private static Map<String, Long> checked(Connection connection) throws SQLException {
        Map<String, Long> counts = new HashMap<>();
        for (String table : List.of("c0", "c1")) {
            counts.put(table, Sql.number(connection, "SELECT count(*) FROM pragma_foreign_key_check('" + table + "')"));
        }
        return counts;
    }

    /** Two child tables, of which each has a key of one column and one of two, to the same parent or to itself. */
    private static List<String> sql(Random random) {
        List<String> sql = new ArrayList<>();
        boolean rowId = random.nextBoolean();
        sql.add("CREATE TABLE p (id "
                + (rowId ? "INTEGER PRIMARY KEY" : type(random).replace("INTEGER", "INT") + " PRIMARY KEY") + ", a "
                + type(random) + ", b " + type(random) + ", UNIQUE (a, b))"
                + (!rowId && random.nextBoolean() ? " WITHOUT ROWID" : ""));
        for (int i = 0; i < 2; i++) {
            boolean primary = random.nextBoolean();
            sql.add("CREATE TABLE c" + i + " (k INTEGER" + (primary ? " PRIMARY KEY" : "") + ", x " + type(random)
                    + " REFERENCES p, a " + type(random) + ", b " + type(random)
                    + ", FOREIGN KEY (a, b) REFERENCES p (a, b))"
                    + (primary && random.nextBoolean() ? " WITHOUT ROWID" : ""));
            if (random.nextBoolean()) {
                sql.add("CREATE INDEX c" + i + "_x ON c" + i + " (x)");
            }
        }
        for (int i = 0; i < 12; i++) {
            sql.add("INSERT OR IGNORE INTO p VALUES (" + (rowId ? String.valueOf(random.nextInt(4)) : value(random))
                    + ", " + value(random) + ", " + value(random) + ")");
        }
        for (int i = 0; i < 40; i++) {
            sql.add("INSERT INTO c" + i % 2 + " VALUES (" + i * 50_000 + ", " + value(random) + ", " + value(random)
                    + ", " + value(random) + ")");
        }
        return sql;
    }

    private static String type(Random random) {
        return pick(random, TYPES) + pick(random, COLLATIONS);
    }

    private static String value(Random random) {
        return pick(random, VALUES);
    }

    private static <T extends @Nullable Object> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
