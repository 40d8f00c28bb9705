package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.referent.integrity.ForeignKeyViolation;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteException;

/** What the bare driver does with a foreign key, and what an enforced connection makes of it. */
final class DriverTrapsTest {
    private static final String BOGUS = "INSERT INTO child (parent_id) VALUES (99)";

    @TempDir
    private Path folder;

    private Connection bare;
    private Connection enforced;

    @BeforeEach
    void open() throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("traps.db");
        bare = DriverManager.getConnection(url);
        Sql.run(
                bare,
                "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
                "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INT CONSTRAINT child_parent_fk REFERENCES parent)",
                "CREATE TABLE later (parent_id INT REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
                "INSERT INTO parent VALUES (1)");
        enforced = EnforcedDataSource.open(url).getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        enforced.close();
        bare.close();
    }

    @Test
    void theDriverStoresAnOrphanUnlessItIsAskedNotTo() throws SQLException {
        Sql.run(bare, BOGUS);

        assertThat(Sql.read(bare, "SELECT count(*) FROM child")).isEqualTo("1");
        assertThatThrownBy(() -> Sql.run(enforced, BOGUS)).isInstanceOf(ForeignKeyViolationSQLException.class);
    }

    @Test
    void theDriverIgnoresThePragmaInsideATransaction() throws SQLException {
        bare.setAutoCommit(false);
        Sql.run(bare, "PRAGMA foreign_keys=ON");
        assertThat(Sql.read(bare, "PRAGMA foreign_keys")).isEqualTo("0");

        enforced.setAutoCommit(false);
        Sql.run(enforced, "PRAGMA foreign_keys=OFF");
        assertThat(Sql.read(enforced, "PRAGMA foreign_keys")).isEqualTo("1");
    }

    @Test
    void theDriverSaysNeitherStateNorKey() throws SQLException {
        Sql.run(bare, "PRAGMA foreign_keys=ON");
        SQLiteException bareFailure = catchThrowableOfType(SQLiteException.class, () -> Sql.run(bare, BOGUS));
        assertThat(bareFailure.getSQLState()).isNull();
        assertThat(bareFailure.getMessage()).doesNotContain("child");

        ForeignKeyViolationSQLException violation = violationOf(BOGUS);
        assertThat(violation.getSQLState()).isEqualTo("23503");
        assertThat(violation.getErrorCode()).isEqualTo(bareFailure.getErrorCode());
        assertThat(violation.getCause()).isInstanceOf(SQLiteException.class).hasMessage(bareFailure.getMessage());
        assertThat(violation.getMessage())
                .isEqualTo("child.parent_id = 99 has no matching parent.id (foreign key child_parent_fk):"
                        + " FOREIGN KEY constraint failed: child_parent_fk");
    }

    @Test
    void aCommitThatADeferredKeyRejectsCanBeRepairedAndRetried() throws SQLException {
        enforced.setAutoCommit(false);
        Sql.run(enforced, "INSERT INTO later VALUES (5)");
        assertThatThrownBy(enforced::commit).isInstanceOf(ForeignKeyViolationSQLException.class);

        Sql.run(enforced, "INSERT INTO parent VALUES (5)");
        enforced.commit();
        assertThat(Sql.read(bare, "SELECT parent_id FROM later")).isEqualTo("5");
    }

    @Test
    void aMultiRowInsertLeavesNoRow() throws SQLException {
        assertThat(violationOf("INSERT INTO child (parent_id) VALUES (1), (98), (1), (97)")
                        .violations())
                .extracting(violation -> violation.key().get(0))
                .containsExactlyInAnyOrder(98L, 97L);
        assertThat(Sql.read(enforced, "SELECT count(*) FROM child")).isEqualTo("0");
    }

    @Test
    void severalStatementsInOneTextKeepTheEarlierOnes() throws SQLException {
        ForeignKeyViolationSQLException violation =
                violationOf("INSERT INTO child (parent_id) VALUES (1); " + BOGUS + "; INSERT INTO parent VALUES (2)");

        assertThat(violation.violations()).hasSize(1);
        assertThat(Sql.read(enforced, "SELECT count(*) FROM child")).isEqualTo("1");
        assertThat(Sql.read(enforced, "SELECT count(*) FROM parent")).isEqualTo("1");
    }

    @Test
    void aRejectedReturningIsExplained() throws SQLException {
        try (PreparedStatement insert =
                enforced.prepareStatement("INSERT INTO child (parent_id) VALUES (?) RETURNING id")) {
            insert.setInt(1, 99);
            ForeignKeyViolationSQLException violation =
                    catchThrowableOfType(ForeignKeyViolationSQLException.class, insert::executeQuery);
            assertThat(violation.violations()).hasSize(1);
            insert.setInt(1, 1);
            try (ResultSet id = insert.executeQuery()) {
                assertThat(id.next()).isTrue();
                assertThat(id.getInt(1)).isEqualTo(1);
            }
        }
    }

    @Test
    void aDeferredKeyRejectsAReturningOnlyAfterItsFirstRow() throws SQLException {
        String sql = "INSERT INTO later VALUES (99) RETURNING parent_id";
        try (Statement statement = enforced.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            assertThatThrownBy(rows::next)
                    .isInstanceOf(ForeignKeyViolationSQLException.class)
                    .hasMessageContaining("later.parent_id = 99");
        }
        assertThat(Sql.read(enforced, "SELECT count(*) FROM later")).isEqualTo("0");
    }

    @Test
    void theDriverLosesAReturnedRowInSilence() throws SQLException {
        String sql = "INSERT INTO later VALUES (99) RETURNING parent_id";
        Sql.run(bare, "PRAGMA foreign_keys=ON");
        try (Statement statement = bare.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
        }
        assertThat(Sql.read(bare, "SELECT count(*) FROM later")).isEqualTo("0");

        Statement statement = enforced.createStatement();
        ResultSet rows = statement.executeQuery(sql);
        assertThat(rows.next()).isTrue();
        assertThatThrownBy(rows::close)
                .isInstanceOf(ForeignKeyViolationSQLException.class)
                .hasMessageContaining("later.parent_id = 99");
        statement.close();
    }

    @Test
    void aRejectedBatchIsTypedAndKeepsWhatTheDriverKeeps() throws SQLException {
        try (Statement statement = enforced.createStatement()) {
            statement.addBatch("INSERT INTO child (parent_id) VALUES (1)");
            statement.addBatch(BOGUS);
            assertThatThrownBy(statement::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .hasCauseInstanceOf(ForeignKeyViolationSQLException.class);
        }
        try (PreparedStatement insert = enforced.prepareStatement("INSERT INTO child (parent_id) VALUES (?)")) {
            for (int parent : new int[] {1, 99}) {
                insert.setInt(1, parent);
                insert.addBatch();
            }
            BatchUpdateException violation = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            assertThat(violation.getUpdateCounts()).containsExactly(1);
            assertThat(violation.getCause())
                    .asInstanceOf(type(ForeignKeyViolationSQLException.class))
                    .satisfies(typed -> assertThat(typed.violations())
                            .extracting(ForeignKeyViolation::batchIndex)
                            .containsExactly(OptionalInt.of(1)));
        }
        assertThat(Sql.read(enforced, "SELECT count(*) FROM child")).isEqualTo("2");
    }

    private ForeignKeyViolationSQLException violationOf(String sql) {
        return catchThrowableOfType(ForeignKeyViolationSQLException.class, () -> Sql.run(enforced, sql));
    }
}
