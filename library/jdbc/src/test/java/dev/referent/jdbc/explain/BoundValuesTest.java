package dev.referent.jdbc.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.PairedDatabases;
import dev.referent.jdbc.Sql;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is bound to a prepared statement, by whichever setter, is in the explanation as the database stores it. */
final class BoundValuesTest {
    private static final String INSERT = "INSERT INTO child (k) VALUES (?)";

    @TempDir
    private Path folder;

    private PairedDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = PairedDatabases.open(
                folder,
                """
                CREATE TABLE parent (k PRIMARY KEY);
                CREATE TABLE child (k CONSTRAINT child_fk REFERENCES parent);
                CREATE TABLE free (k);
                INSERT INTO parent VALUES (1);
                """);
    }

    @AfterEach
    void close() throws SQLException {
        databases.close();
    }

    /** Binds one value. */
    @FunctionalInterface
    private interface Setter {
        /** Binds it to the first parameter. */
        void bindTo(PreparedStatement statement) throws SQLException;
    }

    @TestFactory
    Stream<DynamicTest> saysWhatWasBound() {
        byte[] bytes = "bytes".getBytes(UTF_8);
        Map<String, Setter> setters = Map.ofEntries(
                Map.entry("int", s -> s.setInt(1, 99)),
                Map.entry("long", s -> s.setLong(1, Long.MAX_VALUE)),
                Map.entry("short", s -> s.setShort(1, (short) -3)),
                Map.entry("byte", s -> s.setByte(1, (byte) 7)),
                Map.entry("boolean", s -> s.setBoolean(1, false)),
                Map.entry("double", s -> s.setDouble(1, 2.5)),
                Map.entry("float", s -> s.setFloat(1, 2.5f)),
                Map.entry("string", s -> s.setString(1, "it's ŋ 😀")),
                Map.entry("empty string", s -> s.setString(1, "")),
                Map.entry("half of a surrogate pair", s -> s.setString(1, "a\uD83D")),
                Map.entry("decimal", s -> s.setBigDecimal(1, new BigDecimal("12.50"))),
                Map.entry("bytes", s -> s.setBytes(1, bytes)),
                Map.entry("object", s -> s.setObject(1, 98)),
                Map.entry("object of a type", s -> s.setObject(1, 98, Types.INTEGER)),
                Map.entry("object with a scale", s -> s.setObject(1, new BigDecimal("1.5"), Types.DECIMAL, 1)),
                Map.entry("binary stream", s -> s.setBinaryStream(1, new ByteArrayInputStream(bytes))),
                Map.entry("binary stream, int", s -> s.setBinaryStream(1, new ByteArrayInputStream(bytes), 5)),
                Map.entry("binary stream, long", s -> s.setBinaryStream(1, new ByteArrayInputStream(bytes), 5L)),
                Map.entry("ascii stream", s -> s.setAsciiStream(1, new ByteArrayInputStream(bytes), 5)),
                Map.entry("character stream", s -> s.setCharacterStream(1, new StringReader("text"))),
                Map.entry("character stream, int", s -> s.setCharacterStream(1, new StringReader("text"), 4)),
                Map.entry("date", s -> s.setDate(1, new Date(86_400_000))),
                Map.entry("date of a calendar", s -> s.setDate(1, new Date(86_400_000), Calendar.getInstance())),
                Map.entry("time", s -> s.setTime(1, new Time(1_000))),
                Map.entry("timestamp", s -> s.setTimestamp(1, new Timestamp(1_000))));
        return setters.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> assertKnown(entry.getValue())));
    }

    private void assertKnown(Setter setter) throws SQLException {
        Connection connection = databases.enforced();
        try (PreparedStatement free = connection.prepareStatement("INSERT INTO free VALUES (?)")) {
            setter.bindTo(free);
            free.executeUpdate();
        }
        Object stored = stored(connection);
        Sql.run(connection, "DELETE FROM free");

        ForeignKeyViolationSQLException violation = databases.violation(each -> {
            try (PreparedStatement insert = each.prepareStatement(INSERT)) {
                setter.bindTo(insert);
                insert.executeUpdate();
            }
        });
        assertThat(PairedDatabases.complete(violation)).hasSize(1);
        assertThat(violation.violations().get(0).key().get(0)).isEqualTo(stored);
    }

    private static Object stored(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT k FROM free")) {
            Object value = row.getObject(1);
            return value instanceof Integer number ? (Object) number.longValue() : value;
        }
    }

    @Test
    void acceptsANull() throws SQLException {
        try (PreparedStatement insert = databases.enforced().prepareStatement(INSERT)) {
            insert.setNull(1, Types.INTEGER);
            assertThat(insert.executeUpdate()).isEqualTo(1);
            insert.setObject(1, null);
            assertThat(insert.executeLargeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void runsTheSameStatementAgainWithOldAndNewValues() throws SQLException {
        try (PreparedStatement insert = databases.enforced().prepareStatement(INSERT)) {
            insert.setInt(1, 99);
            assertMissing(insert, "99");
            assertMissing(insert, "99");
            insert.setString(1, "x");
            assertMissing(insert, "'x'");
            insert.setInt(1, 1);
            assertThat(insert.executeUpdate()).isEqualTo(1);
            insert.setInt(1, 98);
            assertMissing(insert, "98");
        }
        assertThat(Sql.read(databases.enforced(), "SELECT count(*) FROM child")).isEqualTo("1");
    }

    @Test
    void forgetsWhatIsCleared() throws SQLException {
        try (PreparedStatement insert =
                databases.enforced().prepareStatement("INSERT INTO child (k) VALUES (?), (?)")) {
            insert.setInt(1, 99);
            insert.setInt(2, 1);
            assertMissing(insert, "99");
            insert.clearParameters();
            insert.setInt(1, 1);
            insert.setInt(2, 97);
            assertMissing(insert, "97");
            insert.clearParameters();
            insert.setInt(1, 1);
            insert.setInt(2, 1);
            assertThat(insert.executeUpdate()).isEqualTo(2);
        }
    }

    @Test
    void knowsNumberedAndNamedParameters() throws SQLException {
        String sql = "INSERT INTO child (k) SELECT ?2 WHERE ?1 = 'go' UNION ALL SELECT :named";
        try (PreparedStatement insert = databases.enforced().prepareStatement(sql)) {
            insert.setString(1, "go");
            insert.setInt(2, 96);
            insert.setInt(3, 1);
            assertMissing(insert, "96");
        }
    }

    /** Executes a prepared statement. */
    @FunctionalInterface
    private interface Execution {
        /** Executes it. */
        void of(PreparedStatement statement) throws SQLException;
    }

    /** SQLite needs no space beside a parameter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "k=?1AND n=-1",
                "n=-?1AND k=?1",
                "k BETWEEN?AND?AND n BETWEEN-?AND?",
                "k=:a::b(c)AND n=-$d",
                "n=-?0000000000001AND k=1"
            })
    void knowsAParameterBesideAWord(String where) throws SQLException {
        databases.run(
                "CREATE TABLE owner (k PRIMARY KEY, n)",
                "CREATE TABLE pet (k CONSTRAINT pet_fk REFERENCES owner)",
                "INSERT INTO owner VALUES (1, -1)",
                "INSERT INTO pet VALUES (1)");

        String message = "owner.k = 1 is still referenced by 1 row through pet.k (foreign key pet_fk)";
        assertThat(PairedDatabases.complete(
                        databases.violation(each -> delete(each, where, PreparedStatement::executeUpdate))))
                .containsExactly(message);
        assertThat(PairedDatabases.rows(databases.batchViolation(each -> delete(each, where, delete -> {
                    delete.addBatch();
                    delete.executeBatch();
                }))))
                .containsExactly("0: " + message);
    }

    private static void delete(Connection connection, String where, Execution execution) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM owner WHERE " + where)) {
            for (int i = 1; i <= delete.getParameterMetaData().getParameterCount(); i++) {
                delete.setInt(i, 1);
            }
            execution.of(delete);
        }
    }

    @Test
    void isNotBlamedForAnotherStatementsValues() throws SQLException {
        try (PreparedStatement one = databases.enforced().prepareStatement(INSERT);
                PreparedStatement other = databases.enforced().prepareStatement(INSERT)) {
            one.setInt(1, 91);
            other.setInt(1, 92);
            assertMissing(one, "91");
            assertMissing(other, "92");
            assertMissing(one, "91");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"INSERT INTO child VALUES (93)", "SELECT 1", "COMMIT", "INSERT INTO child VALUES (93); COMMIT"})
    void isNotBlamedForAStringThatAPreparedStatementRejects(String sql) throws SQLException {
        try (PreparedStatement statement = databases.enforced().prepareStatement(INSERT)) {
            assertThatThrownBy(() -> statement.executeUpdate(sql)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class);
            statement.setInt(1, 91);
            assertMissing(statement, "91");
        }
    }

    private static void assertMissing(PreparedStatement statement, String key) {
        assertThatThrownBy(statement::executeUpdate)
                .isInstanceOf(ForeignKeyViolationSQLException.class)
                .hasMessage("child.k = " + key + " has no matching parent.k (foreign key child_fk):"
                        + " FOREIGN KEY constraint failed: child_fk");
    }

    /** A value is no part of the SQL beside its parameter. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "k=?AND n=1",
                "k IN(SELECT?)",
                "k=-?OR k = -?",
                "k BETWEEN?AND 1",
                "k=$a::b(c)AND n=1",
                "k=+?--?\n AND n=1",
                "k = 0 -?\n",
                "'it''s ?' <> k AND k IN (?, -?)",
                "k*k=:a*@a",
            })
    void selectsTheRowsOfAWhereClauseWhateverStandsBesideItsParameters(String where) throws SQLException {
        databases.run(
                "CREATE TABLE part (k CONSTRAINT part_fk REFERENCES parent)",
                "ALTER TABLE parent ADD n",
                """
                UPDATE parent SET n = 1; INSERT INTO part VALUES (1); INSERT INTO parent VALUES (5, 1), (6, 2)""");
        int value = where.contains("-?") && !where.contains("+?") ? -1 : 1;

        databases.assertExplained(
                connection -> {
                    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM parent WHERE " + where)) {
                        for (int i = 1; i <= delete.getParameterMetaData().getParameterCount(); i++) {
                            delete.setInt(i, value);
                        }
                        delete.executeUpdate();
                    }
                },
                "parent.k = 1 is still referenced by 1 row through part.k (foreign key part_fk)");
    }

    /** SQLite stores NaN as NULL. */
    @Test
    void blamesNoNaN() throws SQLException {
        databases.run("CREATE TABLE pair (a REAL REFERENCES parent, b CONSTRAINT pair_b_fk REFERENCES parent)");

        databases.assertExplained(
                connection -> {
                    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO pair VALUES (?, ?)")) {
                        insert.setDouble(1, Double.NaN);
                        insert.setInt(2, 99);
                        insert.executeUpdate();
                    }
                },
                "pair.b = 99 has no matching parent.k (foreign key pair_b_fk)");
    }
}
