package dev.referent.jdbc.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.GroupCommitDataSource;
import dev.referent.jdbc.Sql;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the transactions of a group promise each other, with each step of each at a known time. */
class GroupCommitTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Duration PATIENT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private String url = "";
    private EnforcedDataSource reader = EnforcedDataSource.wrap(new org.sqlite.SQLiteDataSource());
    private CommitGroups groups = new CommitGroups(reader, SHORT);

    @BeforeEach
    void create() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("group.db") + "?journal_mode=WAL&synchronous=FULL";
        reader = EnforcedDataSource.open(url);
        groups = groups(url, PATIENT);
        change(
                "CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT UNIQUE)",
                "CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL"
                        + " CONSTRAINT book_author_fk REFERENCES author (id))",
                "INSERT INTO author VALUES (1, 'a')");
    }

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS))
                .as("no thread waits for ever")
                .isTrue();
    }

    /** Groups that stay open as long as a test takes. */
    private static CommitGroups groups(String url, Duration patience) throws SQLException {
        return new CommitGroups(EnforcedDataSource.open(url), patience, PATIENT);
    }

    private void change(String... sql) throws SQLException {
        try (Connection connection = reader.getConnection()) {
            Sql.run(connection, sql);
        }
    }

    private String stored(String query) throws SQLException {
        try (Connection connection = reader.getConnection()) {
            return String.valueOf(Sql.read(connection, query));
        }
    }

    private String books() throws SQLException {
        return stored("SELECT group_concat(id, ',' ORDER BY id) FROM book");
    }

    private Connection begin() throws SQLException {
        Connection connection = groups.connection();
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection begin(String sql) throws SQLException {
        Connection connection = begin();
        Sql.run(connection, sql);
        return connection;
    }

    private static String book(int id) {
        return "INSERT INTO book VALUES (" + id + ", 1)";
    }

    /** Begins a transaction as soon as it gets the turn, and returns when it waits for it. */
    private Future<Connection> queued(String sql) throws InterruptedException {
        Future<Connection> joined = threads.submit(() -> begin(sql));
        Thread.sleep(150);
        assertThat(joined.isDone()).as("waits for the turn").isFalse();
        return joined;
    }

    private Future<?> ending(Use end) {
        return threads.submit(() -> {
            end.run();
            return null;
        });
    }

    /** What a thread does. */
    @FunctionalInterface
    private interface Use {
        void run() throws SQLException;
    }

    private static Throwable failure(Future<?> future) throws InterruptedException {
        try {
            future.get();
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("succeeded");
    }

    @Test
    void acknowledgesAfterTheSharedCommit() throws Exception {
        Connection first = begin(book(1));
        Future<Connection> second = queued(book(2));
        Future<?> acknowledged = ending(first::commit);
        Connection other = second.get();
        Thread.sleep(100);

        assertThat(acknowledged.isDone()).isFalse();
        assertThat(books()).isEqualTo("null");
        other.commit();
        acknowledged.get();
        assertThat(books()).isEqualTo("1,2");
        first.close();
        other.close();
    }

    @Test
    void rollsBackAloneWhatFails() throws Exception {
        Connection first = begin(book(1));
        Future<Connection> second = queued(book(2));
        Future<?> acknowledged = ending(first::commit);
        Connection other = second.get();

        assertThatThrownBy(() -> Sql.run(other, "INSERT INTO book VALUES (3, 99)"))
                .isInstanceOf(ForeignKeyViolationSQLException.class)
                .hasMessageContaining("book.author_id = 99 has no matching author.id (foreign key book_author_fk)");
        other.rollback();
        acknowledged.get();
        assertThat(books()).isEqualTo("1");
        other.close();
        first.close();
    }

    @Test
    void letsTheAnswerWaitThatComesFromANeighboursRow() throws Exception {
        Connection first = begin("INSERT INTO author VALUES (2, 'b')");
        Future<Connection> second = queued("INSERT OR IGNORE INTO author VALUES (2, 'b')");
        Future<?> third = threads.submit(() -> begin(book(5)));
        Thread.sleep(150);
        Future<?> acknowledged = ending(first::commit);
        Connection reading = second.get();
        Future<?> answered = ending(reading::close);
        Connection last = (Connection) third.get();
        Thread.sleep(100);

        assertThat(answered.isDone()).as("it has read an uncommitted row").isFalse();
        last.commit();
        answered.get();
        acknowledged.get();
        assertThat(stored("SELECT count(*) FROM author")).isEqualTo("2");
        last.close();
        first.close();
    }

    @Test
    void answersAtOnceWhatComesBeforeTheGroupsFirstWrite() throws Exception {
        Connection first = begin(book(1));
        Future<Connection> second = queued(book(2));

        ending(first::rollback).get(10, TimeUnit.SECONDS);
        assertThat(books()).as("the second is still in the group").isEqualTo("null");
        second.get().commit();
        assertThat(books()).isEqualTo("2");
        second.get().close();
        first.close();
    }

    @Test
    void storesNothingOfAGroupThatSqliteRollsBack() throws Exception {
        groups = groups(url + "&max_page_count=8", PATIENT);
        Connection first = begin(book(1));
        Future<Connection> second = queued(book(2));
        Future<?> unacknowledged = ending(first::commit);
        Connection other = second.get();

        assertThatThrownBy(() -> Sql.run(other, "INSERT INTO author VALUES (9, hex(randomblob(100000)))"))
                .hasMessageContaining("SQLITE_FULL");
        assertThatThrownBy(() -> Sql.run(other, book(3))).hasMessageContaining("was not stored");
        assertThatThrownBy(other::commit).hasMessageContaining("was not stored");
        assertThat(failure(unacknowledged))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(13))
                .hasMessageContaining("was not stored");
        assertThat(books()).isEqualTo("null");
        other.close();
        first.close();
        try (Connection next = begin(book(4))) {
            next.commit();
        }
        assertThat(books()).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void groupsBesideATemporaryDatabaseWithoutTables(boolean empty) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            groups = new CommitGroups(EnforcedDataSource.wrap(pool), PATIENT, PATIENT);
            try (Connection connection = begin("CREATE TEMP TABLE temporary (x)")) {
                if (empty) {
                    Sql.run(connection, "DROP TABLE temporary");
                }
                connection.commit();
            }
            Connection first = begin(book(1));
            Future<Connection> second = queued(book(2));
            Future<?> acknowledged = ending(() -> {
                first.commit();
                first.close();
            });
            Connection other = second.get();

            assertThat(books()).isEqualTo(empty ? "null" : "1");
            other.commit();
            acknowledged.get();
            assertThat(books()).isEqualTo("1,2");
            other.close();
        }
    }

    @Test
    void groupsNothingWhereAKeyIsDeferred() throws Exception {
        change("CREATE TABLE late (id REFERENCES author (id) DEFERRABLE INITIALLY DEFERRED)");
        Connection first = begin(book(1));
        Future<Connection> second = queued("INSERT INTO late VALUES (99)");
        first.commit();
        first.close();

        assertThat(books()).isEqualTo("1");
        Connection other = second.get();
        assertThatThrownBy(other::commit).isInstanceOf(ForeignKeyViolationSQLException.class);
        other.close();
        assertThat(stored("SELECT count(*) FROM late")).isEqualTo("0");
    }

    @Test
    void endsTheGroupBeforeWhatIsAlone() throws Exception {
        Connection first = begin(book(1));
        Future<Connection> second = queued("PRAGMA defer_foreign_keys=ON");
        Future<?> acknowledged = ending(first::commit);
        Connection other = second.get();

        acknowledged.get();
        assertThat(books()).isEqualTo("1");
        Sql.run(other, "INSERT INTO book VALUES (2, 99)");
        assertThatThrownBy(other::commit).isInstanceOf(ForeignKeyViolationSQLException.class);
        other.close();
        first.close();
    }

    @Test
    void rejectsInAGroupWhatCouldEndIt() throws Exception {
        Connection connection = begin(book(1));
        for (String sql : new String[] {
            "COMMIT",
            "PRAGMA defer_foreign_keys=ON",
            "CREATE TABLE t (x)",
            "SAVEPOINT s",
            "INSERT OR ROLLBACK INTO book VALUES (1, 1)",
            "DELETE FROM book; COMMIT",
            "/* SELECT */ END"
        }) {
            assertThatThrownBy(() -> Sql.run(connection, sql))
                    .as(sql)
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
        }
        assertThatThrownBy(() -> connection.unwrap(org.sqlite.SQLiteConnection.class))
                .isInstanceOf(SQLFeatureNotSupportedException.class);
        Sql.run(connection, "INSERT INTO author VALUES (2, '; COMMIT')");
        connection.commit();
        connection.close();
        assertThat(books()).isEqualTo("1");
        assertThat(stored("SELECT name FROM author WHERE id = 2")).isEqualTo("; COMMIT");
    }

    @Test
    void storesNothingIfANeighbourDoesNotEnd() throws Exception {
        groups = groups(url, SHORT);
        Connection first = begin(book(1));
        Future<Connection> second = queued(book(2));
        Future<?> unacknowledged = ending(first::commit);
        Connection endless = second.get();

        assertThat(failure(unacknowledged)).hasMessageContaining("did not end its transaction within 300 ms");
        assertThatThrownBy(() -> Sql.run(endless, book(3))).hasMessageContaining("was not stored");
        assertThatThrownBy(endless::commit).hasMessageContaining("was not stored");
        assertThat(books()).isEqualTo("null");
        endless.close();
        first.close();
    }

    @Test
    void commitsIfNobodyComesWhoWaited() throws Exception {
        groups = groups(url, SHORT);
        Connection first = begin(book(1));
        Future<?> late = threads.submit(() -> begin(book(2)));
        assertThat(failure(late))
                .isInstanceOf(SQLTransientConnectionException.class)
                .hasMessageContaining("busy for 300 ms; try again");
        first.commit();
        first.close();
        assertThat(books()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysThatAThreadWaitsForItself(boolean autoCommit) throws SQLException {
        groups = groups(url, SHORT);
        try (Connection first = groups.connection();
                Connection second = groups.connection()) {
            first.setAutoCommit(autoCommit);
            Sql.run(first, "SELECT 1");

            assertThatThrownBy(() -> Sql.run(second, "SELECT 1"))
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasMessageContaining("busy for 300 ms; this thread has it itself");
        }
    }

    @Test
    void interruptsNoWriteOfAGroup() throws Exception {
        Connection first = begin(book(1));
        Future<Connection> second = queued("SELECT 1");
        Future<?> acknowledged = ending(first::commit);
        Connection other = second.get();
        String counting =
                "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT max(i) FROM n)";
        try (Statement write = other.createStatement();
                Statement query = other.createStatement()) {
            Future<?> running = ending(() -> write.executeUpdate("INSERT INTO author VALUES (2, " + counting + ")"));
            Thread.sleep(50);
            write.cancel();
            running.get();
            Future<?> reading =
                    ending(() -> query.executeQuery("SELECT " + counting).next());
            while (!reading.isDone()) {
                query.cancel();
                Thread.sleep(10);
            }
            assertThat(failure(reading)).hasMessageContaining("SQLITE_INTERRUPT");
        }
        other.commit();
        acknowledged.get();
        assertThat(stored("SELECT count(*) FROM author")).isEqualTo("2");
        other.close();
        first.close();
    }

    /** The driver forgets a batch that it executes, also if that fails, and one that is cleared. */
    @Test
    void aStatementGoesOnAfterABatchThatFailed() throws SQLException {
        try (Connection connection = begin();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO book VALUES (?, ?)");
                Statement statement = connection.createStatement()) {
            add(insert, 1, 9);
            assertThatThrownBy(insert::executeBatch).hasMessageContaining("book.author_id = 9");
            connection.rollback();
            add(insert, 2, 1);
            assertThat(insert.executeBatch()).containsExactly(1);
            add(insert, 3, 1);
            connection.commit();
            insert.setInt(1, 4);
            assertThat(insert.executeUpdate()).isEqualTo(1);
            assertThatThrownBy(insert::executeBatch).hasMessageContaining("the batch was lost");
            add(insert, 5, 1);
            connection.commit();
            insert.clearBatch();
            add(insert, 6, 1);
            assertThat(insert.executeBatch()).containsExactly(1);
            connection.commit();
            assertThat(statement.executeBatch()).isEmpty();
        }
        assertThat(books()).isEqualTo("2,4,6");
    }

    private static void add(PreparedStatement insert, int id, int author) throws SQLException {
        insert.setInt(1, id);
        insert.setInt(2, author);
        insert.addBatch();
    }

    @Test
    void preparesOnceForManyTransactions() throws SQLException {
        try (Connection connection = begin();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO author (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, "b");
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getLong(1)).isEqualTo(2);
                assertThat(keys.getStatement().getConnection()).isSameAs(connection);
            }
            connection.commit();
            insert.setString(1, "c");
            insert.addBatch();
            insert.setString(1, "d");
            insert.addBatch();
            assertThat(insert.executeBatch()).containsExactly(1, 1);
            connection.commit();
            assertThatThrownBy(insert::executeUpdate).hasMessageContaining("UNIQUE"); // d once more
            connection.rollback();
            insert.setCharacterStream(1, new StringReader("e"), 1);
            insert.executeUpdate();
            connection.commit();
            assertThatThrownBy(insert::executeUpdate).hasMessageContaining("stream");
            connection.rollback();
            insert.setString(1, "f");
            insert.addBatch();
            connection.commit();
            assertThatThrownBy(insert::executeBatch).hasMessageContaining("end of its transaction");
        }
        assertThat(stored("SELECT group_concat(name) FROM author")).isEqualTo("a,b,c,d,e");
    }

    @Test
    void knowsSavepoints() throws SQLException {
        try (Connection connection = begin(book(1))) {
            Savepoint savepoint = connection.setSavepoint();
            Sql.run(connection, book(2));
            connection.rollback(savepoint);
            Sql.run(connection, book(3));
            connection.releaseSavepoint(savepoint);
            connection.commit();
            assertThatThrownBy(() -> connection.rollback(savepoint)).hasMessageContaining("has ended");
        }
        assertThat(books()).isEqualTo("1,3");
    }

    @Test
    void storesNothingWithoutACommit() throws SQLException {
        begin(book(1)).close();
        assertThat(books()).isEqualTo("null");
        try (Connection connection = groups.connection()) {
            Sql.run(connection, book(2)); // autoCommit
            connection.setAutoCommit(false);
            Sql.run(connection, book(3), "PRAGMA user_version=7");
            connection.setAutoCommit(true); // commits
        }
        assertThat(books()).isEqualTo("2,3");
        assertThat(stored("PRAGMA user_version")).isEqualTo("7");
    }

    @Test
    void isADataSourceThatEnforces() throws SQLException {
        EnforcedDataSource writer = EnforcedDataSource.open(url);
        GroupCommitDataSource source = GroupCommitDataSource.over(writer);

        assertThat(source.unwrap(EnforcedDataSource.class)).isSameAs(writer);
        try (Connection connection = source.getConnection()) {
            assertThat(EnforcedDataSource.isEnforced(connection)).isTrue();
            assertThat(EnforcedDataSource.isEnforced(connection.unwrap(org.sqlite.SQLiteConnection.class)))
                    .isFalse();
        }
        EnforcedDataSource incompatible = writer.allOrNothing();
        assertThatThrownBy(() -> GroupCommitDataSource.over(incompatible))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allOrNothing");
    }

    @Test
    void closesRowsAtTheCommit() throws SQLException {
        Connection connection = begin(book(1));
        PreparedStatement unread = connection.prepareStatement("INSERT INTO book VALUES (2, 1), (3, 1) RETURNING id");
        ResultSet rows = unread.executeQuery();
        assertThat(rows.next()).isTrue();
        connection.commit();
        assertThat(books()).isEqualTo("1,2,3");
        assertThatThrownBy(rows::next).hasMessageContaining("closed at the end");
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(connection::createStatement).hasMessageContaining("closed");
    }
}
