package dev.referent.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.Sql;
import dev.referent.jdbc.driver.Query;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteConnection;

/** The parent rows have the rowids 3 to 6. */
final class GaplessParentsTest {
    private Connection connection;

    @BeforeEach
    void create() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        Sql.run(
                connection,
                "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                "INSERT INTO p VALUES (3), (4), (5), (6)",
                "CREATE TABLE c (id INTEGER PRIMARY KEY, i INT REFERENCES p, n REFERENCES P (ID))",
                "INSERT INTO c (i, n) SELECT id, '0' || id FROM p UNION ALL SELECT id, id + 0.0 FROM p UNION ALL SELECT NULL, 5");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3", "6", "2", "7", "NULL", "'4'", "'04'", "4.0", "4.5", "x'34'", "'four'", "-9e18", "9e300", "''"
            })
    void findsTheRowsThatSqliteFinds(String value) throws SQLException {
        for (String column : new String[] {"i", "n"}) {
            Sql.run(connection, "BEGIN", "INSERT INTO c (" + column + ") VALUES (" + value + ")");

            String query = query().orElseThrow();
            assertThat(query).contains("BETWEEN 3 AND 6");
            assertThat(Query.hasRow(connection, query))
                    .as(column + " = " + value)
                    .isEqualTo(Query.hasRow(connection, "PRAGMA foreign_key_check(c)"));
            Sql.run(connection, "ROLLBACK");
        }
    }

    @Test
    void leavesTablesWithGapsAndLargeParentTablesAlone() throws SQLException {
        Sql.run(connection, "BEGIN", "INSERT INTO p VALUES (7), (8), (9), (10)");
        assertThat(query()).as("as many parent rows as child rows").isEmpty();
        Sql.run(connection, "ROLLBACK", "DELETE FROM p WHERE id = 4");
        assertThat(query()).as("a gap").isEmpty();
        Sql.run(connection, "DELETE FROM p");
        assertThat(query()).as("no parent row").isEmpty();
    }

    /** It is no alias of the rowid, and takes other values and nulls. */
    @ParameterizedTest
    @ValueSource(strings = {"NULL", "4.5", "'four'"})
    void leavesADescendingPrimaryKeyAlone(String key) throws SQLException {
        Sql.run(
                connection,
                "DROP TABLE p",
                "CREATE TABLE p (id INTEGER PRIMARY KEY DESC)",
                "INSERT INTO p VALUES (3), (" + key + "), (5)");

        assertThat(query()).isEmpty();

        Sql.run(connection, "DROP TABLE p", "CREATE TABLE p (id INTEGER, PRIMARY KEY (id DESC))");
        Sql.run(connection, "INSERT INTO p VALUES (3), (4)");
        assertThat(query()).as("an alias").isPresent();
    }

    private Optional<String> query() throws SQLException {
        return new GaplessParents(connection.unwrap(SQLiteConnection.class))
                .orphans(new DatabaseSchema("main").keysFrom(connection, "c"));
    }
}
