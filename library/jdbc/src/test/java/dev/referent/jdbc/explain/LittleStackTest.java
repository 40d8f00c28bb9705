package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.Sql;
import dev.referent.jdbc.storm.ChildJvm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A statement that fails where little of the thread's stack is left is not explained, because the driver would lose what it compiles. */
final class LittleStackTest {
    private static final int STACK = 512 * 1024;

    @TempDir
    private Path folder;

    private EnforcedDataSource source;

    @BeforeEach
    void open() throws SQLException {
        source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db") + "?synchronous=OFF")
                .explainingWithin(Duration.ofMinutes(1));
        try (Connection connection = source.getConnection()) {
            Sql.run(
                    connection,
                    "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);"
                            + "CREATE TABLE c (pid INTEGER REFERENCES p); INSERT INTO c VALUES (1)");
        }
    }

    @Test
    void leavesNothingOnTheConnection() throws Exception {
        int unexplained = 0;
        for (int frames = 100; frames < 1_000; frames += 6) {
            Connection connection = source.getConnection();
            Throwable failure = failure(frames, () -> Sql.run(connection, "DELETE FROM p WHERE id = 1"));
            Sql.run(connection, "INSERT INTO c VALUES (1)");
            if (failure
                    instanceof ForeignKeyViolationSQLException e) { // the driver may overflow in the statement itself
                String reason = e.undetermined().map(String::valueOf).orElse("");
                assertThat(reason).isIn("", "explaining it failed: java.lang.StackOverflowError");
                unexplained += reason.isEmpty() ? 0 : 1;
                connection.close(); // which fails if a statement of an explanation has been lost
            }
        }
        assertThat(unexplained).isPositive();
    }

    @Test
    void leavesNothingOfAFailureThatIsNotExplained() throws Exception {
        for (int frames = 60; frames < 700; frames += 6) {
            Connection connection = source.getConnection();
            connection.setAutoCommit(false);
            Sql.run(connection, "INSERT INTO c VALUES (1)");
            failure(frames, () -> Sql.run(connection, "INSERT INTO p VALUES (1)"));
            connection.rollback();
            connection.close(); // which fails if a statement of Referent has been lost
        }
    }

    /** A class whose initialization overflows cannot be used any more in the process, so it is not left to a failure in little stack. */
    @Test
    void doesNotSpoilTheFailuresAfterIt() throws Exception {
        ChildJvm.Result result = ChildJvm.run(FirstFailures.class, folder, "jdbc:sqlite:" + folder.resolve("x.db"));

        assertThat(result.output().strip())
                .isEqualTo("c.pid = 2 has no matching p.id (foreign key c_pid_fkey): FOREIGN KEY constraint failed:"
                        + " c_pid_fkey");
    }

    /** Fails where almost nothing of the stack is left, then where more is, and at last where all is. */
    static final class FirstFailures {
        private FirstFailures() {}

        public static void main(String... arguments) throws Exception {
            try (Connection connection = EnforcedDataSource.open(arguments[0]).getConnection()) {
                for (String sql : List.of("INSERT INTO p VALUES (1)", "INSERT INTO c VALUES (2)")) {
                    for (int frames = 0; frames < 600; frames += 10) {
                        failure(frames, () -> Sql.run(connection, sql));
                    }
                }
                Sql.run(connection, "INSERT INTO c VALUES (2)");
            } catch (SQLException | LinkageError e) {
                System.out.println(e instanceof SQLException ? e.getMessage() : e);
            }
        }
    }

    /** Something that fails. */
    private interface Failing {
        void run() throws SQLException;
    }

    /** Returns what it throws where that many frames of the stack are left. */
    private static @Nullable Throwable failure(int frames, Failing failing) throws InterruptedException {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, () -> fill(frames, failing, failure), "small stack", STACK);
        thread.start();
        thread.join();
        return failure.get();
    }

    /** Calls itself until the stack is full, and returns how many calls are ended; runs it after so many. */
    @SuppressWarnings("InfiniteRecursion") // until the overflow that it is for
    private static int fill(int frames, Failing failing, AtomicReference<@Nullable Throwable> failure) {
        int ended;
        try {
            ended = 1 + fill(frames, failing, failure);
        } catch (StackOverflowError e) {
            ended = 0;
        }
        if (ended == frames) {
            try {
                failing.run();
            } catch (SQLException | StackOverflowError | LinkageError e) {
                failure.set(e);
            }
        }
        return ended;
    }
}
