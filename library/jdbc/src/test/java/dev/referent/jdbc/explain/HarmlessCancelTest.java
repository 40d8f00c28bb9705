package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.Sql;
import dev.referent.jdbc.driver.Interruption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/** A cancel, or a schema change of another connection, at any moment of an explanation loses nothing and ends nothing else. */
final class HarmlessCancelTest {
    /** Updates whose commit failed: a cancel of the driver's BEGIN, which follows the COMMIT, fails it as well. */
    private int inDoubt;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {":memory:", "", "file::memory:", "FOLDER/main.db?busy_timeout=0&synchronous=OFF"})
    void cancellingTheStatementFromItsSecondReportEndsTheExplanationOnly(String database) throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            for (String sql : HarmlessExplanationTest.FAILING) {
                Path own = Files.createTempDirectory(folder, "cancel");
                DriverComparison.assertSame(own, "jdbc:sqlite:" + database, side -> {
                    side.connection().setAutoCommit(autoCommit);
                    side.run("UPDATE p SET n = n + 1");
                    Statement statement = side.connection().createStatement();
                    Set<String> reported = new HashSet<>();
                    side.driver().addUpdateListener((type, schema, table, row) -> {
                        if (!reported.add(table + row)) {
                            cancel(statement);
                        }
                    });
                    side.step(sql, () -> statement.executeUpdate(sql));
                    reported.clear();
                    side.run("UPDATE p SET n = n + 1");
                });
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProgressHandlerThatInterruptsDuringTheExplanationEndsItOnly(boolean autoCommit) throws Exception {
        AtomicBoolean explained = new AtomicBoolean();
        for (int after = 0; !explained.get(); after += 3) {
            int instructions = after;
            DriverComparison.assertSame(folder, "jdbc:sqlite::memory:", side -> {
                side.connection().setAutoCommit(autoCommit);
                side.run("UPDATE p SET n = n + 1");
                Interruption interruption = new Interruption(instructions);
                ProgressHandler.setHandler(side.driver(), 1, interruption);
                side.run("INSERT INTO c SELECT id + 90 FROM p");
                ProgressHandler.clearHandler(side.driver());
                explained.set(!interruption.isOver());
            });
        }
    }

    @Test
    void aProgressHandlerThatThrowsDuringTheExplanationDoesNotHideTheFailure() throws Exception {
        AtomicBoolean explained = new AtomicBoolean();
        for (int after = 150; !explained.get(); after++) {
            int instructions = after;
            DriverComparison.assertSame(folder, "jdbc:sqlite::memory:", side -> {
                side.connection().setAutoCommit(false);
                AtomicInteger left = new AtomicInteger(instructions);
                ProgressHandler.setHandler(side.driver(), 1, new ProgressHandler() {
                    @Override
                    protected int progress() {
                        if (left.getAndDecrement() == 0) {
                            throw new IllegalStateException("the application's");
                        }
                        return 0;
                    }
                });
                side.run("INSERT INTO c SELECT id + 90 FROM p");
                ProgressHandler.clearHandler(side.driver());
                explained.set(left.get() > 0);
            });
        }
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest(name = "{0}, autoCommit {1}")
    @CsvSource({":memory:,true", ":memory:,false", "FOLDER/main.db,true", "FOLDER/main.db,false"})
    void cancellingAtAnyMomentLosesNothingThatWasAcknowledged(String database, boolean autoCommit) throws Exception {
        try (Connection connection = EnforcedDataSource.open("jdbc:sqlite:" + database.replace("FOLDER", folder + ""))
                        .getConnection();
                Statement statement = connection.createStatement()) {
            Sql.run(connection, "PRAGMA synchronous=OFF", DriverComparison.SCHEMA);
            connection.setAutoCommit(autoCommit);
            AtomicBoolean done = new AtomicBoolean();
            Thread cancelling = new Thread(() -> {
                while (!done.get() && !isClosed(connection)) {
                    cancel(statement);
                    Thread.onSpinWait();
                }
            });
            cancelling.start();
            int acknowledged = 0;
            try {
                for (int i = 0; i < 300; i++) {
                    acknowledged += acknowledged(connection, statement, i);
                }
            } finally {
                done.set(true);
                cancelling.join();
            }
            assertThat(connection.isClosed()).isFalse();
            assertThat(Integer.parseInt(Sql.read(connection, "SELECT n FROM p WHERE id = 3")))
                    .isBetween(acknowledged, acknowledged + inDoubt);
            assertThat(Sql.read(connection, "SELECT group_concat(pid) FROM c")).isEqualTo("1");
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        }
    }

    /** Updates a row around a failure and returns how often it is updated for good; 0 if the program was told of a cancel. */
    private int acknowledged(Connection connection, Statement statement, int round) throws SQLException {
        String update = "UPDATE p SET n = n + 1 WHERE id = 3";
        int acknowledged = 0;
        try {
            acknowledged += statement.executeUpdate(update);
            try {
                statement.executeUpdate(
                        HarmlessExplanationTest.FAILING.get(round % HarmlessExplanationTest.FAILING.size()));
            } catch (SQLException e) {
                if (!isForeignKey(e)) {
                    throw e;
                }
            }
            acknowledged += statement.executeUpdate(update);
            if (!connection.getAutoCommit()) {
                inDoubt += acknowledged;
                connection.commit();
                inDoubt -= acknowledged;
            }
            return acknowledged;
        } catch (SQLException e) {
            if (connection.getAutoCommit()) {
                return acknowledged;
            }
            rollBack(connection);
            return 0;
        }
    }

    /** Rolls back, while each step may be cancelled; the driver fails where SQLite has rolled back already. */
    private static void rollBack(Connection connection) throws SQLException {
        boolean rolledBack = false;
        while (true) {
            try {
                if (rolledBack) {
                    Sql.run(connection, "BEGIN");
                } else {
                    connection.rollback();
                }
                return;
            } catch (SQLException e) {
                boolean cancelled = e.getErrorCode() == SQLiteErrorCode.SQLITE_INTERRUPT.code;
                if (connection.isClosed() || (rolledBack && !cancelled)) {
                    throw e;
                }
                rolledBack = rolledBack || !cancelled;
            }
        }
    }

    private static boolean isForeignKey(SQLException failure) {
        return failure.getErrorCode() == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }

    @Test
    void schemaChangesOfAnotherConnectionMeanwhileDoNotMatter() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("main.db") + "?synchronous=OFF";
        try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
            Sql.run(connection, "CREATE TABLE p (id INTEGER PRIMARY KEY)", "CREATE TABLE c (pid REFERENCES p)");
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger changes = new AtomicInteger();
            Thread changing = new Thread(() -> {
                while (!done.get()) {
                    try (Connection other = DriverManager.getConnection(url)) {
                        Sql.run(other, "CREATE TABLE t (x)", "DROP TABLE t");
                        changes.incrementAndGet();
                    } catch (SQLException e) {
                        // the next round drops it
                    }
                }
            });
            changing.start();
            try {
                for (int i = 0; i < 200 || (changes.get() < 3 && i < 20_000); i++) {
                    assertThat(failure(connection, "INSERT INTO c VALUES (9)"))
                            .isIn("SQLITE_CONSTRAINT_FOREIGNKEY", "SQLITE_BUSY");
                }
            } finally {
                done.set(true);
                changing.join();
            }
            assertThat(Sql.read(connection, "SELECT count(*) FROM c")).isEqualTo("0");
            assertThat(Sql.read(connection, "PRAGMA foreign_keys")).isEqualTo("1");
        }
    }

    private static String failure(Connection connection, String sql) {
        try {
            Sql.run(connection, sql);
            return "none";
        } catch (SQLException e) {
            return DriverComparison.root(e);
        }
    }
}
