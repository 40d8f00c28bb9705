package dev.referent.corpus.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.corpus.contract.CorpusContract;
import dev.referent.corpus.contract.StatementsContract;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.storage.CorpusSchema;
import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.servers.TestServer;
import dev.referent.jdbc.EnforcedDataSource;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** The contract of an adapter on a server with a pool. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ServerCorpusContract implements CorpusContract, StatementsContract {
    private final StatementCount statements = new StatementCount();
    private final TestServer server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Database database;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private HikariDataSource pool;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Corpus corpus;

    protected ServerCorpusContract(TestServer server) {
        this.server = server;
    }

    /** Opens the adapter's corpus. */
    protected abstract Corpus open(DataSource source);

    @BeforeAll
    final void openDatabase() throws SQLException {
        database = server.fresh();
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.source());
        config.setMaximumPoolSize(8);
        pool = new HikariDataSource(config);
        EnforcedDataSource enforced = EnforcedDataSource.wrap(pool).explainingOn(database.source());
        CorpusSchema.migrate(enforced);
        corpus = open(statements.observed(enforced, () -> {}));
    }

    @BeforeEach
    final void empty() {
        server.empty(database, "utterance", "audio", "transcription");
    }

    @AfterEach
    final void returnsEveryConnection() {
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @AfterAll
    final void close() {
        corpus.close();
        pool.close();
    }

    @Override
    public final Corpus corpus() {
        return corpus;
    }

    @Override
    public final void storeOrphan(long utterance, long audio, long transcription) {
        server.executeUnenforced(
                database,
                List.of("INSERT INTO utterance (id, audio_id, transcription_id) VALUES (%d, %d, %d)"
                        .formatted(utterance, audio, transcription)));
    }

    @Override
    public final long statementsOf(Runnable work) {
        return statements.of(work);
    }
}
