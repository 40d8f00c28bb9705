package dev.referent.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.evidence.engines.Database;
import dev.referent.evidence.engines.servers.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

final class ServerAuditTest {
    static final List<TestServer> SERVERS = List.of(TestServer.POSTGRESQL, TestServer.MARIADB);

    private static Database library(TestServer server) throws SQLException {
        Database database = server.fresh();
        run(
                database,
                "CREATE TABLE author (id INT PRIMARY KEY, born INT, UNIQUE (id, born))",
                "CREATE TABLE book (id INT PRIMARY KEY, author_id INT,"
                        + " CONSTRAINT book_author_fk FOREIGN KEY (author_id) REFERENCES author (id) ON DELETE CASCADE)",
                "CREATE TABLE prize (author_id INT, born INT,"
                        + " CONSTRAINT prize_author_fk FOREIGN KEY (author_id, born) REFERENCES author (id, born))",
                "CREATE INDEX book_author_idx ON book (author_id)",
                "CREATE INDEX prize_author_idx ON prize (born, author_id)");
        return database;
    }

    private static void run(Database database, String... statements) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("SERVERS")
    void findsOrphanRows(TestServer server) throws SQLException {
        Database database = library(server);
        server.executeUnenforced(
                database,
                List.of(
                        "INSERT INTO book VALUES (90, 99), (91, NULL), (92, 99)",
                        "INSERT INTO prize VALUES (1, NULL), (1, 2)"));

        AuditReport report = Audit.of(database.source()).listingKeys().run();

        assertThat(report.findings()).extracting(Finding::rule).containsOnly(AuditRule.ORPHAN_ROWS);
        assertThat(report.keys())
                .extracting(key -> key.name() + " " + key.orphanRows().orElse(-1) + " " + key.orphanKeys())
                .containsExactly("book_author_fk 2 {99=2}", "prize_author_fk 1 {1, 2=1}");
        assertThat(report.keys().get(0).samples().get(0).key()).isEqualTo(Map.of("author_id", 99L));
        assertThat(report.keys().get(0).samples())
                .extracting(OrphanRow::identity)
                .contains(Map.of("id", 90L));
        assertThat(Baseline.of(report).accept(report).hasErrors()).isFalse();
    }

    @Test
    void findsWhatPostgresDoesNotEnforce() throws SQLException {
        Database database = library(TestServer.POSTGRESQL);
        run(
                database,
                "ALTER TABLE book DROP CONSTRAINT book_author_fk",
                "ALTER TABLE book ADD CONSTRAINT not_valid FOREIGN KEY (author_id) REFERENCES author NOT VALID",
                "ALTER TABLE book ADD CONSTRAINT not_enforced FOREIGN KEY (author_id) REFERENCES author NOT ENFORCED",
                "DROP INDEX prize_author_idx",
                "ALTER TABLE prize DISABLE TRIGGER ALL");

        assertThat(Audit.of(database.source()).run().findings())
                .extracting(
                        finding -> finding.rule() + " " + finding.foreignKey().orElse(""))
                .containsExactly(
                        "NOT_ENFORCED not_enforced",
                        "NOT_VALIDATED not_valid",
                        "TRIGGERS_DISABLED prize_author_fk",
                        "CHILD_NOT_INDEXED prize_author_fk");
    }

    @Test
    void findsATableThatMariaDbLetGo() throws SQLException {
        Database database = library(TestServer.MARIADB);
        TestServer.MARIADB.executeUnenforced(
                database, List.of("INSERT INTO book VALUES (90, 99)", "DROP TABLE author"));

        AuditReport report = Audit.of(database.source()).run();

        assertThat(report.findings()).extracting(Finding::rule).containsOnly(AuditRule.PARENT_TABLE_MISSING);
        assertThat(report.orphanRows()).isOne();
    }
}
