package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Timer;
import java.util.TimerTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class InterruptibleSourceTest {
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    private static final int INTERRUPTED = 9;

    @Test
    @Timeout(30)
    void cancelsTheStatementOfAThreadThatIsInterrupted() throws Exception {
        Thread reader = Thread.currentThread();
        Timer timer = new Timer(true);
        try (InterruptibleSource source = new InterruptibleSource(() -> DriverManager.getConnection("jdbc:sqlite:"));
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            reader.interrupt();
                        }
                    },
                    100);

            assertThatThrownBy(() -> statement.executeQuery(ENDLESS))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getErrorCode())
                            .isEqualTo(INTERRUPTED));
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            timer.cancel();
        }
    }
}
