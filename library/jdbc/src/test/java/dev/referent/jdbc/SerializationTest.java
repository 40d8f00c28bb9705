package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.evidence.engines.servers.TestServer;
import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.Undetermined;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A violation is read back as it was written, as between two processes. */
final class SerializationTest {
    static final List<TestServer> SERVERS = List.of(TestServer.POSTGRESQL, TestServer.MARIADB);

    @TempDir
    private Path folder;

    private EnforcedDataSource source;

    @BeforeEach
    void make() throws SQLException {
        source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("library.db"))
                .explainingWithin(Duration.ofMinutes(1));
        try (Connection connection = source.getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE author (id PRIMARY KEY)",
                    "CREATE TABLE book (id INTEGER PRIMARY KEY,"
                            + " author_id CONSTRAINT book_author_fk REFERENCES author DEFERRABLE)",
                    "CREATE TABLE loan (book_id INTEGER REFERENCES book DEFERRABLE INITIALLY DEFERRED)",
                    "INSERT INTO author VALUES (1), (x'0102')",
                    "INSERT INTO book VALUES (1, 1), (2, x'0102')");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO book (author_id) VALUES (99)",
                "INSERT INTO book (author_id) VALUES (1.5)",
                "INSERT INTO book (author_id) VALUES ('Ada')",
                "INSERT INTO book (author_id) VALUES (x'0a0b')",
                "DELETE FROM author WHERE id = 1",
                "DELETE FROM author",
                "DROP TABLE author",
            })
    void survivesWithTheViolations(String sql) throws Exception {
        try (Connection connection = source.getConnection()) {
            ForeignKeyViolationSQLException violation =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, sql));

            assertSame(readBack(violation), violation);
            assertThat(violation.violations()).isNotEmpty();
        }
    }

    @Test
    void survivesFromACommit() throws Exception {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Sql.run(connection, "INSERT INTO loan VALUES (77)");
            ForeignKeyViolationSQLException violation =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, connection::commit);

            assertSame(readBack(violation), violation);
            assertThat(violation.violations()).hasSize(1);
            assertThat(violation.sql()).isEmpty();
            connection.rollback();
        }
    }

    @Test
    void survivesWithTheReason() throws Exception {
        try (Connection connection = source.explainingWithin(Duration.ZERO).getConnection()) {
            ForeignKeyViolationSQLException violation = catchThrowableOfType(
                    ForeignKeyViolationSQLException.class,
                    () -> Sql.run(connection, "INSERT INTO book (author_id) VALUES (99)"));

            assertSame(readBack(violation), violation);
            assertThat(readBack(violation).reason()).contains(Undetermined.Reason.TIME_LIMIT);
        }
    }

    @Test
    void survivesWithTheRowsOfABatch() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO book (author_id) VALUES (?)")) {
            for (Object author : new Object[] {1, 98, new byte[] {1, 2}, new byte[] {7}}) {
                insert.setObject(1, author);
                insert.addBatch();
            }
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);

            BatchUpdateException back = readBack(failure);
            assertThat(back.getLargeUpdateCounts()).isEqualTo(failure.getLargeUpdateCounts());
            assertThat(failure.getCause()).isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, violation -> {
                assertThat(back.getCause())
                        .isInstanceOfSatisfying(
                                ForeignKeyViolationSQLException.class, other -> assertSame(other, violation));
                assertThat(violation.violations()).hasSize(2);
                assertThat(violation.sql()).contains("INSERT INTO book (author_id) VALUES (?)");
            });
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void survivesFromAServer(TestServer server) throws Exception {
        try (Connection connection =
                EnforcedDataSource.open(server.fresh().url()).getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE author (id BIGINT PRIMARY KEY)",
                    "CREATE TABLE book (id BIGINT, CONSTRAINT book_fk FOREIGN KEY (id) REFERENCES author (id))");
            ForeignKeyViolationSQLException violation = catchThrowableOfType(
                    ForeignKeyViolationSQLException.class,
                    () -> Sql.run(connection, "INSERT INTO book (id) VALUES (99)"));

            assertSame(readBack(violation), violation);
        }
    }

    @ParameterizedTest
    @EnumSource
    void survivesForEachReason(Undetermined.Reason reason) throws Exception {
        Explanation explanation = Explanation.undetermined(reason.because("a", "b", "c"));

        assertThat(readBack(explanation)).isEqualTo(explanation);
    }

    @Test
    void keepsAValueThatCannotBeSerializedAsText() throws Exception {
        try (Connection connection = source.getConnection()) {
            ForeignKeyViolationSQLException violation = catchThrowableOfType(
                    ForeignKeyViolationSQLException.class,
                    () -> Sql.run(connection, "INSERT INTO book (author_id) VALUES (99)"));
            ForeignKeyViolation proved = violation.violations().get(0);
            ForeignKeyViolation odd = new ForeignKeyViolation(
                    proved.foreignKey(),
                    proved.kind(),
                    List.of(Optional.of(5)),
                    OptionalInt.of(3),
                    Map.of("id", Optional.of(6)),
                    0);

            ForeignKeyViolation back = readBack(odd);

            assertThat(back.key()).containsExactly("Optional[5]");
            assertThat(back.childRow()).containsEntry("id", "Optional[6]");
            assertThat(back.batchIndex()).hasValue(3);
        }
    }

    private static void assertSame(ForeignKeyViolationSQLException back, ForeignKeyViolationSQLException written) {
        assertThat(back.getMessage()).isEqualTo(written.getMessage());
        assertThat(back.getSQLState()).isEqualTo("23503");
        assertThat(back.getErrorCode()).isEqualTo(written.getErrorCode());
        assertThat(back.sql()).isEqualTo(written.sql());
        assertThat(back.errorPage()).isEqualTo(written.errorPage());
        assertThat(back.undetermined()).isEqualTo(written.undetermined());
        assertThat(back.moreViolations()).isEqualTo(written.moreViolations());
        assertThat(back.violations()).usingRecursiveComparison().isEqualTo(written.violations());
        assertThat(String.valueOf(back.getCause())).isEqualTo(String.valueOf(written.getCause()));
    }

    private static <T> T readBack(T object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            T back = (T) in.readObject();
            return back;
        }
    }
}
