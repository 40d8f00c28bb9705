package dev.referent.jdbc.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteConnection;

/** What becomes of one thread's writes while another thread's fail on the same connection, beside the bare driver. */
@Tag("nightly")
final class SharedConnectionStormTest {
    private static final int FAILING = 300;
    private static final int VALID = 3_000;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private Path file = Path.of("");

    @BeforeEach
    void createTheDatabase() throws SQLException {
        file = folder.resolve("shared.db");
        StormDatabase.create(file, true);
    }

    @AfterEach
    void stopTheThreads() {
        threads.shutdownNow();
    }

    /** What a thread does again and again. */
    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }

    private Future<Integer> failing(int times, Work work) {
        return threads.submit(() -> {
            int failures = 0;
            for (int i = 0; i < times; i++) {
                try {
                    work.run();
                } catch (SQLException e) {
                    failures++;
                }
            }
            return failures;
        });
    }

    private static Work execute(Connection connection, String sql) {
        return () -> StormDatabase.execute(connection, sql);
    }

    private static void insert(Connection connection, int rows, Work afterEach) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO c VALUES (?, 1)")) {
            for (int i = 1; i <= rows; i++) {
                insert.setLong(1, 1_000 + i);
                insert.executeUpdate();
                afterEach.run();
            }
        }
    }

    private void assertNothingIsLost(Connection connection, int rows) throws SQLException {
        assertThat(connection.isClosed()).isFalse();
        assertThat(connection.unwrap(SQLiteConnection.class).isClosed()).isFalse();
        try (Connection reader = Target.BARE.source(file).open()) {
            assertThat(StormDatabase.stored(reader, false)).hasSize(rows);
            assertThat(StormDatabase.faults(reader, false)).isEmpty();
            StormDatabase.execute(reader, "UPDATE p SET n = 1");
        }
    }

    /** Each statement is a transaction of its own. */
    @Nested
    class InAutocommit {
        @ParameterizedTest
        @EnumSource
        void keepsEachAcknowledgedRowWhileInsertsFail(Target target) throws Exception {
            try (Connection connection = target.source(file).open()) {
                assertThat(keepsEachRow(connection, "INSERT INTO c(pid) VALUES (-9)"))
                        .isEqualTo(FAILING);
            }
        }

        @ParameterizedTest
        @EnumSource
        void keepsEachAcknowledgedRowWhileDeletesOfParentsFail(Target target) throws Exception {
            try (Connection connection = target.source(file).open()) {
                assertThat(keepsEachRow(connection, "DELETE FROM p WHERE id < 4"))
                        .isEqualTo(FAILING);
            }
        }

        @ParameterizedTest
        @EnumSource
        void keepsEachAcknowledgedRowWhileDeferredKeysFail(Target target) throws Exception {
            try (Connection connection = target.source(file).open()) {
                assertThat(keepsEachRow(connection, "INSERT INTO d(pid) VALUES (-9)"))
                        .isEqualTo(FAILING);
            }
        }

        @ParameterizedTest
        @EnumSource
        void keepsEachAcknowledgedRowWhileTablesAreDropped(Target target) throws Exception {
            try (Connection connection = target.source(file).open()) {
                assertThat(keepsEachRow(connection, "DROP TABLE IF EXISTS staging"))
                        .isZero();
            }
        }

        private int keepsEachRow(Connection connection, String sql)
                throws SQLException, InterruptedException, ExecutionException {
            Future<Integer> failures = failing(FAILING, execute(connection, sql));
            insert(connection, VALID, () -> {});
            int failed = failures.get();
            assertNothingIsLost(connection, VALID);
            return failed;
        }
    }

    /** The threads share a transaction, too. */
    @Nested
    class InTransactions {
        @ParameterizedTest
        @EnumSource
        void commitsNoOrphanAndLosesNothing(Target target) throws Exception {
            assertThat(commitWhileFailing(target, "INSERT INTO c(pid) VALUES (-9)"))
                    .isEqualTo(FAILING);
        }

        @ParameterizedTest
        @EnumSource
        void losesNothingWhileTablesAreDropped(Target target) throws Exception {
            assertThat(commitWhileFailing(target, "DROP TABLE IF EXISTS staging"))
                    .isZero();
        }

        private int commitWhileFailing(Target target, String sql) throws Exception {
            try (Connection connection = target.source(file).open()) {
                connection.setAutoCommit(false);
                Future<Integer> failures = failing(FAILING, execute(connection, sql));
                insert(connection, VALID, connection::commit);
                int failed = failures.get();
                connection.commit();
                assertNothingIsLost(connection, VALID);
                connection.rollback();
                return failed;
            }
        }
    }

    /** Another thread cancels. */
    @Nested
    class WhenStatementsAreCancelled {
        private static final int TIMES = 1_500;

        @ParameterizedTest
        @EnumSource
        void staysOpenInAutocommit(Target target) throws Exception {
            try (Connection connection = target.source(file).open()) {
                cancelAround(connection, "INSERT INTO c(pid) VALUES (-9)");

                insert(connection, 1, () -> {});
                assertNothingIsLost(connection, 1);
            }
        }

        @ParameterizedTest
        @EnumSource
        void keepsADatabaseInMemory(Target target) throws Exception {
            try (Connection connection = target.source(Target.IN_MEMORY).open()) {
                StormDatabase.create(connection, "");
                cancelAround(connection, "INSERT INTO c(pid) VALUES (-9)");

                insert(connection, 1, () -> {});
                assertThat(StormDatabase.stored(connection, false)).hasSize(1);
                assertThat(StormDatabase.faults(connection, false)).isEmpty();
            }
        }

        /** A cancel that meets the failing statement itself makes SQLite roll back; the driver's COMMIT then throws. */
        @ParameterizedTest
        @EnumSource
        void commitsBothUpdatesOrTellsTheProgram(Target target) throws Exception {
            for (int round = 1; round <= 60; round++) {
                boolean told;
                try (Connection connection = target.source(file).open()) {
                    connection.setAutoCommit(false);
                    told = updateTwice(connection, round);
                }
                try (Connection reader = Target.BARE.source(file).open()) {
                    List<String> updated = StormDatabase.column(reader, "SELECT n FROM p WHERE id IN (5, 6)");
                    if (!told) {
                        assertThat(updated).containsExactly("" + round, "" + round);
                    }
                }
            }
        }

        private boolean updateTwice(Connection connection, int round) throws Exception {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE p SET n = " + round + " WHERE id = 5");
                Future<?> cancel = threads.submit(() -> cancelLater(statement, round % 50 * 10_000L));
                boolean told = false;
                try {
                    statement.executeUpdate("DELETE FROM p WHERE id < 4");
                } catch (SQLException failure) {
                    told = Failures.isInterrupt(failure);
                }
                cancel.get();
                try {
                    statement.executeUpdate("UPDATE p SET n = " + round + " WHERE id = 6");
                    connection.commit();
                } catch (SQLException failure) {
                    told = true;
                }
                return told;
            }
        }

        private boolean cancelLater(Statement statement, long nanoseconds) throws SQLException {
            long start = System.nanoTime();
            while (System.nanoTime() - start < nanoseconds) {
                Thread.onSpinWait();
            }
            statement.cancel();
            return true;
        }

        private void cancelAround(Connection connection, String failing) throws Exception {
            try (Statement statement = connection.createStatement()) {
                Future<Integer> failures = failing(TIMES, () -> statement.executeUpdate(failing));
                while (!failures.isDone()) {
                    statement.cancel();
                }
                assertThat(failures.get()).isEqualTo(TIMES);
            }
        }
    }

    /** A schema change by another connection while failures are explained has crashed the JVM. */
    @Test
    void survivesSchemaChangesByOthers() throws Exception {
        ChildJvm.Result result = ChildJvm.run(SchemaChanges.class, folder, file.toString());

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.lastLine()).isEqualTo(SchemaChanges.FAILED + " failed");
    }
}
