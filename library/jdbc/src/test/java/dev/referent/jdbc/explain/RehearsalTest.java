package dev.referent.jdbc.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.EnforcedDataSource;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first explanation of a process, where loading each class takes its time. */
final class RehearsalTest {
    private static final Duration LIMIT = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    @FunctionalInterface
    private interface Failure {
        void of(Statement statement) throws SQLException;
    }

    /** Loads Referent's classes anew, and slowly: more than thirty explain an INSERT. */
    private static final class SlowLoader extends URLClassLoader {
        private static final long MILLISECONDS = 20;

        SlowLoader() {
            super(
                    new URL[] {
                        EnforcedDataSource.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    EnforcedDataSource.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.referent.jdbc.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? slowly(name) : known;
            }
        }

        private Class<?> slowly(String name) throws ClassNotFoundException {
            try {
                Thread.sleep(MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return findClass(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"INSERT INTO child VALUES (2)", "DELETE FROM parent WHERE id = 1", "INSERT INTO child SELECT 2"})
    void itsClockStartsWhenTheClassesAreLoaded(String sql) throws Exception {
        first(statement -> assertThatThrownBy(() -> statement.executeUpdate(sql))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("child.parent_id"));
    }

    /** Its rows are not read alone, because a parent row that is added may make up for an orphan row. */
    @Test
    void itsClockStartsWhenTheClassesForTheRowsOfABatchAreLoaded() throws Exception {
        first(statement -> {
            statement.executeUpdate(
                    "CREATE TABLE pet (child_id INT REFERENCES child (parent_id) DEFERRABLE INITIALLY DEFERRED)");
            statement.executeUpdate("CREATE UNIQUE INDEX child_parent_id ON child (parent_id)");
            try (PreparedStatement batch = statement.getConnection().prepareStatement("INSERT INTO child VALUES (?)")) {
                for (int parent : new int[] {2, 3}) {
                    batch.setInt(1, parent);
                    batch.addBatch();
                }
                assertThatThrownBy(batch::executeBatch)
                        .hasMessageContaining("child.parent_id = 2")
                        .hasMessageContaining("child.parent_id = 3");
            }
        });
    }

    /** Lets a statement make the first failure. */
    private void first(Failure failure) throws Exception {
        try (SlowLoader loader = new SlowLoader()) {
            Class<?> anew = loader.loadClass(EnforcedDataSource.class.getName());
            assertThat(anew).isNotEqualTo(EnforcedDataSource.class);
            Object source = anew.getMethod("open", String.class).invoke(null, "jdbc:sqlite:" + folder.resolve("db"));
            Object limited = anew.getMethod("explainingWithin", Duration.class).invoke(source, LIMIT);
            try (Connection connection = ((DataSource) limited).getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
                statement.executeUpdate("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))");
                statement.executeUpdate("INSERT INTO parent VALUES (1)");
                statement.executeUpdate("INSERT INTO child VALUES (1)");
                failure.of(statement);
            }
        }
    }
}
