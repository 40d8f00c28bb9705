package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign keys that SQLite accepts when they are declared, and cannot check when they are used. */
final class MismatchErrorsTest {
    private static final String MISMATCH =
            "a foreign key of the table c does not match what it references: the columns that"
                    + " it names of %s do not exist, differ in number, or are not its PRIMARY KEY or UNIQUE (with the same collation)";

    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                "CREATE TABLE p (id INTEGER PRIMARY KEY, a INT, b TEXT COLLATE NOCASE, d INT)",
                "CREATE UNIQUE INDEX collated ON p (b COLLATE BINARY)",
                "CREATE UNIQUE INDEX partial ON p (d) WHERE d > 0",
                "CREATE VIEW v AS SELECT id FROM p",
                "INSERT INTO p VALUES (1, 1, 'x', 1)");
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    x INT REFERENCES p (a)                            | p
                    x INT REFERENCES p (none)                         | p
                    x TEXT REFERENCES p (b)                           | p
                    x INT REFERENCES p (d)                            | p
                    x INT REFERENCES v (id)                           | v
                    x INT, y INT, FOREIGN KEY (x, y) REFERENCES p     | p
                    x INT, y INT, FOREIGN KEY (x, y) REFERENCES p (id, a) | p
                    """)
    void areExplainedAsNotMatching(String columns, String parent) throws SQLException {
        databases.run("CREATE TABLE c (" + columns + ")");

        ForeignKeyViolationSQLException violation = databases.violation("INSERT INTO c (x) VALUES (NULL)");

        assertThat(violation.violations()).isEmpty();
        assertThat(violation.undetermined()).contains(MISMATCH.formatted(parent));
    }

    @ParameterizedTest(name = "REFERENCES p{0}")
    @ValueSource(strings = {"", " ON DELETE RESTRICT"})
    void areNotBlamedForADropThatAnotherKeyRejects(String action) throws SQLException {
        databases.run("CREATE TABLE c (x INT REFERENCES p (a))");
        databases.run("CREATE TABLE r (x INT REFERENCES p" + action + ")");
        databases.run("CREATE UNIQUE INDEX u ON p (a)");
        databases.run("INSERT INTO c VALUES (1)");
        databases.run("INSERT INTO r VALUES (1)");
        databases.run("DROP INDEX u");

        ForeignKeyViolationSQLException violation = databases.violation("DROP TABLE p");

        assertThat(violation.violations())
                .extracting(found -> found.foreignKey().childTable())
                .doesNotContain("c");
        assertThat(violation.undetermined()).contains(MISMATCH.formatted("p"));
    }

    @Test
    void areNamedWhereOnlyTheReRunNeedsTheirIndex() throws SQLException {
        databases.run("CREATE TABLE q (id INTEGER PRIMARY KEY, a INT, x INT REFERENCES p)");
        databases.run("CREATE TABLE c (x INT REFERENCES q (a))");

        ForeignKeyViolationSQLException violation = databases.violation("INSERT OR IGNORE INTO q VALUES (1, 1, 99)");

        assertThat(violation.undetermined()).contains(MISMATCH.formatted("q"));
    }

    /** SQLite subtracts its rows from the violations. */
    @Test
    void areNamedForADropOfATableWhoseOwnParentIsGone() throws SQLException {
        databases.run(
                "CREATE TABLE gone (id INTEGER PRIMARY KEY)",
                "CREATE TABLE c (id INTEGER PRIMARY KEY, x INT REFERENCES gone)",
                "CREATE TABLE d (x INT CONSTRAINT d_fk REFERENCES c)",
                "DROP TABLE gone",
                "PRAGMA foreign_keys=OFF",
                "INSERT INTO c VALUES (1, NULL)",
                "INSERT INTO d VALUES (1)",
                "PRAGMA foreign_keys=ON");
        String message = "c.id = 1 is still referenced by 1 row through d.x (foreign key d_fk)";
        databases.assertExplained("DROP TABLE c", message);

        databases.run("PRAGMA foreign_keys=OFF", "INSERT INTO c VALUES (2, 9), (3, 9)", "PRAGMA foreign_keys=ON");

        ForeignKeyViolationSQLException violation = databases.violation("DROP TABLE c");
        assertThat(PairedDatabases.messages(violation)).containsExactly(message);
        assertThat(violation.undetermined())
                .contains("the foreign key of c (x) references the table gone, which does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE FROM p", "UPDATE p SET id = 2, a = 2"})
    void areExplainedOnTheParentsSide(String sql) throws SQLException {
        databases.run("CREATE TABLE c (x INT REFERENCES p (a))");

        assertThat(databases.violation(sql).undetermined()).contains(MISMATCH.formatted("p"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    INSERT INTO c (x, y) VALUES (1, 2)
                    INSERT INTO c (x) SELECT 1
                    REPLACE INTO c (x) VALUES (1)
                    UPDATE c SET x = 1
                    DROP TABLE c
                    DROP TABLE IF EXISTS main.c
                    """)
    void areExplainedAsWithoutTheirParentTable(String sql) throws SQLException {
        databases.run(
                "CREATE TABLE c (y INTEGER PRIMARY KEY REFERENCES c ON DELETE CASCADE, x INT REFERENCES nowhere)");

        assertThat(databases.violation(sql).undetermined())
                .contains("the foreign key of c (x) references the table nowhere, which does not exist");
    }

    @Test
    void areExplainedWhenAStatementIsPrepared() throws SQLException {
        databases.run("CREATE TABLE c (x INT REFERENCES nowhere)");

        ForeignKeyViolationSQLException violation = databases.violation(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO c VALUES (?)")) {
                insert.setInt(1, 5);
                insert.executeUpdate();
            }
        });
        assertThat(violation.undetermined()).get().asString().contains("references the table nowhere");
    }

    @Test
    void doNotHideAnotherKeysViolation() throws SQLException {
        databases.run(
                "CREATE TABLE c (x INT REFERENCES nowhere)", "CREATE TABLE d (x INT CONSTRAINT d_fk REFERENCES p)");

        databases.assertExplained("INSERT INTO d VALUES (9)", "d.x = 9 has no matching p.id (foreign key d_fk)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO fired VALUES (1)",
                "INSERT INTO other SELECT * FROM seen",
                "INSERT INTO other SELECT x FROM seen, referencing",
                "UPDATE other SET x = (SELECT count(*) FROM seen)",
                "INSERT INTO raised VALUES (1)",
            })
    void areNotBlamedForWhatATriggerOrAViewNames(String sql) throws SQLException {
        databases.run(
                "CREATE TABLE gone (id INTEGER PRIMARY KEY)",
                "CREATE TABLE referencing (x REFERENCES gone)",
                "CREATE TABLE fired (x)",
                "CREATE TRIGGER t AFTER INSERT ON fired BEGIN INSERT INTO gone VALUES (NULL); END",
                "CREATE TABLE other (x)",
                "CREATE VIEW seen AS SELECT * FROM gone",
                "CREATE TABLE raised (x)",
                "CREATE TRIGGER r AFTER INSERT ON raised BEGIN"
                        + " SELECT RAISE(ABORT, 'foreign key mismatch - \"a\" referencing \"b\"'); END",
                "DROP TABLE gone");

        assertThatThrownBy(() -> Sql.run(databases.enforced(), sql))
                .isInstanceOf(SQLException.class)
                .isNotInstanceOf(ForeignKeyViolationSQLException.class);
    }

    @Test
    void areNotBlamedForATableThatTheStatementMisspells() {
        assertThatThrownBy(() -> Sql.run(databases.enforced(), "INSERT INTO nowhere VALUES (1)"))
                .isNotInstanceOf(ForeignKeyViolationSQLException.class)
                .hasMessageContaining("no such table");
    }
}
