package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import dev.referent.hibernate.models.Children;
import dev.referent.hibernate.models.Children.Assigned;
import dev.referent.hibernate.models.Children.Deferred;
import dev.referent.hibernate.models.Library.Author;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.narayana.NarayanaTransactionIntegration;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions of JTA: Narayana's, which Agroal enlists its connections in, as SQLite has no XADataSource. */
final class JtaTest {
    private static final String STORED = "SELECT id FROM Author ORDER BY id";

    private final TransactionManager transactions = com.arjuna.ats.jta.TransactionManager.transactionManager();

    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @SuppressWarnings("NullAway.Init")
    private AgroalDataSource pool;

    @SuppressWarnings("NullAway.Init")
    private SessionFactory factory;

    @BeforeEach
    void open() throws SQLException {
        for (String name : new String[] {null, "communicationStore", "stateStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, name)
                    .setObjectStoreType(VolatileStore.class.getName());
        }
        database = new Sqlite(folder.resolve("children.db"));
        database.open("create", Children.entities()).close();
        pool = AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier().connectionPoolConfiguration(settings -> settings.maxSize(3)
                        .transactionIntegration(new NarayanaTransactionIntegration(
                                transactions, new TransactionSynchronizationRegistryImple()))
                        .connectionFactoryConfiguration(driver -> driver.jdbcUrl(database.url()))));
        Configuration configuration = new Configuration()
                .addAnnotatedClasses(Children.entities())
                .setProperty("hibernate.transaction.coordinator_class", "jta")
                .setProperty(
                        "hibernate.transaction.jta.platform",
                        "org.hibernate.engine.transaction.jta.platform.internal.NarayanaJtaPlatform");
        configuration.getProperties().put("hibernate.connection.datasource", pool);
        factory = configuration.buildSessionFactory();
    }

    @AfterEach
    void close() throws Exception {
        factory.close();
        pool.close();
    }

    @Test
    void keepsWhatEachFlushWrote() throws Exception {
        inTransaction(session -> {
            session.persist(new Author(1));
            session.flush();
            session.persist(new Assigned(1, session.getReference(Author.class, 1L)));
            session.flush();
            session.persist(new Author(2));
        });

        assertThat(database.query(STORED)).containsExactly("1", "2");
        assertThat(database.query("SELECT id FROM Assigned")).containsExactly("1");
    }

    @Test
    void keepsWhatOthersWroteInTheSameTransaction() throws Exception {
        DataSource source = EnforcedDataSource.wrap(pool);
        inTransaction(session -> {
            run(source, "INSERT INTO Author (id) VALUES (1)");
            session.persist(new Author(2));
            session.flush();
            run(source, "INSERT INTO Author (id) VALUES (3)");
            assertThatThrownBy(() -> run(source, "INSERT INTO Assigned (id, author_id) VALUES (1, 99)"))
                    .hasCauseInstanceOf(ForeignKeyViolationSQLException.class);
        });

        assertThat(database.query(STORED)).containsExactly("1", "2", "3");
    }

    private static void run(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void rejectsAtFlushAndThenRollsBackWithAnException() throws Exception {
        Throwable atCommit = catchThrowable(() -> inTransaction(session -> {
            session.persist(new Author(1));
            session.flush();
            session.persist(new Assigned(1, session.getReference(Author.class, 99L)));
            Throwable violation = catchThrowable(session::flush);
            assertThat(HibernateViolations.violations(violation)).hasSize(1);
        }));

        assertThat(atCommit).isInstanceOf(RollbackException.class);
        assertThat(database.query(STORED)).isEmpty();
    }

    @Test
    void rejectsAtTheFlushOfTheCommit() throws Exception {
        Throwable violation = catchThrowable(() ->
                inTransaction(session -> session.persist(new Assigned(1, session.getReference(Author.class, 99L)))));

        assertThat(violation).isInstanceOf(RollbackException.class);
        assertThat(HibernateViolations.violations(violation)).hasSize(1);
    }

    @Test
    void rejectsADeferredKeyAtCommitButBelowReferent() throws Exception {
        Throwable violation = catchThrowable(() -> inTransaction(session -> {
            session.persist(new Author(1));
            Deferred child = new Deferred();
            child.author = session.getReference(Author.class, 99L);
            session.persist(child);
        }));

        assertThat(violation)
                .isInstanceOf(RollbackException.class)
                .hasStackTraceContaining("Suppressed: javax.transaction.xa.XAException")
                .hasStackTraceContaining("FOREIGN KEY constraint failed");
        assertThat(database.query(STORED)).isEmpty();
        inTransaction(session -> session.persist(new Author(2)));
        assertThat(database.query(STORED)).containsExactly("2");
    }

    private void inTransaction(Consumer<Session> work) throws Exception {
        transactions.begin();
        try (Session session = factory.openSession()) {
            work.accept(session);
            transactions.commit();
        } finally {
            if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transactions.rollback();
            }
        }
    }
}
