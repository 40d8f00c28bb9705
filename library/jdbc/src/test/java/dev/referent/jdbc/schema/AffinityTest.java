package dev.referent.jdbc.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.driver.Query;
import dev.referent.jdbc.sql.SqlLiteral;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteConnection;

/** What a column is known to store of a value is what SQLite stores of it. */
final class AffinityTest {
    private static final List<Object> VALUES = List.of(
            0L,
            7L,
            -7L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            1L << 53,
            (1L << 53) + 1,
            0.5,
            7.0,
            -0.0,
            1e18,
            9007199254740992.0,
            Double.POSITIVE_INFINITY,
            "",
            "a",
            "7",
            "-7",
            "07",
            " 7",
            "7 ",
            "+7",
            "-0",
            "0",
            "7.0",
            "7e0",
            "0x7",
            "1_000",
            "inf",
            "nan",
            "9223372036854775807",
            "9223372036854775808",
            "123456789012345678",
            "-123456789012345678",
            "٧",
            "\uD83D",
            "a\uDE00",
            new byte[] {55},
            new byte[0]);

    @ParameterizedTest
    @CsvSource({
        "INTEGER, INTEGER",
        "INT, INTEGER",
        "BIGINT, INTEGER",
        "CHARINT, INTEGER",
        "TEXT, TEXT",
        "VARCHAR(5), TEXT",
        "CLOB, TEXT",
        "BLOB, BLOB",
        "'', BLOB",
        "REAL, REAL",
        "DOUBLE, REAL",
        "FLOAT, REAL",
        "NUMERIC, NUMERIC",
        "DECIMAL(9;2), NUMERIC",
        "BOOLEAN, NUMERIC",
        "DATE, NUMERIC",
        "ANY, NUMERIC"
    })
    void storesWhatSqliteStores(String type, Affinity expected) throws SQLException {
        Affinity affinity = Affinity.of(type);
        assertThat(affinity).isEqualTo(expected);
        try (SQLiteConnection connection =
                DriverManager.getConnection("jdbc:sqlite::memory:").unwrap(SQLiteConnection.class)) {
            connection.createStatement().execute("CREATE TABLE t (x " + type.replace(';', ',') + ")");
            for (Object value : VALUES) {
                Optional<Object> stored = affinity.stored(value);
                if (stored.isPresent()) {
                    String literal = SqlLiteral.of(stored.get());
                    try (PreparedStatement insert =
                            connection.prepareStatement("REPLACE INTO t (rowid, x) VALUES (1, ?)")) {
                        insert.setObject(1, value);
                        insert.executeUpdate();
                    }
                    String same = "SELECT 1 FROM t WHERE x IS " + literal + " AND typeof(x) = typeof(" + literal + ")";
                    assertThat(Query.hasRow(connection, same))
                            .as("%s in %s", value, type)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void knowsThePlainOnes() {
        assertThat(Affinity.INTEGER.stored("7")).contains(7L);
        assertThat(Affinity.TEXT.stored(7L)).contains("7");
        assertThat(Affinity.INTEGER.stored("07")).isEmpty();
        assertThat(Affinity.TEXT.stored(0.5)).isEmpty();
    }
}
