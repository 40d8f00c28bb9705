package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.evidence.engines.servers.TestServer;
import dev.referent.integrity.Undetermined.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Values of rows are in no message, and so in no log; {@code violations()} has them. */
final class HidingValuesTest {
    static final List<TestServer> SERVERS = List.of(TestServer.POSTGRESQL, TestServer.MARIADB);

    private static final String INSERT = "INSERT INTO book (author_id) VALUES (?)";
    private static final long SECRET = 424_242_424_242L;

    @TempDir
    private Path folder;

    private static Connection library(Connection connection) throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE author (id BIGINT PRIMARY KEY)",
                "CREATE TABLE book (author_id BIGINT,"
                        + " CONSTRAINT book_author_fk FOREIGN KEY (author_id) REFERENCES author (id))");
        return connection;
    }

    private static void assertHidden(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
                .contains("book.author_id has no matching author.id (foreign key book_author_fk)")
                .doesNotContain(String.valueOf(SECRET));
    }

    @Test
    void keepsThemOutOfEachMessage() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("x.db");
        try (Connection connection = library(EnforcedDataSource.open(url)
                        .hidingValues()
                        .allOrNothing()
                        .getConnection());
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            insert.setLong(1, SECRET);
            ForeignKeyViolationSQLException violation =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, insert::executeUpdate);
            assertHidden(violation);
            assertThat(violation.violations().get(0).key()).containsExactly(SECRET);
            assertThat(violation.sql()).contains(INSERT);

            insert.addBatch();
            assertHidden(catchThrowableOfType(SQLException.class, insert::executeBatch));
            assertHidden(catchThrowableOfType(SQLException.class, connection::commit));
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void keepsThemOutOfTheMessagesOfAServer(TestServer server) throws SQLException {
        String url = server.fresh().url().replaceFirst("^jdbc:", "jdbc:referent:");
        String option = (url.contains("?") ? "&" : "?") + "referent.hidingValues=true";
        try (Connection connection = library(DriverManager.getConnection(url + option));
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, SECRET);
            ForeignKeyViolationSQLException violation =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, insert::executeUpdate);
            assertHidden(violation);
            assertThat(violation.violations().get(0).key()).containsExactly(SECRET);

            insert.addBatch();
            assertHidden(catchThrowableOfType(SQLException.class, insert::executeBatch));
        }
    }

    @Test
    void keepsThemOutOfTheMessagesOfAMigration() throws SQLException {
        EnforcedDataSource source =
                EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db")).hidingValues();
        try (Connection connection = library(source.getConnection())) {
            assertHidden(catchThrowableOfType(
                    ForeignKeyViolationSQLException.class,
                    () -> MigrationScope.run(
                            connection, migrating -> Sql.run(migrating, INSERT.replace("?", "" + SECRET)))));
        }
    }

    @Test
    void keepsTheListsOfOrphanRowsOutOfAMessage() throws SQLException {
        try (Connection connection = library(EnforcedDataSource.open("jdbc:sqlite::memory:")
                .hidingValues()
                .explainingWithin(Duration.ofMinutes(1))
                .getConnection())) {
            Sql.run(connection, "BEGIN", "PRAGMA defer_foreign_keys = ON", "INSERT INTO book SELECT " + SECRET);
            ForeignKeyViolationSQLException violation =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(connection, "COMMIT"));

            assertThat(violation.reason()).contains(Reason.STATE_BEFORE_UNKNOWN);
            assertThat(violation.getMessage())
                    .contains("child rows without a parent row: not shown")
                    .doesNotContain(String.valueOf(SECRET));
        }
    }
}
