package dev.referent.mybatis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Referent says of a rejected write is among the causes of what MyBatis throws, with each of its executors. */
final class ThroughMyBatisTest {
    private static final String MISSING =
            "child.parent_id = 99 has no matching parent.id (foreign key child_parent_fk)";

    @TempDir
    private Path folder;

    private final Configuration configuration = new Configuration();

    /** Writes rows. */
    interface Rows {
        /** Adds a child row. */
        @Insert("INSERT INTO child VALUES (#{parent})")
        void addChild(long parent);

        /** Adds a row that is checked at the commit. */
        @Insert("INSERT INTO later VALUES (#{parent})")
        void addLater(long parent);

        /** Changes the key of all parents. */
        @Update("UPDATE parent SET id = id + 1")
        void moveParents();
    }

    @BeforeEach
    void makeTheTables() throws SQLException {
        DataSource source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("mybatis.db"))
                .explainingWithin(Duration.ofMinutes(1));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    """
                    CREATE TABLE parent (id INTEGER PRIMARY KEY);
                    CREATE TABLE child (parent_id INT CONSTRAINT child_parent_fk REFERENCES parent);
                    CREATE TABLE later (parent_id INT
                        CONSTRAINT later_parent_fk REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
                    INSERT INTO parent VALUES (1);
                    INSERT INTO child VALUES (1);
                    """);
        }
        configuration.setEnvironment(new Environment("test", new JdbcTransactionFactory(), source));
        configuration.addMapper(Rows.class);
    }

    /** Does something with the mapper. */
    @FunctionalInterface
    private interface Work {
        /** Does it. */
        void with(Rows rows);
    }

    @ParameterizedTest
    @EnumSource
    void ofAnInsert(ExecutorType executor) {
        assertThat(explanations(thrown(executor, rows -> rows.addChild(99)))).containsExactly(MISSING);
    }

    @ParameterizedTest
    @EnumSource
    void ofAnUpdate(ExecutorType executor) {
        assertThat(explanations(thrown(executor, Rows::moveParents)))
                .containsExactly(
                        "parent.id = 1 is still referenced by 1 row through child.parent_id (foreign key child_parent_fk)");
    }

    @ParameterizedTest
    @EnumSource
    void ofACommit(ExecutorType executor) {
        assertThat(explanations(thrown(executor, rows -> rows.addLater(98))))
                .containsExactly("later.parent_id = 98 has no matching parent.id (foreign key later_parent_fk)");
    }

    @Test
    void withTheRowOfABatch() {
        PersistenceException thrown = thrown(ExecutorType.BATCH, rows -> {
            rows.addChild(1);
            rows.addChild(99);
            rows.addChild(1);
            rows.addChild(97);
        });

        assertThat(violations(thrown))
                .extracting(ForeignKeyViolation::batchIndex)
                .containsExactly(OptionalInt.of(1), OptionalInt.of(3));
    }

    private PersistenceException thrown(ExecutorType executor, Work work) {
        SqlSessionFactory factory = new SqlSessionFactoryBuilder().build(configuration);
        try (SqlSession session = factory.openSession(executor)) {
            return catchThrowableOfType(PersistenceException.class, () -> {
                work.with(session.getMapper(Rows.class));
                session.commit();
            });
        }
    }

    private static List<String> explanations(Throwable thrown) {
        return violations(thrown).stream().map(ForeignKeyViolation::message).toList();
    }

    private static List<ForeignKeyViolation> violations(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .filter(ForeignKeyViolationSQLException.class::isInstance)
                .map(ForeignKeyViolationSQLException.class::cast)
                .flatMap(violation -> violation.violations().stream())
                .toList();
    }
}
