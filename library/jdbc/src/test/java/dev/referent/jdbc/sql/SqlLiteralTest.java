package dev.referent.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A literal is the very value that the driver binds, for SQLite itself. */
final class SqlLiteralTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, Integer.MIN_VALUE})
    void isTheIntegerThatIsBound(long value) throws SQLException {
        assertSame(value);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                0.1,
                -0.1,
                1.0,
                3.5,
                1e300,
                -1e-300,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.MIN_NORMAL,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                9007199254740992.0,
                0.30000000000000004
            })
    void isTheFloatingPointNumberThatIsBound(double value) throws SQLException {
        assertSame(value);
    }

    @Test
    void isEachOfTenThousandFloatingPointNumbers() throws SQLException {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isNaN(value) && value != 0) {
                assertSame(value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "it's", "a\0b", "\0", "'\0'", "日本", "🦊", "--x", "a\nb", "\"q\""})
    void isTheTextThatIsBound(String value) throws SQLException {
        assertSame(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "\0\u0001"})
    void areTheBytesThatAreBound(String value) throws SQLException {
        assertSame(value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isNullForNull() {
        assertThat(SqlLiteral.of(null)).isEqualTo("NULL");
        assertThat(SqlLiteral.of(Double.NaN)).isEqualTo("NULL");
    }

    @Test
    void isRejectedForWhatTheDriverNeverBinds() {
        assertThatIllegalArgumentException().isThrownBy(() -> SqlLiteral.of(connection));
    }

    private void assertSame(Object value) throws SQLException {
        String literal = SqlLiteral.of(value);
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT typeof(?1) = typeof(" + literal + ") AND ?1 IS " + literal + ", " + literal)) {
            query.setObject(1, value);
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getBoolean(1)).as(literal).isTrue();
                if (value instanceof Double number) {
                    assertThat(Double.doubleToLongBits(row.getDouble(2))).isEqualTo(Double.doubleToLongBits(number));
                }
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT " + literal);
        }
    }
}
