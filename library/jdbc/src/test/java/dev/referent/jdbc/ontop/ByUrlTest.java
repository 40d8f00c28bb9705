package dev.referent.jdbc.ontop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariDataSource;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import dev.referent.jdbc.ReferentDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import liquibase.Scope;
import liquibase.command.CommandScope;
import liquibase.resource.DirectoryResourceAccessor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jooq.CloseableDSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What takes nothing but a URL. */
final class ByUrlTest {
    private static final String BOGUS = "INSERT INTO book (author_id) VALUES (99)";

    @TempDir
    private Path folder;

    private String url = "";

    @BeforeEach
    void make() throws SQLException {
        url = "jdbc:referent:sqlite:" + folder.resolve("library.db") + "?referent.explainingWithin=30s";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    """
                    CREATE TABLE author (id INTEGER PRIMARY KEY);
                    CREATE TABLE book (id INTEGER PRIMARY KEY,
                        author_id INTEGER CONSTRAINT book_author_fk REFERENCES author);
                    """);
        }
    }

    @Test
    void hikari() throws SQLException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(url);
            pool.setMaximumPoolSize(1);
            pool.setUsername("");
            try (Connection careless = pool.getConnection();
                    Statement statement = careless.createStatement()) {
                statement.execute("PRAGMA foreign_keys = OFF");
            }

            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                assertExplained(catchThrowable(() -> statement.executeUpdate(BOGUS)));
                assertThat(connection.isValid(1)).isTrue();
            }
        }
    }

    @Test
    void spring() {
        JdbcTemplate template = new JdbcTemplate(new DriverManagerDataSource(url));

        Throwable failure = catchThrowable(() -> template.update(BOGUS));

        assertThat(failure).isInstanceOf(DataIntegrityViolationException.class);
        assertExplained(failure);
    }

    @Test
    void jooq() {
        try (CloseableDSLContext jooq = DSL.using(url)) {
            assertThat(jooq.dialect()).isEqualTo(SQLDialect.SQLITE);
            assertExplained(catchThrowable(() -> jooq.execute(BOGUS)));
        }
    }

    @Test
    void jdbi() {
        assertExplained(catchThrowable(() -> Jdbi.create(url).useHandle(handle -> handle.execute(BOGUS))));
    }

    @Test
    void flywayAsksForItsPlugin() {
        assertThatThrownBy(() -> Flyway.configure().dataSource(url, null, null).load())
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("No Flyway database plugin found to handle jdbc:referent:");
    }

    @Test
    void liquibaseAsksForTheDriver() throws Exception {
        assertThatThrownBy(() -> update(new CommandScope("update")))
                .hasRootCauseMessage(
                        "Driver class was not specified and could not be determined from the url (" + url + ")");

        CommandScope withDriver = new CommandScope("update").addArgumentValue("driver", ReferentDriver.class.getName());
        update(withDriver);
        assertThat(new JdbcTemplate(new DriverManagerDataSource(url)).queryForList("SELECT id FROM author", Long.class))
                .containsExactly(1L);
        Files.writeString(changelog(), "\n--changeset me:2\n" + BOGUS + ";\n", StandardOpenOption.APPEND);
        assertExplained(catchThrowable(
                () -> update(new CommandScope("update").addArgumentValue("driver", ReferentDriver.class.getName()))));
    }

    private Path changelog() {
        return folder.resolve("changelog.sql");
    }

    private void update(CommandScope command) throws Exception {
        if (Files.notExists(changelog())) {
            Files.writeString(
                    changelog(), "--liquibase formatted sql\n\n--changeset me:1\nINSERT INTO author VALUES (1);\n");
        }
        command.addArgumentValue("url", url)
                .addArgumentValue("changelogFile", "changelog.sql")
                .addArgumentValue("searchPath", folder.toString());
        Scope.child("resourceAccessor", new DirectoryResourceAccessor(folder), () -> command.execute());
    }

    private static void assertExplained(Throwable failure) {
        assertThat(Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                        .filter(ForeignKeyViolationSQLException.class::isInstance)
                        .map(ForeignKeyViolationSQLException.class::cast))
                .anySatisfy(violation -> assertThat(
                                violation.violations().get(0).foreignKey().name())
                        .isEqualTo("book_author_fk"));
    }
}
