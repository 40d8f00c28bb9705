package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.integrity.ForeignKey;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** References are checked beforehand as SQLite checks them when they are written. */
final class ReferenceCheckTest {
    private static final List<String> TYPES = List.of("", "INTEGER", "TEXT", "REAL", "NUMERIC", "TEXT COLLATE NOCASE");

    private static final List<Object> VALUES = List.of(
            0L,
            5L,
            -7L,
            9007199254740993L,
            5.0,
            1.5,
            9007199254740992.0,
            Long.MIN_VALUE,
            (double) Long.MIN_VALUE,
            (float) Long.MIN_VALUE,
            (double) Long.MAX_VALUE,
            "-9223372036854775808",
            "-9223372036854775808.0",
            "9223372036854775807",
            1e300,
            Double.NaN,
            Float.NaN,
            "5",
            "05",
            "5.0",
            " 5 ",
            "5x",
            "1.50",
            "1.5",
            "abc",
            "ABC",
            "é",
            "",
            "9007199254740993",
            "1e2",
            100L,
            new byte[] {53},
            new byte[0]);

    @Test
    void answersAsAnInsertDoesForEveryPairOfTypes() throws SQLException {
        for (String parent : TYPES) {
            for (String child : TYPES) {
                try (Connection connection =
                        EnforcedDataSource.open("jdbc:sqlite::memory:").getConnection()) {
                    Sql.run(
                            connection,
                            "CREATE TABLE p (k " + parent + " UNIQUE)",
                            "CREATE TABLE c (k " + child + " REFERENCES p (k))",
                            "INSERT OR IGNORE INTO p VALUES (5), ('05'), (1.5), ('abc'), (9007199254740993), (x'35'), (100), ('É'), (-9223372036854775807 - 1), (9223372036854775807)");
                    ForeignKey key = ForeignKeys.of(connection).get(0);
                    for (Object value : VALUES) {
                        assertThat(ForeignKeys.withoutParent(connection, key, List.of(List.of(value)))
                                        .isEmpty())
                                .as("%s REFERENCES %s: %s", child, parent, value)
                                .isEqualTo(isInserted(connection, value));
                    }
                }
            }
        }
    }

    /** Nothing else has written to the connection, so that what the transaction has written is still known at its COMMIT. */
    @Test
    void countsAsNoAccessToTheDriversConnection() throws SQLException {
        try (Connection connection =
                EnforcedDataSource.open("jdbc:sqlite::memory:").getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE p (k INTEGER PRIMARY KEY)",
                    "CREATE TABLE c (k CONSTRAINT c_fk REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
            connection.setAutoCommit(false);
            Sql.run(connection, "INSERT INTO c VALUES (7)");
            ForeignKey key = ForeignKeys.of(connection).get(0);
            ForeignKeys.declared(connection);
            assertThat(ForeignKeys.withoutParent(connection, key, List.of(List.of(8))))
                    .hasSize(1);
            ForeignKeys.previewDelete(connection, "p", List.of(List.of(1)));
            Sql.run(connection, "DELETE FROM p");

            assertThatThrownBy(connection::commit)
                    .hasMessageStartingWith("c.k = 7 has no matching p.k (foreign key c_fk)");
        }
    }

    private static boolean isInserted(Connection connection, Object value) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO c VALUES (?)")) {
            insert.setObject(1, value);
            insert.executeUpdate();
            return true;
        } catch (ForeignKeyViolationSQLException e) {
            return false;
        }
    }

    @Test
    void findsTheMissingAmongManyCompositeReferences() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Sql.run(
                    connection,
                    "CREATE TABLE p (a, b TEXT, PRIMARY KEY (a, b))",
                    "CREATE TABLE c (x, y TEXT, FOREIGN KEY (x, y) REFERENCES p)",
                    "WITH RECURSIVE n (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 2499)"
                            + " INSERT INTO p SELECT i, 'it''s ' || i FROM n");
            ForeignKey key = ForeignKeys.of(connection).get(0);
            List<List<Object>> references = new ArrayList<>(LongStream.range(0, 2_501)
                    .mapToObj(i -> List.<Object>of(i, "it's " + i))
                    .toList());
            references.add(1, List.of(0L, "it's 1"));
            references.add(Arrays.asList(null, "none"));

            assertThat(ForeignKeys.withoutParent(connection, key, references))
                    .containsExactly(List.of(0L, "it's 1"), List.of(2_500L, "it's 2500"));
            assertThat(ForeignKeys.withoutParent(connection, key, List.of())).isEmpty();
        }
    }

    @Test
    void comparesByTheCollationOfThePrimaryKeyIfNoColumnIsNamed() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Sql.run(
                    connection,
                    "CREATE TABLE p (k TEXT, PRIMARY KEY (k COLLATE NOCASE))",
                    "CREATE TABLE c (k CONSTRAINT c_fk REFERENCES p)",
                    "INSERT INTO p VALUES ('Ada')");
            ForeignKey key = ForeignKeys.of(connection).get(0);

            assertThat(ForeignKeys.withoutParent(connection, key, List.of(List.of("ADA"), List.of("Eva"))))
                    .containsExactly(List.of("Eva"));
        }
    }

    @Test
    void rejectsAReferenceOfOtherColumns() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Sql.run(connection, "CREATE TABLE p (id INTEGER PRIMARY KEY)", "CREATE TABLE c (p_id REFERENCES p)");
            ForeignKey key = ForeignKeys.of(connection).get(0);
            assertThatThrownBy(() -> ForeignKeys.withoutParent(connection, key, List.of(List.of(1, 2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a reference of c_p_id_fkey has 1 values, not 2");
        }
    }

    /** The driver limits SQL to a million bytes. */
    @Test
    void checksLongReferences() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Sql.run(
                    connection,
                    "CREATE TABLE p (k TEXT PRIMARY KEY)",
                    "CREATE TABLE c (k TEXT REFERENCES p ON DELETE SET NULL)",
                    "INSERT INTO p VALUES (hex(zeroblob(600000)))",
                    "INSERT INTO c SELECT k FROM p");
            ForeignKey key = ForeignKeys.of(connection).get(0);
            String known = "0".repeat(1_200_000);
            String unknown = "1".repeat(1_200_000);

            assertThat(ForeignKeys.withoutParent(connection, key, List.of(List.of(known), List.of(unknown))))
                    .containsExactly(List.of(unknown));
            assertThat(ForeignKeys.previewDelete(connection, "p", List.of(List.of(known)))
                            .effects())
                    .hasSize(1);
        }
    }
}
