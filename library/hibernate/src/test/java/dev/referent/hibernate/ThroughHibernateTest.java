package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Referent says of a rejected write is among the causes of what Hibernate throws, whichever way it was written. */
final class ThroughHibernateTest {
    private static final String MISSING = "Child.parentId = 99 has no matching Parent.id (foreign key child_parent_fk)";

    @TempDir
    private Path folder;

    private final Configuration configuration = new Configuration();

    /** A row that points at another. */
    @Entity(name = "Child")
    static class Child {
        @Id
        long id;

        long parentId;

        /** Hibernate needs one without arguments. */
        Child() {}

        Child(long id, long parentId) {
            this.id = id;
            this.parentId = parentId;
        }
    }

    @BeforeEach
    void open() throws SQLException {
        DataSource source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("hibernate.db"));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    """
                    CREATE TABLE Parent (id INTEGER PRIMARY KEY);
                    CREATE TABLE Child (id INTEGER PRIMARY KEY,
                        parentId INT CONSTRAINT child_parent_fk REFERENCES Parent);
                    CREATE TABLE Later (parentId INT
                        CONSTRAINT later_parent_fk REFERENCES Parent DEFERRABLE INITIALLY DEFERRED);
                    INSERT INTO Parent VALUES (1);
                    INSERT INTO Child VALUES (1, 1);
                    """);
        }
        configuration.addAnnotatedClass(Child.class).setProperty(JdbcSettings.LOG_JDBC_ERRORS, false);
        configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, source);
    }

    @Test
    void ofAnEntityThatIsFlushed() {
        Throwable thrown = thrown(session -> session.persist(new Child(2, 99)));

        assertThat(explanations(thrown)).containsExactly(MISSING);
        assertThat(causes(thrown).filter(ConstraintViolationException.class::isInstance))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(((ConstraintViolationException) violation).getKind())
                            .isEqualTo(ConstraintKind.FOREIGN_KEY);
                    assertThat(((ConstraintViolationException) violation).getConstraintName())
                            .isEqualTo("child_parent_fk");
                });
    }

    @Test
    void ofAMutationQuery() {
        assertThat(explanations(thrown(session -> session.createMutationQuery("update Child set parentId = 99")
                        .executeUpdate())))
                .containsExactly(MISSING);
    }

    @Test
    void ofNativeSql() {
        assertThat(explanations(thrown(session ->
                        session.createNativeMutationQuery("DELETE FROM Parent").executeUpdate())))
                .containsExactly(
                        "Parent.id = 1 is still referenced by 1 row through Child.parentId (foreign key child_parent_fk)");
    }

    @Test
    void ofACommit() {
        assertThat(explanations(thrown(session -> session.createNativeMutationQuery("INSERT INTO Later VALUES (98)")
                        .executeUpdate())))
                .containsExactly("Later.parentId = 98 has no matching Parent.id (foreign key later_parent_fk)");
    }

    /** Does something in a session. */
    @FunctionalInterface
    private interface Work {
        /** Does it. */
        void in(Session session);
    }

    private Throwable thrown(Work work) {
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            return catchThrowable(() -> factory.inTransaction(work::in));
        }
    }

    private static List<String> explanations(Throwable thrown) {
        return causes(thrown)
                .filter(ForeignKeyViolationSQLException.class::isInstance)
                .map(ForeignKeyViolationSQLException.class::cast)
                .flatMap(violation -> violation.violations().stream())
                .map(ForeignKeyViolation::message)
                .toList();
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }
}
