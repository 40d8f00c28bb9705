package dev.referent.jdbc.unenforced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.BulkScope;
import dev.referent.jdbc.CancelLoop;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.MigrationScope;
import dev.referent.jdbc.Sql;
import dev.referent.jdbc.delegate.DelegatingConnection;
import dev.referent.jdbc.delegate.DelegatingDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scope's connection, or another thread that has it, can do after the scope. */
final class ScopeEndTest {
    private static final String ORPHAN = "INSERT INTO child (parent_id) VALUES (99)";

    @TempDir
    private Path folder;

    private String url = "";

    @BeforeEach
    void create() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("scope.db") + "?journal_mode=WAL&synchronous=OFF";
        try (Connection connection = DriverManager.getConnection(url)) {
            Sql.run(
                    connection,
                    "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id))",
                    "INSERT INTO parent VALUES (1)");
        }
    }

    private String orphans() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return String.valueOf(Sql.read(connection, "SELECT count(*) FROM pragma_foreign_key_check"));
        }
    }

    private static void enforces(Connection connection) {
        assertThatThrownBy(() -> Sql.run(connection, ORPHAN)).isInstanceOf(ForeignKeyViolationSQLException.class);
    }

    @Test
    void aConnectionThatTheWorkKeepsIsClosed() throws SQLException {
        List<Connection> kept = new ArrayList<>();
        try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
            BulkScope.run(connection, kept::add);
            assertThatThrownBy(() -> kept.get(0).setAutoCommit(false)).hasMessageContaining("closed");
            enforces(connection);
            MigrationScope.run(connection, kept::add);
            assertThatThrownBy(() -> kept.get(1).setAutoCommit(false)).hasMessageContaining("closed");
            enforces(connection);
        }
    }

    @Test
    void aConnectionThatTheWorkKeepsDoesNotReachTheNextBorrower() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        List<Connection> kept = new ArrayList<>();
        try (HikariDataSource pool = new HikariDataSource(config)) {
            EnforcedDataSource source = EnforcedDataSource.wrap(pool);
            BulkScope.run(source, kept::add);
            try (Connection next = source.getConnection()) {
                assertThatThrownBy(() -> kept.get(0).setAutoCommit(false)).hasMessageContaining("closed");
                enforces(next);
            }
        }
    }

    @Test
    void aCancelledWriteLeavesTheConnectionOpen() throws SQLException {
        List<CancelLoop> cancels = new ArrayList<>(); // go on while the scope ends
        try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
            assertThatThrownBy(() -> BulkScope.run(connection, bulk -> {
                        Statement statement = bulk.createStatement();
                        bulk.createStatement().executeUpdate("INSERT INTO parent VALUES (2)"); // its key stays open
                        cancels.add(CancelLoop.of(statement));
                        statement.executeUpdate("WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n"
                                + " WHERE i < 100000000) INSERT INTO parent SELECT i FROM n");
                    }))
                    .hasMessageContaining("SQLITE_INTERRUPT");
            cancels.forEach(CancelLoop::close);
            enforces(connection);
            assertThat(Sql.read(connection, "SELECT count(*) FROM parent")).isEqualTo("1");
        }
    }

    /** A tool may keep its data source; a connection may be the application's own, which stays open. */
    @Test
    void aDataSourceThatTheWorkKeepsDoesNotSwitchEnforcementOff() throws SQLException {
        List<DataSource> kept = new ArrayList<>();
        List<Connection> unclosed = new ArrayList<>();
        try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
            MigrationScope.run(new KeptOpen(EnforcedDataSource.open(url), connection), source -> {
                kept.add(source);
                try {
                    unclosed.add(source.getConnection());
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> kept.get(0).getConnection().setAutoCommit(false))
                    .hasMessageContaining("has ended");
            enforces(connection);
            connection.setAutoCommit(false);
            Sql.run(connection, "INSERT INTO parent VALUES (2)");
            unclosed.get(0).close();
            connection.commit();
            assertThat(Sql.read(connection, "SELECT count(*) FROM parent")).isEqualTo("2");
        }
    }

    /** A data source whose connection stays open when it is closed. */
    private static final class KeptOpen extends DelegatingDataSource {
        private final Connection connection;

        KeptOpen(DataSource delegate, Connection connection) {
            super(delegate);
            this.connection = connection;
        }

        @Override
        public Connection getConnection() {
            return new DelegatingConnection(connection) {
                @Override
                public void close() {}
            };
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }
    }

    /** Another thread's statement runs before the check of the COMMIT, which rejects it, or with enforcement. */
    @Test
    void noStatementRunsBetweenTheLastCheckAndEnforcement() throws Exception {
        for (int i = 0; i < 200; i++) {
            AtomicBoolean ended = new AtomicBoolean();
            List<Thread> writers = new ArrayList<>();
            long delay = i * 10_000L;
            try (Connection connection = EnforcedDataSource.open(url).getConnection()) {
                BulkScope.run(connection, bulk -> {
                    Sql.run(bulk, "INSERT INTO child (parent_id) VALUES (1)");
                    Statement statement = bulk.createStatement();
                    Thread thread = new Thread(() -> write(statement, System.nanoTime() + delay, ended));
                    writers.add(thread);
                    thread.start();
                });
            } catch (SQLException e) {
                assertThat(e.getMessage()).contains("parent_id = 99");
            } finally {
                ended.set(true);
                writers.get(0).join();
            }
            assertThat(orphans()).isEqualTo("0");
        }
    }

    private static void write(Statement statement, long from, AtomicBoolean ended) {
        while (System.nanoTime() - from < 0) {
            Thread.onSpinWait();
        }
        while (!ended.get()) {
            try {
                statement.executeUpdate(ORPHAN);
            } catch (SQLException e) {
                // with enforcement, or closed
            }
        }
    }
}
