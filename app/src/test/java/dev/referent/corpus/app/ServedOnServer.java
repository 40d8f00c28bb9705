package dev.referent.corpus.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.corpus.web.http.Answer;
import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.servers.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the server answers over a database server: the same answers as on SQLite. */
abstract class ServedOnServer extends Served {
    /** MariaDB undoes the transaction that has written less. */
    private static final int MORE_ROWS_THAN_A_PAIR = 100;

    /** MariaDB does not look again at what waits before 100 ms have passed. */
    private static final long POLL_MILLIS = 150;

    private final TestServer server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Database database;

    ServedOnServer(Adapter adapter, TestServer server) {
        super(adapter);
        this.server = server;
    }

    @Override
    final String make(Path ownFolder) throws SQLException {
        database = server.fresh();
        return database.url();
    }

    @Override
    final void empty() {
        server.empty(database, "utterance", "audio", "transcription");
    }

    /** The other transaction locks the pair's transcription first and its audio second; the pair locks them in the other order. */
    @Test
    final void storesAPairThatTheServerUndidInADeadlock() throws Exception {
        long audio = api().audio("a.wav");
        long transcription = api().transcription("a");
        try (Connection other = database.source().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            for (int i = 0; i < MORE_ROWS_THAN_A_PAIR; i++) {
                statement.execute(
                        "INSERT INTO transcription (name, file_name, text, created_at) VALUES ('b', 'b', 'b', 0)");
            }
            statement.execute("SELECT id FROM transcription WHERE id = " + transcription + " FOR UPDATE");
            CompletableFuture<Answer> pair = CompletableFuture.supplyAsync(() -> api().pair(audio, transcription));
            while (!waits()) {
                assertThat(pair).as("a pair that waits for its transcription").isNotDone();
                Thread.sleep(POLL_MILLIS);
            }
            statement.execute("SELECT id FROM audio WHERE id = " + audio + " FOR UPDATE");
            other.rollback();

            assertThat(pair.get().status()).isEqualTo(201);
        }
    }

    /** Returns whether a transaction waits for another. */
    private boolean waits() throws SQLException {
        String query = server == TestServer.MARIADB
                ? "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"
                : "SELECT 1 FROM pg_locks WHERE NOT granted";
        return !new Rows(database.url()).column(query).isEmpty();
    }

    @Override
    public final void storeOrphan(long utterance, long audio, long transcription) {
        server.executeUnenforced(database, List.of(INSERT_ORPHAN.formatted(utterance, audio, transcription)));
    }
}
