package dev.referent.hibernate;

import dev.referent.core.corpus.CorpusPorts;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;

/**
 * The corpus on Hibernate ORM. Each call of a port is a session and a transaction of its own. Thread-safe.
 *
 * <p>The tables must be there already; Hibernate neither makes nor changes any.
 */
public final class HibernateCorpus implements AutoCloseable {
    private final SessionFactory factory;
    private final CorpusPorts ports;

    private HibernateCorpus(SessionFactory factory) {
        this.factory = factory;
        HibernateTransactions transactions = new HibernateTransactions(factory);
        this.ports = new CorpusPorts(
                new HibernateAudios(transactions),
                new HibernateTranscriptions(transactions),
                new HibernateUtterances(transactions),
                new HibernateRemoval(transactions),
                new HibernateKnownFiles(transactions),
                new HibernateForeignKeyCheck(transactions));
    }

    /**
     * Opens the corpus.
     *
     * @param reads where finds, lists and checks get their connections; may be the same as {@code writes}
     * @param writes where adds and removals get theirs; both stay the caller's to close, after the corpus
     * @throws org.hibernate.HibernateException if no connection can be had, or its database has no dialect
     */
    public static HibernateCorpus open(DataSource reads, DataSource writes) {
        Configuration configuration = new Configuration()
                .addAnnotatedClasses(AudioEntity.class, TranscriptionEntity.class, UtteranceEntity.class)
                // what the database refuses is thrown, typed; logging it as an error besides says it twice
                .setProperty(JdbcSettings.LOG_JDBC_ERRORS, false);
        configuration.getProperties().put(JdbcSettings.CONNECTION_PROVIDER, new SplitConnections(reads, writes));
        return new HibernateCorpus(configuration.buildSessionFactory());
    }

    /** Returns the ports, which work until the corpus is closed. */
    public CorpusPorts ports() {
        return ports;
    }

    /** Releases what Hibernate holds; the data sources stay open. */
    @Override
    public void close() {
        factory.close();
    }
}
