package dev.referent.corpus.mybatis;

import dev.referent.corpus.port.Audios;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.ForeignKeyCheck;
import dev.referent.corpus.port.KnownFiles;
import dev.referent.corpus.port.Removal;
import dev.referent.corpus.port.Transcriptions;
import dev.referent.corpus.port.Utterances;
import java.time.Instant;
import javax.sql.DataSource;
import org.apache.ibatis.logging.slf4j.Slf4jImpl;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.apache.ibatis.type.TypeHandlerRegistry;

/**
 * The corpus on MyBatis. Each call of a port has its own session and transaction. Thread-safe.
 *
 * <p>The tables must exist.
 */
final class MyBatisCorpus implements Corpus {
    private final Audios audios;
    private final Transcriptions transcriptions;
    private final Utterances utterances;
    private final Removal removal;
    private final KnownFiles knownFiles;
    private final ForeignKeyCheck foreignKeyCheck;

    private MyBatisCorpus(MyBatisTransactions transactions) {
        this.audios = new MyBatisAudios(transactions);
        this.transcriptions = new MyBatisTranscriptions(transactions);
        this.utterances = new MyBatisUtterances(transactions);
        this.removal = new MyBatisRemoval(transactions);
        this.knownFiles = new MyBatisKnownFiles(transactions);
        this.foreignKeyCheck = new MyBatisForeignKeyCheck(transactions);
    }

    /**
     * Opens the corpus.
     *
     * @param reads the data source for reading; may be the same as {@code writes}
     * @param writes the data source for writing; the caller closes both, after the corpus
     */
    static MyBatisCorpus open(DataSource reads, DataSource writes) {
        return new MyBatisCorpus(new MyBatisTransactions(factory(reads), reads, writes));
    }

    /** Returns the one factory for both data sources: reading the mappers takes longer than anything else here. */
    private static SqlSessionFactory factory(DataSource reads) {
        Configuration configuration = mappers();
        configuration.setEnvironment(new Environment("reads", new JdbcTransactionFactory(), reads));
        return new SqlSessionFactoryBuilder().build(configuration);
    }

    /** Reads the mappers, without a database. The second time takes a fraction of the first. */
    static Configuration mappers() {
        Configuration configuration = new Configuration();
        configuration.setLogImpl(Slf4jImpl.class);
        TypeHandlerRegistry handlers = configuration.getTypeHandlerRegistry();
        handlers.register(Instant.class, new EpochMilliTypeHandler());
        handlers.register(AudioMapper.Row.class, new RowHandler<>(AudioMapper.Row::read));
        handlers.register(TranscriptionMapper.Row.class, new RowHandler<>(TranscriptionMapper.Row::read));
        handlers.register(UtteranceMapper.Row.class, new RowHandler<>(UtteranceMapper.Row::read));
        handlers.register(UtteranceMapper.Use.class, new RowHandler<>(UtteranceMapper.Use::read));
        configuration.addMapper(AudioMapper.class);
        configuration.addMapper(TranscriptionMapper.class);
        configuration.addMapper(UtteranceMapper.class);
        return configuration;
    }

    @Override
    public Audios audios() {
        return audios;
    }

    @Override
    public Transcriptions transcriptions() {
        return transcriptions;
    }

    @Override
    public Utterances utterances() {
        return utterances;
    }

    @Override
    public Removal removal() {
        return removal;
    }

    @Override
    public KnownFiles knownFiles() {
        return knownFiles;
    }

    @Override
    public ForeignKeyCheck foreignKeyCheck() {
        return foreignKeyCheck;
    }

    /** Does nothing, because MyBatis holds no resources between calls. The data sources stay open. */
    @Override
    public void close() {}
}
