package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener and the log are told of every violation, and change nothing. */
final class ViolationListenerTest {
    private static final String INSERT = "INSERT INTO book VALUES (99)";

    @TempDir
    private Path folder;

    private final List<String> reported = new ArrayList<>();
    private final List<Duration> durations = new ArrayList<>();
    private EnforcedDataSource source;

    @BeforeEach
    void open() throws SQLException {
        source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("library.db"))
                .listening((explanation, sql, duration) -> {
                    reported.add(sql + ": " + explanation.message());
                    durations.add(duration);
                });
        try (Connection connection = source.getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE author (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE book (author_id INT CONSTRAINT book_author_fk REFERENCES author)",
                    "CREATE TABLE note (author_id INT CONSTRAINT note_author_fk REFERENCES author"
                            + " DEFERRABLE INITIALLY DEFERRED)");
        }
    }

    @Test
    void hearsOfStatementsBatchesAndCommits() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(INSERT))
                    .isInstanceOf(ForeignKeyViolationSQLException.class);
            statement.addBatch("INSERT INTO book VALUES (NULL)");
            statement.addBatch(INSERT);
            assertThatThrownBy(statement::executeBatch).isInstanceOf(BatchUpdateException.class);
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO note VALUES (7)");
            assertThatThrownBy(connection::commit).isInstanceOf(ForeignKeyViolationSQLException.class);
            connection.rollback();
        }
        assertThat(reported).hasSize(3);
        assertThat(durations).allSatisfy(duration -> assertThat(duration).isPositive());
        assertThat(reported.get(0)).startsWith(INSERT + ": book.author_id = 99 has no matching author.id");
        assertThat(reported.get(1)).startsWith(INSERT + ": ").contains("book_author_fk");
        assertThat(reported.get(2)).startsWith(": note.author_id = 7 has no matching author.id");
    }

    @Test
    void hearsOfWhatReferentItselfRejects() throws SQLException {
        String drop = "DROP TABLE shelf";
        try (Connection connection = source.getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE shelf (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE stand (shelf_id INT CONSTRAINT stand_shelf_fk REFERENCES shelf ON DELETE CASCADE)",
                    "INSERT INTO shelf VALUES (1)",
                    "INSERT INTO stand VALUES (1)");
            assertThatThrownBy(() -> Sql.run(connection, drop)).isInstanceOf(ForeignKeyViolationSQLException.class);
            assertThatThrownBy(() -> MigrationScope.run(
                            connection, migrating -> Sql.run(migrating, "INSERT INTO book VALUES (8)")))
                    .isInstanceOf(ForeignKeyViolationSQLException.class);
        }
        assertThat(reported)
                .satisfiesExactly(
                        dropped -> assertThat(dropped).startsWith(drop + ": shelf.id = 1 is still referenced"),
                        migrated -> assertThat(migrated).startsWith(": book.author_id = 8 has no matching author.id"));
    }

    @Test
    void aListenerThatFailsChangesNothing() throws SQLException {
        EnforcedDataSource failing = source.listening((explanation, sql, duration) -> {
            throw new IllegalStateException("full");
        });
        assertThat(logged(failing, Level.WARNING))
                .containsExactly("a listener failed to take note of a foreign key violation");
    }

    @Test
    void everyViolationIsOneLineOfTheLog() throws SQLException {
        assertThat(logged(source, Level.FINE))
                .singleElement()
                .asString()
                .matches(
                        "book\\.author_id = 99 has no matching .* \\(explained in \\d+ ms\\): INSERT INTO book VALUES \\(99\\)");
        assertThat(logged(source.hidingValues(), Level.FINE))
                .singleElement()
                .asString()
                .contains("book_author_fk")
                .doesNotContain("99");
    }

    private static List<String> logged(EnforcedDataSource source, Level level) throws SQLException {
        Logger logger = Logger.getLogger("dev.referent.jdbc");
        List<String> lines = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.setLevel(level);
        logger.addHandler(handler);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(INSERT))
                    .isInstanceOf(ForeignKeyViolationSQLException.class);
        } finally {
            logger.removeHandler(handler);
            logger.setLevel(null);
        }
        return lines;
    }
}
