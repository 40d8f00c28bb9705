package dev.referent.migrations;

import static dev.referent.migrations.RehearsalAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.orphans.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rehearsals of what Flyway and Liquibase run themselves. */
final class ToolsTest {
    private static final Logger LIQUIBASE_LOG = Logger.getLogger("liquibase");

    /** Flyway rejects the file where it sees the PRAGMA beside other statements; qualified it does not see it. */
    private static final String REBUILD =
            RehearsalTest.REBUILD.replace("PRAGMA foreign_keys", "PRAGMA main.foreign_keys");

    @TempDir
    private Path folder;

    private Path sql;
    private Path file;

    @BeforeEach
    void create() throws IOException {
        LIQUIBASE_LOG.setLevel(Level.OFF);
        sql = Files.createDirectories(folder.resolve("sql"));
        file = folder.resolve("messenger.db");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(sql.resolve(name), text);
    }

    private FluentConfiguration flyway() {
        return Flyway.configure().locations("filesystem:" + sql);
    }

    private void insertRows() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate(RehearsalTest.ROWS);
        }
    }

    @Test
    void flywaysPendingMigrations() throws Exception {
        write("V1__chats.sql", RehearsalTest.CHATS);
        flyway().dataSource("jdbc:sqlite:" + file, null, null).load().migrate();
        insertRows();
        write("V2__title.sql", REBUILD);
        write("V3__more.sql", "DELETE FROM chat WHERE title = 'a';");
        write("R__views.sql", "CREATE VIEW titles AS SELECT title FROM chat;");
        byte[] before = Files.readAllBytes(file);

        RehearsalReport bare = Rehearsal.of(file).run(FlywayMigrations.of(flyway()));

        assertThat(bare.migrations())
                .extracting(RehearsalReport.Migration::name)
                .containsExactly("V2__title.sql", "V3__more.sql", "R__views.sql");
        assertThat(bare.findings())
                .extracting(Finding::message)
                .containsExactly(
                        "V2__title.sql: 3 of 3 rows of message are lost, by ON DELETE CASCADE of the foreign key"
                                + " message_chat_fk",
                        "V3__more.sql: 1 of 2 rows of chat is lost");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        RehearsalReport inScope = Rehearsal.of(file).inMigrationScope().run(FlywayMigrations.of(flyway()));
        assertThat(inScope.findings())
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("V3__more.sql: fails: ")
                .contains("message.chat_id = 1 has no matching chat.id (foreign key message_chat_fk)");
    }

    @Test
    void flywayWithoutMigrationsIsAMistake() {
        assertThatThrownBy(() -> Rehearsal.seeded().run(FlywayMigrations.of(flyway())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Flyway finds no migrations in ")
                .hasMessageContaining("sql");
    }

    @Test
    void flywayOnASeededDatabase() throws Exception {
        write("V1__chats.sql", RehearsalTest.CHATS);
        write("V2__title.sql", REBUILD);

        assertThat(Rehearsal.seeded().inMigrationScope().run(FlywayMigrations.of(flyway())))
                .losesNothing();
        assertThat(Rehearsal.seeded().run(FlywayMigrations.of(flyway())).rowsLost())
                .isEqualTo(3);
    }

    @Test
    void liquibasesPendingChangesets() throws Exception {
        write("changes.sql", "--liquibase formatted sql\n--changeset ana:1\n" + RehearsalTest.CHATS);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Liquibase liquibase = new Liquibase(
                        "changes.sql", new DirectoryResourceAccessor(sql), new JdbcConnection(connection))) {
            liquibase.update(new Contexts());
        }
        insertRows();
        Files.writeString(
                sql.resolve("changes.sql"),
                Files.readString(sql.resolve("changes.sql")) + "--changeset ana:2\n" + RehearsalTest.REBUILD
                        + "--changeset ana:3\nCREATE TABLE log (at TEXT);\n");
        LiquibaseMigrations migrations = LiquibaseMigrations.of("changes.sql", new DirectoryResourceAccessor(sql));

        RehearsalReport bare = Rehearsal.of(file).run(migrations);

        assertThat(bare.migrations())
                .extracting(RehearsalReport.Migration::name)
                .containsExactly("changes.sql::2::ana", "changes.sql::3::ana");
        assertThat(bare.findings())
                .extracting(Finding::message)
                .containsExactly(
                        "changes.sql::2::ana: 3 of 3 rows of message are lost, by ON DELETE CASCADE of the foreign"
                                + " key message_chat_fk");
        assertThat(Rehearsal.of(file).inMigrationScope().run(migrations)).losesNothing();
        assertThat(Rehearsal.of(file).run(Migrations.inFolder(sql)).rowsLost())
                .as("the same changesets without Liquibase")
                .isEqualTo(3);
    }

    /** Liquibase would run each of them again before those that follow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "runAlways:true\nSELECT 1;",
                "failOnError:false\nINSERT INTO nowhere VALUES (1);",
                "\n--preconditions onFail:CONTINUE\n--precondition-sql-check expectedResult:7 SELECT count(*) FROM chat\nSELECT 1;"
            })
    void liquibasesChangesetsAfterOneThatStaysPending(String pending) throws Exception {
        write(
                "changes.sql",
                "--liquibase formatted sql\n--changeset ana:1 " + pending
                        + "\n--changeset ana:2\nDELETE FROM chat WHERE id = 1;\n");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate(RehearsalTest.CHATS + RehearsalTest.ROWS);
        }

        RehearsalReport report =
                Rehearsal.of(file).run(LiquibaseMigrations.of("changes.sql", new DirectoryResourceAccessor(sql)));

        assertThat(report.findings())
                .extracting(Finding::message)
                .containsExactly(
                        "changes.sql::2::ana: 1 of 2 rows of chat is lost",
                        "changes.sql::2::ana: 2 of 3 rows of message are lost, by ON DELETE CASCADE of the foreign"
                                + " key message_chat_fk");
    }

    @Test
    void liquibasesChangesetsOfAContext() throws Exception {
        write(
                "changes.sql",
                "--liquibase formatted sql\n--changeset ana:1\n" + RehearsalTest.CHATS
                        + "--changeset ana:2 context:test\nCREATE TABLE log (at TEXT);\n");
        LiquibaseMigrations migrations = LiquibaseMigrations.of("changes.sql", new DirectoryResourceAccessor(sql));

        assertThat(Rehearsal.seeded().run(migrations).migrations()).hasSize(2);
        assertThat(Rehearsal.seeded().run(migrations.contexts("!test")).migrations())
                .extracting(RehearsalReport.Migration::name)
                .containsExactly("changes.sql::1::ana");
    }
}
