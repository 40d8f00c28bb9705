package dev.referent.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.sqlite.SQLiteConnection;

/** A connection that is enforced for a while goes back to its owner as it came. */
final class LoanTest {
    private static final String BOGUS = "INSERT INTO child VALUES (99)";

    @TempDir
    private Path folder;

    private String url = "";

    @SuppressWarnings("NullAway.Init")
    private Connection owned;

    @BeforeEach
    void open() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("lent.db");
        owned = DriverManager.getConnection(url);
        Sql.run(owned, "CREATE TABLE parent (id INTEGER PRIMARY KEY)", "CREATE TABLE child (p INT REFERENCES parent)");
    }

    @AfterEach
    void close() throws SQLException {
        owned.close();
    }

    private String enforced() throws SQLException {
        return String.valueOf(Sql.read(owned, "PRAGMA foreign_keys"));
    }

    private static void assertExplains(Connection lent) {
        assertThatThrownBy(() -> Sql.run(lent, BOGUS)).isInstanceOf(ForeignKeyViolationSQLException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ON", "OFF"})
    void isRestoredAndStaysOpen(String before) throws SQLException {
        Sql.run(owned, "PRAGMA foreign_keys=" + before);
        try (Connection lent = EnforcedDataSource.enforce(owned)) {
            assertExplains(lent);
        }

        assertThat(enforced()).isEqualTo(before.equals("ON") ? "1" : "0");
        assertThat(owned.isClosed()).isFalse();
    }

    @Test
    void isOfNoUseToTheBorrowerAfterwards() throws SQLException {
        Connection lent = EnforcedDataSource.enforce(owned);
        lent.close();
        lent.close();

        assertThat(lent.isClosed()).isTrue();
        assertThatThrownBy(lent::createStatement).hasMessageContaining("closed");
        Sql.run(owned, BOGUS);
    }

    @Test
    void isRestoredByTheLastOfSeveralBorrowers() throws SQLException {
        Connection first = EnforcedDataSource.enforce(owned);
        Connection second = EnforcedDataSource.enforce(owned);
        first.close();
        assertExplains(second);
        second.close();

        assertThat(enforced()).isEqualTo("0");
    }

    @Test
    void isRestoredOnceItsTransactionHasEndedAndTheNextLoanToo() throws SQLException {
        Connection first = EnforcedDataSource.enforce(owned);
        first.setAutoCommit(false);
        Sql.run(first, "INSERT INTO parent VALUES (3)");
        first.close();
        assertThat(enforced()).isEqualTo("1");
        owned.commit();
        owned.setAutoCommit(true);
        EnforcedDataSource.enforce(owned).close();

        assertThat(enforced()).isEqualTo("0");
        assertThat(Sql.read(owned, "SELECT id FROM parent")).isEqualTo("3");
    }

    @Test
    void goesOnEnforcingForAWrappedSourceThatHasItToo() throws SQLException {
        Connection lent = EnforcedDataSource.enforce(owned);
        Connection wrapped = EnforcedDataSource.wrap(new SingleConnectionDataSource(owned, true))
                .getConnection();
        lent.close();

        assertExplains(wrapped);
    }

    @Test
    void isRestoredWithAutoCommitOff() throws SQLException {
        owned.setAutoCommit(false);
        try (Connection lent = EnforcedDataSource.enforce(owned)) {
            Sql.run(lent, "INSERT INTO parent VALUES (3)");
            assertExplains(lent);
            lent.commit();
        }

        assertThat(enforced()).isEqualTo("0");
        assertThat(owned.getAutoCommit()).isFalse();
        Sql.run(owned, "INSERT INTO parent VALUES (4)");
        owned.rollback();
        assertThat(Sql.read(owned, "SELECT group_concat(id) FROM parent")).isEqualTo("3");
    }

    @Test
    void keepsTheDeferralOfItsTransaction() throws SQLException {
        owned.setAutoCommit(false);
        Sql.run(owned, "PRAGMA defer_foreign_keys=ON");
        EnforcedDataSource.enforce(owned).close();

        assertThat(Sql.read(owned, "PRAGMA defer_foreign_keys")).isEqualTo("1");
        assertThat(enforced()).isEqualTo("0");
    }

    @Test
    void keepsTheTransactionThatItsOwnerBeganMeanwhile() throws SQLException {
        Connection lent = EnforcedDataSource.enforce(owned);
        Sql.run(owned, "BEGIN");
        lent.close();
        Sql.run(owned, "INSERT INTO parent VALUES (3)", "ROLLBACK");

        assertThat(Sql.read(owned, "SELECT count(*) FROM parent")).isEqualTo("0");
    }

    @Test
    void isLeftAloneWhenItDoesNotTakeTheLoan() throws SQLException {
        owned.setAutoCommit(false);
        Sql.run(owned, "INSERT INTO parent VALUES (3)");
        assertThatThrownBy(() -> EnforcedDataSource.enforce(owned))
                .hasMessageContaining("the transaction that is open");
        owned.commit();
        owned.setAutoCommit(true);

        assertThat(Sql.read(owned, "SELECT id FROM parent")).isEqualTo("3");
        assertThat(enforced()).isEqualTo("0");
    }

    @Test
    void mayBeClosedByItsOwnerMeanwhile() throws SQLException {
        Connection lent = EnforcedDataSource.enforce(owned);
        owned.close();
        lent.close();

        assertThat(lent.isClosed()).isTrue();
    }

    /** A dynamic proxy that wraps every connection that a call returns, as an application's own logging may. */
    @Test
    void isNotTakenFromAProxyThatUnwrapsToItself() throws SQLException {
        Connection proxy = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    Object result = method.invoke(owned, arguments);
                    return result instanceof Connection ? self : result;
                });

        assertThat(proxy.isWrapperFor(SQLiteConnection.class)).isTrue();
        assertThat(EnforcedDataSource.canEnforce(proxy)).isFalse();
    }
}
