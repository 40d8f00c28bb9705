package dev.referent.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.servers.TestServer;
import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.integrity.ReferentialAction;
import dev.referent.jdbc.BulkScope;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.ForeignKeys;
import dev.referent.jdbc.MigrationScope;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What plain JDBC meets on a server. */
final class ServerViolationTest {
    static final List<TestServer> SERVERS = List.of(TestServer.POSTGRESQL, TestServer.MARIADB);

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE author (id BIGINT PRIMARY KEY, born BIGINT, CONSTRAINT author_uq UNIQUE (id, born))",
            "CREATE TABLE book (id BIGINT PRIMARY KEY, author_id BIGINT, shelf_id BIGINT,"
                    + " CONSTRAINT book_author_fk FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE RESTRICT)",
            "CREATE TABLE prize (author_id BIGINT, born BIGINT,"
                    + " CONSTRAINT prize_author_fk FOREIGN KEY (author_id, born) REFERENCES author (id, born))",
            "INSERT INTO author VALUES (1, 1900), (2, 1901)",
            "INSERT INTO book VALUES (1, 1, NULL), (2, 1, NULL)");

    private static EnforcedDataSource library(TestServer server) throws SQLException {
        return EnforcedDataSource.open(database(server).url());
    }

    private static Database database(TestServer server) throws SQLException {
        Database database = server.fresh();
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.executeUpdate(sql);
            }
        }
        return database;
    }

    private static ForeignKeyViolationSQLException violation(Connection connection, String sql, Object... values) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                statement.executeUpdate();
            }
        });
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void checksReferencesBeforehand(TestServer server) throws SQLException {
        ForeignKey key = new ForeignKey(
                "prize_author_fk",
                "prize",
                List.of("author_id", "born"),
                "author",
                List.of("id", "born"),
                ReferentialAction.NO_ACTION,
                ReferentialAction.NO_ACTION,
                false);
        List<List<Object>> references = new ArrayList<>(LongStream.range(10, 1_200)
                .mapToObj(i -> List.<Object>of(i, 1900L))
                .toList());
        references.add(0, List.of(1L, 1900L));
        references.add(Arrays.asList(null, 1L));
        try (Connection connection = library(server).getConnection()) {
            assertThat(ForeignKeys.withoutParent(connection, key, references))
                    .hasSize(1_190)
                    .startsWith(List.of(10L, 1900L));
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void namesTheKeyAndTheValueOfAnInsert(TestServer server) throws SQLException {
        try (Connection connection = library(server).getConnection()) {
            ForeignKeyViolationSQLException failure =
                    violation(connection, "INSERT INTO book (id, author_id) VALUES (?, ?)", 7, 99);

            assertThat(failure.getMessage())
                    .startsWith("book.author_id = 99 has no matching author.id (foreign key book_author_fk): ")
                    .endsWith(": FOREIGN KEY constraint failed: book_author_fk");
            assertThat(failure.getSQLState()).isEqualTo("23503");
            assertThat(failure.getCause()).isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getErrorCode())
                    .isEqualTo(failure.getErrorCode()));
            assertThat(failure.undetermined()).isEmpty();
            ForeignKeyViolation violation = failure.violations().get(0);
            assertThat(violation.kind()).isEqualTo(Kind.MISSING_PARENT);
            assertThat(violation.key()).containsExactly(99L);
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void countsTheRowsThatAReferencedRowHas(TestServer server) throws SQLException {
        try (Connection connection = library(server).getConnection()) {
            ForeignKeyViolationSQLException violation = violation(connection, "DELETE FROM author WHERE id = ?", 1L);

            assertThat(violation.getMessage())
                    .startsWith("author.id = 1 is still referenced by 2 rows through book.author_id");
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void namesTheColumnsOfACompositeKey(TestServer server) throws SQLException {
        try (Connection connection = library(server).getConnection()) {
            ForeignKeyViolationSQLException violation =
                    violation(connection, "INSERT INTO prize (author_id, born) VALUES (1, ?)", 1850);

            assertThat(violation.violations().get(0).message())
                    .isEqualTo("prize.(author_id, born) = (1, 1850) has no matching author.(id, born)"
                            + " (foreign key prize_author_fk)");
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void saysWhatIsNotKnownOfAStatementThatIsNotPlain(TestServer server) throws SQLException {
        try (Connection connection = library(server).getConnection()) {
            ForeignKeyViolationSQLException violation =
                    violation(connection, "INSERT INTO book (id, author_id) SELECT 7, 99 FROM author WHERE id = 1");

            assertThat(violation.violations())
                    .extracting(each -> each.foreignKey().name())
                    .containsExactly("book_author_fk");
            assertThat(violation.undetermined().orElseThrow()).contains("there may be others");
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void typesARejectedBatchWithTheDriversCounts(TestServer server) throws SQLException {
        EnforcedDataSource source = library(server);
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(autoCommit);
                assertThatExceptionOfType(BatchUpdateException.class)
                        .isThrownBy(() -> {
                            try (PreparedStatement insert =
                                    connection.prepareStatement("INSERT INTO book (id, author_id) VALUES (?, ?)")) {
                                for (int row = 0; row < 3; row++) {
                                    // some drivers store what comes before the rejected row
                                    insert.setLong(1, (autoCommit ? 10 : 20) + row);
                                    insert.setLong(2, row == 1 ? 99 : 1);
                                    insert.addBatch();
                                }
                                insert.executeBatch();
                            }
                        })
                        .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("23503"))
                        .withCauseInstanceOf(ForeignKeyViolationSQLException.class);
                if (!autoCommit) {
                    connection.rollback();
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void doesNotTakeARowForMissingThatItsOwnTransactionHasWritten(TestServer server) throws SQLException {
        try (Connection connection = library(server).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "ALTER TABLE book ADD CONSTRAINT book_shelf_fk FOREIGN KEY (shelf_id)" + " REFERENCES author (id)");
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO author VALUES (50, 1950)");
            connection.setAutoCommit(false);

            ForeignKeyViolationSQLException violation =
                    violation(connection, "INSERT INTO book (id, author_id, shelf_id) VALUES (8, 99, 50)");

            assertThat(violation.violations())
                    .extracting(each -> each.foreignKey().name())
                    .containsExactly("book_author_fk");
            assertThat(violation.undetermined()).isPresent();
            connection.rollback();
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void enforcesAgainForTheNextBorrower(TestServer server) throws SQLException {
        Database database = database(server);
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.source());
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            EnforcedDataSource source = EnforcedDataSource.wrap(pool).explainingOn(database.source());
            for (boolean autoCommit : new boolean[] {true, false}) {
                try (Connection careless = source.getConnection();
                        Statement statement = careless.createStatement()) {
                    statement.execute(
                            server == TestServer.POSTGRESQL
                                    ? "SET session_replication_role = replica"
                                    : "SET foreign_key_checks = 0");
                    assertThat(statement.executeUpdate(
                                    "INSERT INTO book (author_id, id) SELECT 99, 1 + max(id) FROM book"))
                            .isOne();
                }
                try (Connection next = source.getConnection()) {
                    next.setAutoCommit(autoCommit);
                    assertThat(violation(next, "INSERT INTO book VALUES (61, 99, NULL)")
                                    .violations())
                            .hasSize(1);
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void rejectsAMigrationScope(TestServer server) throws SQLException {
        EnforcedDataSource source = library(server);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> MigrationScope.run(source, migrating -> {}))
                .withMessageContaining("SQLite");
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void rejectsABulkScope(TestServer server) throws SQLException {
        EnforcedDataSource source = library(server);
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> BulkScope.run(source, bulk -> {}))
                .withMessage("a bulk scope is for SQLite; on a server, write with its foreign keys enforced");
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void listsEveryKeyThatAPlainInsertViolates(TestServer server) throws SQLException {
        try (Connection connection = library(server).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "ALTER TABLE book ADD CONSTRAINT book_shelf_fk FOREIGN KEY (shelf_id)" + " REFERENCES author (id)");

            ForeignKeyViolationSQLException violation =
                    violation(connection, "INSERT INTO book (id, author_id, shelf_id) VALUES (8, 99, ?)", 98L);

            assertThat(violation.violations())
                    .extracting(each -> each.foreignKey().name() + each.key())
                    .containsExactlyInAnyOrder("book_author_fk[99]", "book_shelf_fk[98]");
            assertThat(violation.undetermined()).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void commitsAllOrNothing(TestServer server) throws SQLException {
        EnforcedDataSource source = library(server);
        try (Connection connection = source.allOrNothing().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(violation(connection, "INSERT INTO book VALUES (80, 99, NULL)")
                            .violations())
                    .hasSize(1);
            assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
            assertThat(violation(connection, "INSERT INTO book VALUES (80, 99, NULL)")
                            .violations())
                    .hasSize(1);
            connection.rollback();
            connection.commit();
        }
    }

    @Test
    void explainsARejectedCommit() throws SQLException {
        try (Connection connection = library(TestServer.POSTGRESQL).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("ALTER TABLE book ALTER CONSTRAINT book_author_fk DEFERRABLE INITIALLY DEFERRED");
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO book VALUES (70, 99, NULL)");

            assertThatExceptionOfType(ForeignKeyViolationSQLException.class)
                    .isThrownBy(connection::commit)
                    .satisfies(e -> assertThat(e.violations().get(0).key()).containsExactly(99L))
                    .satisfies(
                            e -> assertThat(e.violations().get(0).foreignKey().deferred())
                                    .isTrue());
        }
    }

    @Test
    void leavesPostgresTransactionAborted() throws SQLException {
        try (Connection connection = library(TestServer.POSTGRESQL).getConnection()) {
            connection.setAutoCommit(false);
            assertThat(violation(connection, "INSERT INTO book VALUES (80, 99, NULL)")
                            .violations())
                    .hasSize(1);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> connection.createStatement().executeQuery("SELECT 1"))
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("25P02"));
            connection.rollback();
            assertThat(violation(connection, "INSERT INTO book VALUES (80, 99, NULL)")
                            .violations())
                    .hasSize(1);
        }
    }

    @Test
    void readsTextsThatLookLikePostgresOwn() throws SQLException {
        try (Connection connection = library(TestServer.POSTGRESQL).getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE \"odd)=(\" (\"a\"\" b\" text PRIMARY KEY)");
            statement.executeUpdate("CREATE TABLE pointer (x text CONSTRAINT \"odd fk\" REFERENCES \"odd)=(\")");
            String nasty = "a)=(b) is not present in table \"odd)=(\". ' , NULL";

            ForeignKeyViolationSQLException violation =
                    violation(connection, "INSERT INTO pointer SELECT ? WHERE true", nasty);

            assertThat(violation.violations().get(0).key()).containsExactly(nasty);
        }
    }
}
