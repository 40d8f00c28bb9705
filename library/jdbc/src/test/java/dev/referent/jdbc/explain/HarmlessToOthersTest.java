package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/** An explanation touches no other database and repeats nothing that an application does once. */
final class HarmlessToOthersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO c VALUES (9)",
                "INSERT INTO c VALUES (98), (97)",
                "INSERT INTO c SELECT id + 90 FROM p",
                "UPDATE p SET id = id + 50",
                "DELETE FROM p WHERE id = 1",
                "DELETE FROM p WHERE id = 2",
                "INSERT INTO temp.tc VALUES (9)",
                "INSERT INTO tc SELECT 9",
                "INSERT INTO c SELECT x FROM o.t",
                "INSERT INTO o.c VALUES (9)",
                "INSERT INTO o.c SELECT id + 90 FROM main.p",
                "DELETE FROM o.p",
                "INSERT INTO o.c VALUES (abs(-9))",
                "INSERT INTO o.broken VALUES (1)",
                "DELETE FROM o.t",
            })
    void otherProgramsCanWriteWhatTheStatementDidNotTouch(String sql) throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            for (String mode : List.of("delete", "truncate", "wal")) {
                Path own = Files.createTempDirectory(folder, "attached");
                DriverComparison.assertSame(own, side -> {
                    attach(side, mode);
                    side.connection().setAutoCommit(autoCommit);
                    side.run(sql);
                    side.fromOutside("o.db", "INSERT INTO t VALUES (1)");
                    side.fromOutside("q.db", "INSERT INTO t VALUES (1)");
                    side.fromOutside("main.db", "INSERT INTO c VALUES (1)");
                    side.read("SELECT * FROM o.c, o.p");
                });
            }
        }
    }

    private static void attach(DriverComparison side, String journalMode) {
        for (String name : List.of("o", "q")) {
            side.run(
                    "ATTACH '" + side.folder().resolve(name + ".db") + "' AS " + name,
                    "PRAGMA " + name + ".journal_mode=" + journalMode,
                    "PRAGMA " + name + ".synchronous=OFF");
        }
        side.run(
                DriverComparison.SCHEMA.replace("TABLE ", "TABLE o.").replace("INTO ", "INTO o."),
                "CREATE TABLE o.t (x)",
                "INSERT INTO o.t VALUES (96)",
                "CREATE TABLE o.broken (x REFERENCES nowhere)",
                "CREATE TRIGGER o.breaking AFTER DELETE ON t BEGIN INSERT INTO broken VALUES (1); END",
                "CREATE TABLE q.t (x)",
                "CREATE TEMP TABLE tp (id INTEGER PRIMARY KEY)",
                "CREATE TEMP TABLE tc (x REFERENCES tp)");
    }

    @Test
    void otherProgramsCanWriteAnAttachedDatabaseAfterAFailedCommit() throws Exception {
        DriverComparison.assertSame(folder, side -> {
            attach(side, "delete");
            side.connection().setAutoCommit(false);
            side.run("INSERT INTO d VALUES (9)");
            side.step("commit", side.connection()::commit);
            side.fromOutside("o.db", "INSERT INTO t VALUES (1)");
            side.fromOutside("q.db", "INSERT INTO t VALUES (1)");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    INSERT INTO c VALUES (f())                        | 101
                    INSERT INTO c VALUES (1), (f())                   | 101
                    INSERT INTO c SELECT f() FROM p WHERE id = 1      | 101
                    UPDATE c SET pid = f()                            | 101
                    UPDATE p SET id = f() WHERE id = 1                | p.id = 1
                    INSERT INTO c VALUES (f()) RETURNING pid          | 101
                    INSERT INTO by_trigger VALUES (1)                 | 101
                    INSERT INTO by_default DEFAULT VALUES             | 101
                    WITH v (x) AS (SELECT f()) INSERT INTO c SELECT x FROM v | 101
                    INSERT INTO c VALUES (last_insert_rowid() + 1000) | 1050
                    INSERT INTO c VALUES (changes() + 1000)           | 1001
                    INSERT INTO c VALUES (total_changes() + 1000)     | 1006
                    INSERT INTO c VALUES (abs(random() % 900) + 100)  | none
                    """)
    void noValueIsBlamedThatTheStatementDidNotTry(String sql, String tried) throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection =
                    EnforcedDataSource.open("jdbc:sqlite::memory:").getConnection()) {
                withFunction(connection, new AtomicInteger(100), 0);
                connection.setAutoCommit(autoCommit);
                Sql.run(connection, "INSERT INTO p (id) VALUES (50)");
                ForeignKeyViolationSQLException failure =
                        catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> executed(connection, sql));

                assertThat(failure.violations().isEmpty())
                        .isEqualTo(failure.undetermined().isPresent());
                assertThat(failure.violations().stream().map(ForeignKeyViolation::message))
                        .allSatisfy(message -> assertThat(message).contains(tried));
            }
        }
    }

    private static void executed(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO c VALUES (f())",
                "INSERT INTO c SELECT f() FROM p",
                "UPDATE c SET pid = f()",
                "INSERT INTO by_trigger VALUES (1)",
                "INSERT INTO by_default DEFAULT VALUES",
            })
    void aFunctionWithSideEffectsRunsAsOftenAsWithTheDriver(String sql) throws Exception {
        DriverComparison.assertSame(folder, side -> {
            AtomicInteger calls = new AtomicInteger(100);
            withFunction(side.connection(), calls, 0, false);
            side.run(sql);
            side.see(calls);
        });
    }

    @Test
    void aDeterministicFunctionIsExplained() throws Exception {
        try (Connection connection =
                EnforcedDataSource.open("jdbc:sqlite::memory:").getConnection()) {
            withFunction(connection, null, Function.FLAG_DETERMINISTIC);
            ForeignKeyViolationSQLException failure = catchThrowableOfType(
                    ForeignKeyViolationSQLException.class, () -> Sql.run(connection, "INSERT INTO c VALUES (f())"));

            assertThat(failure.violations().stream().map(ForeignKeyViolation::message))
                    .containsExactly("c.pid = 42 has no matching p.id (foreign key c_fk)");
        }
    }

    private static void withFunction(Connection connection, @Nullable AtomicInteger calls, int flags)
            throws SQLException {
        withFunction(connection, calls, flags, true);
    }

    private static void withFunction(Connection connection, @Nullable AtomicInteger calls, int flags, boolean schema)
            throws SQLException {
        Function.create(
                connection.unwrap(SQLiteConnection.class),
                "f",
                new Function() {
                    @Override
                    protected void xFunc() throws SQLException {
                        result(calls == null ? 42 : calls.incrementAndGet());
                    }
                },
                flags);
        if (schema) {
            Sql.run(connection, DriverComparison.SCHEMA);
        }
        Sql.run(
                connection,
                "CREATE TABLE by_default (pid DEFAULT (f()) REFERENCES p)",
                "CREATE TABLE by_trigger (x)",
                "CREATE TRIGGER tr AFTER INSERT ON by_trigger BEGIN INSERT INTO c VALUES (f()); END");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM p", "UPDATE p SET id = -id", "UPDATE p SET id = id + 1000000"})
    void aFailureAmongManyRowsWritesNoMoreThanTheDriverDoes(String sql) throws Exception {
        DriverComparison.assertSame(
                folder,
                "jdbc:sqlite:FOLDER/main.db?busy_timeout=0&journal_mode=WAL&synchronous=OFF&cache_size=10&wal_autocheckpoint=0",
                side -> {
                    side.run(
                            "CREATE INDEX r_pid ON r (pid)",
                            "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                                    + " INSERT INTO p SELECT i, 0 FROM n",
                            "INSERT INTO r SELECT id FROM p");
                    side.connection().setAutoCommit(false);
                    side.run(sql);
                    side.see(Files.size(side.folder().resolve("main.db-wal")));
                    side.connection().rollback();
                    side.run("DELETE FROM r", "DELETE FROM p WHERE id >= 10");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO c VALUES (9)", "INSERT INTO c SELECT id + 90 FROM p", "DELETE FROM p"})
    void anExplanationCommitsNothingWithExplicitReadOnlyTransactions(String sql) throws Exception {
        DriverComparison.assertSame(
                folder,
                "jdbc:sqlite:FOLDER/main.db?busy_timeout=0&synchronous=OFF&jdbc.explicit_readonly=true",
                side -> {
                    side.connection().setAutoCommit(false);
                    side.run("UPDATE p SET n = 7", sql);
                    side.fromOutside("main.db", "SELECT n FROM p");
                    side.step("rollback", side.connection()::rollback);
                    side.read("SELECT n FROM p");
                    side.connection().setAutoCommit(true);
                });
    }
}
