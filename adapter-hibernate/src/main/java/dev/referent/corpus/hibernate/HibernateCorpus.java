package dev.referent.corpus.hibernate;

import dev.referent.corpus.port.Audios;
import dev.referent.corpus.port.Corpus;
import dev.referent.corpus.port.ForeignKeyCheck;
import dev.referent.corpus.port.KnownFiles;
import dev.referent.corpus.port.Removal;
import dev.referent.corpus.port.Transcriptions;
import dev.referent.corpus.port.Utterances;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;

/**
 * The corpus on Hibernate ORM. Each call of a port has its own session and transaction. Thread-safe.
 *
 * <p>The tables must exist. Hibernate neither creates nor changes tables.
 */
final class HibernateCorpus implements Corpus {
    private final SessionFactory factory;
    private final Audios audios;
    private final Transcriptions transcriptions;
    private final Utterances utterances;
    private final Removal removal;
    private final KnownFiles knownFiles;
    private final ForeignKeyCheck foreignKeyCheck;

    private HibernateCorpus(SessionFactory factory) {
        this.factory = factory;
        HibernateTransactions transactions = new HibernateTransactions(factory);
        HibernateCriteriaBuilder criteria = factory.getCriteriaBuilder();
        this.audios = new HibernateAudios(transactions, criteria);
        this.transcriptions = new HibernateTranscriptions(transactions, criteria);
        this.utterances = new HibernateUtterances(transactions, criteria);
        this.removal = new HibernateRemoval(transactions);
        this.knownFiles = new HibernateKnownFiles(transactions);
        this.foreignKeyCheck = new HibernateForeignKeyCheck(transactions);
    }

    /**
     * Opens the corpus.
     *
     * @param reads the data source for reading; may be the same as {@code writes}
     * @param writes the data source for writing; the caller closes both, after the corpus
     * @throws org.hibernate.HibernateException if no connection can be opened, or Hibernate has no dialect for the database
     */
    static HibernateCorpus open(DataSource reads, DataSource writes) {
        Configuration configuration = new Configuration()
                .addAnnotatedClasses(AudioEntity.class, TranscriptionEntity.class, UtteranceEntity.class)
                // a failed statement is thrown as an exception, so it need not be logged as an error too
                .setProperty(JdbcSettings.LOG_JDBC_ERRORS, false);
        configuration
                .getProperties()
                .put(JdbcSettings.CONNECTION_PROVIDER, new ReadWriteConnectionProvider(reads, writes));
        return new HibernateCorpus(configuration.buildSessionFactory());
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

    /** Closes the session factory. The data sources stay open. */
    @Override
    public void close() {
        factory.close();
    }
}
