package dev.referent.jdbc.explain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteCommitListener;

/** Whatever an application does while a failure is explained, the write ends as with the bare driver. */
final class HarmlessExplanationTest {
    static final List<String> FAILING = List.of(
            "INSERT INTO c VALUES (9)",
            "INSERT INTO c VALUES (98), (97)",
            "INSERT INTO c SELECT id + 90 FROM p",
            "REPLACE INTO c (rowid, pid) VALUES (1, 9)",
            "UPDATE c SET pid = 9",
            "UPDATE p SET id = id + 50 WHERE id = 1",
            "DELETE FROM p WHERE id = 1",
            "DELETE FROM p WHERE id = 2",
            "DELETE FROM p");

    @TempDir
    private Path folder;

    static List<String> failing() {
        return FAILING;
    }

    static Stream<Arguments> failingInEachMode() {
        return Stream.of(true, false).flatMap(autoCommit -> FAILING.stream().map(sql -> Arguments.of(autoCommit, sql)));
    }

    /** What a listener of an application may end with. */
    enum Surprise {
        NULL_POINTER {
            @Override
            void happen() {
                Map<String, Set<Long>> byTable = new HashMap<>();
                Objects.requireNonNull(byTable.get("none")).add(1L);
            }
        },
        ERROR {
            @Override
            void happen() {
                throw new AssertionError("a listener's error");
            }
        },
        STACK_OVERFLOW {
            @Override
            void happen() {
                deeper(1);
            }

            private int deeper(int depth) {
                return depth > 0 ? deeper(depth + 1) + 1 : 0;
            }
        },
        INTERRUPT {
            @Override
            void happen() {
                Thread.currentThread().interrupt();
            }
        };

        abstract void happen();
    }

    @ParameterizedTest
    @EnumSource(Surprise.class)
    void aListenerThatKnowsOnlyTheApplicationsTablesIsNotSurprised(Surprise surprise) throws Exception {
        Set<String> tables = Set.of("p", "c", "d", "r", "outside");
        for (boolean autoCommit : new boolean[] {true, false}) {
            for (String sql : FAILING) {
                listening(autoCommit, sql, false, (table, row) -> {
                    if (!tables.contains(table)) {
                        surprise.happen();
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Surprise.class)
    void aListenerThatEndsSoOnASecondCallLeavesNoOrphan(Surprise surprise) throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            for (String sql : FAILING) {
                Set<String> reported = new HashSet<>();
                AtomicBoolean done = new AtomicBoolean();
                listening(autoCommit, sql, true, (table, row) -> {
                    if (!reported.add(table + row) && done.compareAndSet(false, true)) {
                        surprise.happen();
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Surprise.class)
    void aListenerThatAlwaysEndsSoEndsAsWithTheDriver(Surprise surprise) throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            // one row each: the driver may report no more of a statement after a listener's exception
            for (String sql :
                    List.of("INSERT INTO c VALUES (9)", "UPDATE c SET pid = 9", "DELETE FROM p WHERE id = 1")) {
                listening(autoCommit, sql, false, (table, row) -> surprise.happen());
            }
        }
    }

    /** Is told of a row. */
    @FunctionalInterface
    private interface RowListener {
        void changed(String table, long row);
    }

    private void listening(boolean autoCommit, String sql, boolean twice, RowListener listener) throws Exception {
        Path own = Files.createTempDirectory(folder, "listening");
        DriverComparison.assertSame(own, side -> {
            side.connection().setAutoCommit(autoCommit);
            side.run("INSERT INTO p (id) VALUES (7)");
            AtomicBoolean listening = new AtomicBoolean(true);
            side.driver().addUpdateListener((type, database, table, row) -> {
                if (listening.get()) {
                    listener.changed(table, row);
                }
            });
            side.run(sql);
            listening.set(false);
            boolean interrupted = Thread.interrupted();
            if (!twice) {
                side.see("interrupted " + interrupted);
            }
        });
    }

    @ParameterizedTest(name = "autoCommit {0}: {1}")
    @MethodSource("failingInEachMode")
    void listenersOfCommitsAndRollbacksAreCalledAsWithTheDriver(boolean autoCommit, String sql) throws Exception {
        DriverComparison.assertSame(folder, side -> {
            side.connection().setAutoCommit(autoCommit);
            side.driver().addCommitListener(new SQLiteCommitListener() {
                @Override
                public void onCommit() {
                    side.see("reported a commit");
                }

                @Override
                public void onRollback() {
                    side.see("reported a rollback");
                }
            });
            side.run("INSERT INTO p (id) VALUES (7)", sql, "INSERT INTO d VALUES (66)");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO c VALUES (9)", "UPDATE c SET pid = 9", "DELETE FROM p WHERE id = 1"})
    void anUpdateListenerIsToldOfAPlainStatementOnce(String sql) throws Exception {
        DriverComparison.assertSame(folder, side -> {
            side.driver().addUpdateListener((type, database, table, row) -> side.see("reported " + type + table + row));
            side.run(sql);
        });
    }

    @ParameterizedTest(name = "autoCommit {0}: {1}")
    @MethodSource("failingInEachMode")
    void anInterruptedThreadStaysInterrupted(boolean autoCommit, String sql) throws Exception {
        DriverComparison.assertSame(folder, side -> {
            side.connection().setAutoCommit(autoCommit);
            Thread.currentThread().interrupt();
            side.run("INSERT INTO p (id) VALUES (7)", sql);
            side.see("interrupted " + Thread.interrupted());
        });
    }

    @ParameterizedTest(name = "autoCommit {0}: {1}")
    @MethodSource("failingInEachMode")
    void nothingIsAddedWhereNothingCanBeUndone(boolean autoCommit, String sql) throws Exception {
        String temporary = DriverComparison.SCHEMA.replace("TABLE ", "TEMP TABLE ");
        Map<String, List<String>> kinds = Map.of(
                "FOLDER/main.db?busy_timeout=0&synchronous=OFF", List.of("PRAGMA journal_mode=OFF"),
                ":memory:", List.of("PRAGMA journal_mode=OFF"),
                "file::memory:", List.of("PRAGMA journal_mode=OFF"),
                "", List.of("PRAGMA journal_mode=OFF"),
                "FOLDER/main.db?busy_timeout=0&synchronous=OFF&temp_store=FILE",
                        List.of("PRAGMA temp.journal_mode=OFF", temporary),
                "FOLDER/main.db?busy_timeout=0&synchronous=OFF&temp_store=MEMORY",
                        List.of("PRAGMA journal_mode=OFF", temporary),
                "FOLDER/main.db?busy_timeout=0&synchronous=OFF&cache_size=9",
                        List.of(
                                "DROP TABLE r",
                                "DROP TABLE d",
                                "DROP TABLE c",
                                "DROP TABLE p",
                                "ATTACH ':memory:' AS o",
                                "PRAGMA o.journal_mode=OFF",
                                DriverComparison.SCHEMA
                                        .replace("TABLE ", "TABLE o.")
                                        .replace("INTO ", "INTO o.")));
        for (Map.Entry<String, List<String>> kind : kinds.entrySet()) {
            Path own = Files.createTempDirectory(folder, "off");
            DriverComparison.assertSame(own, "jdbc:sqlite:" + kind.getKey(), side -> {
                side.run(kind.getValue().toArray(new String[0]));
                side.connection().setAutoCommit(autoCommit);
                side.run(sql);
            });
        }
    }
}
