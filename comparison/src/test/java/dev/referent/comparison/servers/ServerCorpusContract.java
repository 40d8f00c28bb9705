package dev.referent.comparison.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.referent.comparison.engine.Database;
import dev.referent.core.contract.CorpusContract;
import dev.referent.core.corpus.CorpusPorts;
import dev.referent.hibernate.HibernateCorpus;
import dev.referent.jdbc.CorpusSchema;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.contract.StatementCount;
import dev.referent.mybatis.MyBatisCorpus;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** What an adapter does on a server with a pool: the core's contract, as on SQLite. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerCorpusContract implements CorpusContract {
    private final StatementCount statements = new StatementCount();
    private final TestServer server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Database database;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private HikariDataSource pool;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private CorpusPorts ports;

    ServerCorpusContract(TestServer server) {
        this.server = server;
    }

    abstract CorpusPorts open(DataSource source);

    static CorpusPorts hibernate(DataSource source) {
        return HibernateCorpus.open(source, source).ports();
    }

    static CorpusPorts myBatis(DataSource source) {
        return MyBatisCorpus.open(source, source).ports();
    }

    @BeforeAll
    final void openDatabase() throws SQLException {
        database = server.fresh();
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.source());
        config.setMaximumPoolSize(8);
        pool = new HikariDataSource(config);
        EnforcedDataSource enforced = EnforcedDataSource.wrap(pool).explainingOn(database.source());
        CorpusSchema.migrate(enforced);
        ports = open(statements.observed(enforced, () -> {}));
    }

    @BeforeEach
    final void empty() {
        server.empty(database, "utterance", "audio", "transcription");
    }

    @AfterEach
    final void giveEveryConnectionBack() {
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @AfterAll
    final void close() {
        pool.close();
    }

    @Override
    public final CorpusPorts corpus() {
        return ports;
    }

    @Override
    public final void storeOrphan(long utterance, long audio, long transcription) {
        server.unenforced(
                database,
                List.of("INSERT INTO utterance (id, audio_id, transcription_id) VALUES (%d, %d, %d)"
                        .formatted(utterance, audio, transcription)));
    }

    @Override
    public final long statementsOf(Runnable work) {
        return statements.of(work);
    }
}
