package dev.referent.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.servers.TestServer;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Data sources on servers are enforced and explained, too. */
final class ServersTest {
    static final List<TestServer> SERVERS = List.of(TestServer.POSTGRESQL, TestServer.MARIADB);

    @ParameterizedTest
    @FieldSource("SERVERS")
    void explains(TestServer server) throws SQLException {
        Database database = server.fresh();
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(Contexts.jdbcConfigurations()))
                .withBean("dataSource", DataSource.class, database::source)
                .run(context -> {
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    Contexts.createTables(jdbc);
                    assertThatThrownBy(() -> jdbc.update("INSERT INTO book (id, author_id) VALUES (1, 99)"))
                            .isInstanceOf(DataIntegrityViolationException.class)
                            .hasCauseInstanceOf(ForeignKeyViolationSQLException.class)
                            .hasMessageContaining("book.author_id = 99 has no matching author.id");
                    try (Connection connection =
                            context.getBean(DataSource.class).getConnection()) {
                        assertThat(Contexts.isEnforcedOnce(connection)).isTrue();
                    }
                });
    }
}
