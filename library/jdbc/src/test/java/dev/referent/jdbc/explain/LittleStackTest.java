package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
        source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("x.db") + "?synchronous=OFF");
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
            } catch (SQLException | StackOverflowError e) {
                failure.set(e);
            }
        }
        return ended;
    }
}
