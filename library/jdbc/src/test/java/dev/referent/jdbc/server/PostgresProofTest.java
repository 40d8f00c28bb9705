package dev.referent.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.servers.TestServer;
import dev.referent.integrity.ForeignKeyViolation.Kind;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;

/** What an explanation claims of PostgreSQL is true, where its own features would mislead. */
final class PostgresProofTest {
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE owner (id INT PRIMARY KEY)",
            "CREATE TABLE pet (id INT, owner_id INT CONSTRAINT pet_owner_fk REFERENCES owner,"
                    + " vet_id INT CONSTRAINT pet_vet_fk REFERENCES owner)",
            "INSERT INTO owner VALUES (1), (2)",
            "INSERT INTO pet VALUES (1, 1, NULL), (2, 1, NULL)");

    private static void execute(Connection connection, String... sqls) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : sqls) {
                statement.execute(sql);
            }
        }
    }

    private static Database database(String... more) throws SQLException {
        Database database = TestServer.POSTGRESQL.fresh();
        try (Connection connection = database.source().getConnection()) {
            execute(connection, SCHEMA.toArray(String[]::new));
            execute(connection, more);
        }
        return database;
    }

    private static Connection connection(String... more) throws SQLException {
        return EnforcedDataSource.open(database(more).url())
                .explainingWithin(Duration.ofSeconds(20)) // on a busy machine
                .getConnection();
    }

    private static ForeignKeyViolationSQLException violation(Connection connection, String sql) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> execute(connection, sql));
    }

    /** Returns the names of the keys with their values and their numbers of rows. */
    private static List<String> keys(ForeignKeyViolationSQLException failure) {
        return failure.violations().stream()
                .map(each -> each.foreignKey().name() + each.key() + "*" + each.childRows())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM pet WHERE id = 1; DELETE FROM owner WHERE id = 1",
                "WITH gone AS (DELETE FROM pet WHERE id = 1) DELETE FROM owner WHERE id = 1"
            })
    void countsNoRowsThatTheStatementItselfMayHaveDeleted(String sql) throws SQLException {
        try (Connection connection = connection()) {
            assertThat(keys(violation(connection, sql))).containsExactly("pet_owner_fk[1]*0");
        }
    }

    @Test
    void countsNoRowsThatABatchMayHaveDeleted() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.addBatch("DELETE FROM pet WHERE id = 1");
            statement.addBatch("DELETE FROM owner WHERE id = 1");

            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);

            assertThat(failure.getCause())
                    .isInstanceOfSatisfying(ForeignKeyViolationSQLException.class, cause -> assertThat(keys(cause))
                            .containsExactly("pet_owner_fk[1]*0"));
        }
    }

    @Test
    void countsNoRowsThatACascadeMayHaveDeleted() throws SQLException {
        try (Connection connection = connection(
                "ALTER TABLE pet DROP CONSTRAINT pet_vet_fk, ADD FOREIGN KEY (vet_id) REFERENCES owner ON DELETE CASCADE",
                "UPDATE pet SET vet_id = 1 WHERE id = 1")) {
            assertThat(keys(violation(connection, "DELETE FROM owner WHERE id = 1")))
                    .containsExactly("pet_owner_fk[1]*0");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(vet_id) REFERENCES owner", "(owner_id) REFERENCES shelter"})
    void explainsNoKeyThatTheTransactionHasDeclaredDifferently(String key) throws SQLException {
        try (Connection connection =
                connection("CREATE TABLE shelter (id INT PRIMARY KEY)", "ALTER TABLE pet DROP CONSTRAINT pet_vet_fk")) {
            connection.setAutoCommit(false);
            execute(
                    connection,
                    "DELETE FROM pet",
                    "ALTER TABLE pet DROP CONSTRAINT pet_owner_fk, ADD CONSTRAINT pet_owner_fk FOREIGN KEY " + key);

            ForeignKeyViolationSQLException failure = violation(connection, "INSERT INTO pet VALUES (3, 2, 99)");

            assertThat(failure.violations()).isEmpty();
            assertThat(failure.undetermined().orElseThrow()).contains("does not fit the key that its catalogue shows");
        }
    }

    @Test
    void claimsNothingOfATableWhoseRowsMayBeHidden() throws SQLException {
        Database database = database(
                "ALTER TABLE pet DROP CONSTRAINT pet_vet_fk",
                "CREATE TABLE vet (id INT PRIMARY KEY)",
                "INSERT INTO vet VALUES (5)",
                "ALTER TABLE pet ADD CONSTRAINT pet_vet_fk FOREIGN KEY (vet_id) REFERENCES vet",
                "ALTER TABLE vet ENABLE ROW LEVEL SECURITY");
        try (Connection connection = reader(database)) {
            ForeignKeyViolationSQLException failure =
                    violation(connection, "INSERT INTO pet (id, owner_id, vet_id) VALUES (3, 99, 5)");

            assertThat(keys(failure)).containsExactly("pet_owner_fk[99]*0");
            assertThat(failure.undetermined().orElseThrow()).contains("there may be others");
        }
    }

    @Test
    void keepsTheKeyIfTheUserMayNotReadTheParentTable() throws SQLException {
        Database database = database();
        try (Connection connection = reader(database, "owner")) {
            ForeignKeyViolationSQLException failure =
                    violation(connection, "INSERT INTO pet (id, owner_id, vet_id) VALUES (3, 99, 98)");

            assertThat(failure.violations()).hasSize(1);
            assertThat(failure.undetermined().orElseThrow()).contains("permission denied for table owner");
        }
    }

    /** Returns a connection of a user who may read and write all tables except some. */
    private static Connection reader(Database database, String... except) throws SQLException {
        try (Connection connection = database.source().getConnection()) {
            String schema = connection.getSchema();
            execute(
                    connection,
                    "DO $$ BEGIN CREATE ROLE reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                    "GRANT USAGE ON SCHEMA " + schema + " TO reader",
                    "GRANT ALL ON ALL TABLES IN SCHEMA " + schema + " TO reader");
            for (String table : except) {
                execute(connection, "REVOKE ALL ON " + table + " FROM reader");
            }
        }
        return EnforcedDataSource.open(database.url() + "&options=-c%20role=reader")
                .getConnection();
    }

    @Test
    void takesNoInheritedRowForAParentRow() throws SQLException {
        try (Connection connection =
                connection("CREATE TABLE heir () INHERITS (owner)", "INSERT INTO heir VALUES (7)")) {
            assertThat(keys(violation(connection, "INSERT INTO pet (id, owner_id, vet_id) VALUES (3, 99, 7)")))
                    .containsExactly("pet_owner_fk[99]*0", "pet_vet_fk[7]*0");
        }
    }

    @Test
    void saysThatARemovedPartitionIsStillReferenced() throws SQLException {
        try (Connection connection = connection(
                "CREATE TABLE room (id INT PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE room_low PARTITION OF room FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE bed (room_id INT CONSTRAINT bed_room_fk REFERENCES room)",
                "INSERT INTO room VALUES (1)",
                "INSERT INTO bed VALUES (1)")) {
            ForeignKeyViolationSQLException failure =
                    violation(connection, "ALTER TABLE room DETACH PARTITION room_low");

            assertThat(failure.violations()).allMatch(each -> each.kind() == Kind.STILL_REFERENCED);
        }
    }

    @Test
    void takesNoPartitionForTheWholeParentTable() throws SQLException {
        try (Connection connection = connection(
                "CREATE TABLE room (id INT PRIMARY KEY) PARTITION BY RANGE (id)",
                "CREATE TABLE room_low PARTITION OF room FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE room_high PARTITION OF room DEFAULT PARTITION BY LIST (id)",
                "CREATE TABLE room_top PARTITION OF room_high DEFAULT",
                "CREATE TABLE bed (room_id INT CONSTRAINT bed_room_fk REFERENCES room,"
                        + " owner_id INT CONSTRAINT bed_owner_fk REFERENCES owner)",
                "INSERT INTO room VALUES (20)")) {
            assertThat(keys(violation(connection, "INSERT INTO bed (room_id, owner_id) VALUES (20, 99)")))
                    .containsExactly("bed_owner_fk[99]*0");
            assertThat(keys(violation(connection, "INSERT INTO bed (room_id, owner_id) VALUES (30, 99)")))
                    .containsExactlyInAnyOrder("bed_room_fk[30]*0", "bed_owner_fk[99]*0");
        }
    }

    @Test
    void countsTheRowsOfAPartitionWithTheirTable() throws SQLException {
        try (Connection connection = connection(
                "CREATE TABLE keeper (id INT PRIMARY KEY)",
                "CREATE TABLE toy (id INT, keeper_id INT CONSTRAINT toy_keeper_fk REFERENCES keeper)",
                "CREATE TABLE visit (id INT, keeper_id INT CONSTRAINT visit_keeper_fk REFERENCES keeper)"
                        + " PARTITION BY LIST (id)",
                "CREATE TABLE visit_any PARTITION OF visit DEFAULT",
                "INSERT INTO keeper VALUES (2)",
                "INSERT INTO toy VALUES (1, 2)",
                "INSERT INTO visit VALUES (1, 2)")) {
            assertThat(keys(violation(connection, "DELETE FROM keeper WHERE id = 2")))
                    .containsExactlyInAnyOrder("toy_keeper_fk[2]*1", "visit_keeper_fk[2]*1");
        }
    }

    @Test
    void listsEveryDeferredKeyThatAnInsertViolatesWithAutocommit() throws SQLException {
        try (Connection connection = connection(
                "ALTER TABLE pet ALTER CONSTRAINT pet_owner_fk DEFERRABLE INITIALLY DEFERRED",
                "ALTER TABLE pet ALTER CONSTRAINT pet_vet_fk DEFERRABLE INITIALLY DEFERRED")) {
            assertThat(keys(violation(connection, "INSERT INTO pet (id, owner_id, vet_id) VALUES (3, 99, 98)")))
                    .containsExactlyInAnyOrder("pet_owner_fk[99]*0", "pet_vet_fk[98]*0");
        }
    }

    @Test
    void doesNotBlameABatchInAnAbortedTransactionForAnEarlierStatement() throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            violation(connection, "INSERT INTO pet VALUES (3, 99, NULL)");
            statement.addBatch("INSERT INTO owner VALUES (3)");

            assertThatExceptionOfType(BatchUpdateException.class)
                    .isThrownBy(statement::executeBatch)
                    .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("25P02"))
                    .withCauseExactlyInstanceOf(PSQLException.class);
            connection.rollback();
        }
    }

    @Test
    void leavesAnErrorAsItIsThatTheApplicationRaises() throws SQLException {
        try (Connection connection = connection()) {
            String raise = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '23503', MESSAGE = 'mine',"
                    + " SCHEMA = current_schema(), TABLE = 'pet', CONSTRAINT = 'pet_owner_fk',"
                    + " DETAIL = 'Key (owner_id)=(42) is not present in table \"owner\".'; END $$";

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> execute(connection, raise))
                    .withMessageContaining("mine")
                    .isNotInstanceOf(ForeignKeyViolationSQLException.class);
        }
    }
}
