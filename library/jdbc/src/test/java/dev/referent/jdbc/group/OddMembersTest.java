package dev.referent.jdbc.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.Sql;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.Function;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** Members of a group that do unusual things: they harm no other member, and get what the driver would give them. */
final class OddMembersTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HikariConfig config = new HikariConfig();
    private volatile Step called = () -> {};
    private HikariDataSource pool = new HikariDataSource();
    private CommitGroups groups = new CommitGroups(pool, PATIENT);

    /** What a member does, or a function that it calls. */
    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    @BeforeEach
    void create() throws SQLException {
        config.setJdbcUrl("jdbc:sqlite:" + folder.resolve("odd.db") + "?journal_mode=WAL&synchronous=OFF");
        config.setMaximumPoolSize(1);
        open();
        change("CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO author VALUES (1, 'a')");
    }

    private void open() throws SQLException {
        pool = new HikariDataSource(config);
        groups = new CommitGroups(EnforcedDataSource.wrap(pool), PATIENT, PATIENT);
        try (Connection connection = pool.getConnection()) {
            Function.create(connection.unwrap(SQLiteConnection.class), "calls", new Function() {
                @Override
                protected void xFunc() throws SQLException {
                    called.run();
                    result(1);
                }
            });
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        pool.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private void change(String... sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.getJdbcUrl())) {
            Sql.run(connection, sql);
        }
    }

    private String authors() throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.getJdbcUrl())) {
            return String.valueOf(Sql.read(
                    connection, "SELECT group_concat(id || coalesce(name, '?'), ',' ORDER BY id) FROM author"));
        }
    }

    private Connection begin() throws SQLException {
        Connection connection = groups.connection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void insert(Connection connection, int id) throws SQLException {
        Sql.run(connection, "INSERT INTO author VALUES (" + id + ", 'x')");
    }

    /** A transaction that waits for the COMMIT, and one that has the turn. */
    private record Shared(Future<?> waiting, Connection member) {}

    private Shared share() throws Exception {
        Connection first = begin();
        insert(first, 2);
        AtomicReference<Thread> second = new AtomicReference<>();
        Future<Connection> member = threads.submit(() -> {
            second.set(Thread.currentThread());
            Connection connection = begin();
            Sql.read(connection, "SELECT 1");
            return connection;
        });
        awaitWaiting(second);
        Future<?> waiting = threads.submit(() -> {
            first.commit();
            first.close();
            return null;
        });
        return new Shared(waiting, member.get());
    }

    /** Returns the thread once it waits for the turn. */
    private static Thread awaitWaiting(AtomicReference<Thread> reference) {
        Thread thread = reference.get();
        while (thread == null || thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
            thread = reference.get();
        }
        return thread;
    }

    @Test
    void aCancelThatAQueryDoesNotNoticeInterruptsNoWrite() throws Exception {
        Shared shared = share();
        try (Connection member = shared.member();
                Statement query = member.createStatement();
                PreparedStatement write = member.prepareStatement("INSERT INTO author VALUES (3, 'x')")) {
            called = query::cancel;
            ResultSet rows = query.executeQuery("SELECT calls() UNION ALL SELECT 2 UNION ALL SELECT 3");
            rows.next();
            assertThatThrownBy(write::executeUpdate).hasMessageContaining("SQLITE_INTERRUPT");
            rows.close();
            insert(member, 4);
            member.commit();
        }
        shared.waiting().get();
        assertThat(authors()).isEqualTo("1a,2x,4x");
    }

    @Test
    void noObjectLeadsToTheSharedConnection() throws Exception {
        Shared shared = share();
        try (Connection member = shared.member();
                Statement statement = member.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            DatabaseMetaData metaData = member.getMetaData();
            assertThat(metaData.getConnection()).isSameAs(member);
            assertThat(metaData.unwrap(DatabaseMetaData.class)).isSameAs(metaData);
            assertThat(rows.unwrap(ResultSet.class)).isSameAs(rows);
            for (Step unwrap : List.<Step>of(
                    () -> metaData.unwrap(org.sqlite.jdbc3.JDBC3DatabaseMetaData.class),
                    () -> statement.unwrap(org.sqlite.core.CoreStatement.class),
                    () -> rows.unwrap(org.sqlite.core.CoreResultSet.class))) {
                assertThatThrownBy(unwrap::run).isInstanceOf(SQLFeatureNotSupportedException.class);
            }
            ResultSet tables = metaData.getTables(null, null, "%", null);
            assertThat(tables.next()).isTrue();
            member.commit();
            assertThat(tables.isClosed()).isTrue();
            assertThat(rows).asString().isNotEmpty();
        }
        shared.waiting().get();
        change("INSERT INTO author VALUES (5, 'x')"); // an open cursor would keep the older snapshot
        try (Connection next = begin()) {
            insert(next, 6);
            next.commit();
        }
        assertThat(authors()).isEqualTo("1a,2x,5x,6x");
    }

    @Test
    void aFunctionCannotEndTheTransactionThatCallsIt() throws Exception {
        Shared shared = share();
        try (Connection member = shared.member()) {
            List<String> messages = new ArrayList<>();
            for (Step end : List.<Step>of(member::commit, member::rollback, member::close)) {
                called = () -> {
                    try {
                        end.run();
                    } catch (SQLException e) {
                        messages.add(String.valueOf(e.getMessage()));
                    }
                };
                Sql.run(member, "INSERT INTO author (name) VALUES ('f' || calls())");
            }
            assertThat(messages).hasSize(3).allMatch(message -> message.contains("while a statement"));
            member.commit();
        }
        shared.waiting().get();
        assertThat(authors()).isEqualTo("1a,2x,3f1,4f1,5f1");
    }

    @Test
    void aPoolMayHaveAutoCommitOff() throws Exception {
        pool.close();
        config.setAutoCommit(false);
        open();
        Shared shared = share();
        insert(shared.member(), 3);
        shared.member().commit();
        shared.member().close();
        shared.waiting().get();
        assertThat(authors()).isEqualTo("1a,2x,3x");
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.getAutoCommit()).isFalse();
        }
    }

    @Test
    void isInDoubtIfAListenerThrowsDuringTheCommit() throws Exception {
        try (Connection connection = pool.getConnection()) {
            connection.unwrap(SQLiteConnection.class).addCommitListener(new SQLiteCommitListener() {
                @Override
                public void onCommit() {
                    throw new IllegalStateException("the listener's");
                }

                @Override
                public void onRollback() {}
            });
        }
        try (Connection connection = begin()) {
            insert(connection, 2);
            assertThatThrownBy(connection::commit)
                    .hasMessageContaining("not known whether the transaction was stored")
                    .hasMessageContaining("the listener's");
        }
        assertThat(authors()).isEqualTo("1a,2x");
    }

    @Test
    void anInterruptedThreadTakesAFreeTurn() throws Exception {
        try (Connection connection = begin()) {
            Thread.currentThread().interrupt();
            insert(connection, 2);
            connection.commit();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(authors()).isEqualTo("1a,2x");
    }

    /** The one that passes the turn leaves the group open for the one that waits, which may be interrupted at that moment. */
    @Test
    void noGroupStaysOpenForAThreadThatGivesUp() throws Exception {
        for (int i = 0; i < 300; i++) {
            Connection first = begin();
            Sql.read(first, "SELECT 1");
            AtomicReference<Thread> waiting = new AtomicReference<>();
            Future<?> second = threads.submit(() -> {
                waiting.set(Thread.currentThread());
                try (Connection connection = begin()) {
                    Sql.read(connection, "SELECT 1");
                } catch (SQLException e) {
                    assertThat(e.getMessage()).contains("interrupted");
                } finally {
                    Thread.interrupted();
                }
            });
            Thread waiter = awaitWaiting(waiting);
            Future<?> ending = threads.submit(() -> {
                first.close();
                return null;
            });
            for (int spin = 0; spin < i * 50; spin++) {
                Thread.onSpinWait();
            }
            waiter.interrupt();
            ending.get();
            second.get();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
    }

    @Test
    void aStreamIsSetInEachTransaction() throws SQLException {
        try (Connection connection = begin();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO author VALUES (?, ?)")) {
            for (int id = 2; id < 4; id++) {
                insert.setInt(1, id);
                insert.setCharacterStream(2, new StringReader("s"), 1);
                insert.executeUpdate();
                connection.commit();
            }
            insert.setInt(1, 4);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(insert::executeUpdate).hasMessageContaining("stream");
            }
            connection.commit();
        }
        assertThat(authors()).isEqualTo("1a,2s,3s");
    }

    @Test
    void aSettingThatIsNotValidIsForgotten() throws SQLException {
        try (Connection connection = begin();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO author VALUES (?, ?)");
                Statement query = connection.createStatement()) {
            insert.setInt(1, 2);
            insert.setString(2, "x");
            assertThatThrownBy(() -> insert.setString(3, "y")).isInstanceOf(RuntimeException.class);
            insert.executeUpdate();
            connection.commit();
            insert.setInt(1, 3);
            insert.executeUpdate();
            connection.commit();
            query.setMaxRows(2);
            query.setQueryTimeout(7);
            assertThat(query.getMaxRows()).isEqualTo(2);
            assertThat(query.getQueryTimeout()).isEqualTo(7);
            assertThat(query.getResultSetType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
            query.setMaxRows(-1);
            assertThatThrownBy(() -> query.executeQuery("SELECT 1")).hasMessageContaining("max row count");
            assertThat(query.executeQuery("SELECT 1").next()).isTrue();
        }
        assertThat(authors()).isEqualTo("1a,2x,3x");
    }

    @Test
    void aSavepointHasItsName() throws SQLException {
        try (Connection connection = begin()) {
            insert(connection, 2);
            Savepoint named = connection.setSavepoint("referent_member");
            insert(connection, 3);
            connection.rollback(named);
            assertThat(named.getSavepointName()).isEqualTo("referent_member");
            assertThat(connection.setSavepoint().getSavepointName()).startsWith("SQLITE_SAVEPOINT_");
            connection.commit();
        }
        assertThat(authors()).isEqualTo("1a,2x");
    }
}
