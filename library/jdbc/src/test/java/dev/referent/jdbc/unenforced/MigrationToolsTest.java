package dev.referent.jdbc.unenforced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.jdbc.EnforcedDataSource;
import dev.referent.jdbc.MigrationScope;
import dev.referent.jdbc.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.DirectoryResourceAccessor;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Flyway and Liquibase rebuild a table whose children cascade, and change nothing where that would break a key. */
final class MigrationToolsTest {
    private static final String SCHEMA =
            """
            CREATE TABLE author (id INTEGER PRIMARY KEY);
            CREATE TABLE book (author_id INT CONSTRAINT book_author_fk REFERENCES author ON DELETE CASCADE);
            INSERT INTO author VALUES (1), (2);
            INSERT INTO book VALUES (1), (1), (2);
            """;
    private static final String REBUILD =
            """
            CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '?');
            INSERT INTO author_new (id) SELECT id FROM author;
            DROP TABLE author;
            ALTER TABLE author_new RENAME TO author;
            """;
    private static final String BREAK = REBUILD + "DELETE FROM author WHERE id = 1;\n";
    private static final String BROKEN = "book.author_id = 1 has no matching author.id (foreign key book_author_fk)";

    private static final Logger LIQUIBASE_LOG = Logger.getLogger("liquibase");

    @TempDir
    private Path folder;

    private EnforcedDataSource source;

    @BeforeEach
    void open() throws SQLException {
        LIQUIBASE_LOG.setLevel(Level.OFF);
        source = EnforcedDataSource.open("jdbc:sqlite:" + folder.resolve("library.db"));
    }

    @Test
    void flywayRebuildsThroughTheScopeAndLosesNoChild() throws Exception {
        script("V1__schema.sql", SCHEMA);
        script("V2__rebuild.sql", REBUILD);

        MigrationScope.run(source, this::flyway);
        MigrationScope.run(source, this::flyway);

        assertThat(read("SELECT count(*) FROM book")).isEqualTo("3");
        assertThat(read("SELECT group_concat(name) FROM author")).isEqualTo("?,?");
        assertThat(read("SELECT group_concat(version || success) FROM flyway_schema_history"))
                .isEqualTo("11,21");
    }

    /** All handles of a scope are on one connection. */
    @Test
    void aHandleThatIsClosedEndsNoTransactionOfAnother() throws Exception {
        MigrationScope.run(source, migrating -> {
            try (Connection outer = migrating.getConnection()) {
                outer.setAutoCommit(false);
                Sql.run(outer, "CREATE TABLE log (x)", "INSERT INTO log VALUES (1)");
                migrating.getConnection().close();
                try (Connection inner = migrating.getConnection()) {
                    assertThat(inner.getAutoCommit()).isTrue();
                    inner.setAutoCommit(true);
                    Sql.run(outer, "INSERT INTO log VALUES (2)");
                    outer.rollback();
                    inner.setAutoCommit(false);
                    Sql.run(inner, "CREATE TABLE log (x)", "INSERT INTO log VALUES (4)");
                    inner.setAutoCommit(true);
                    outer.rollback();
                    assertThat(outer.getAutoCommit()).isFalse();
                }
                Sql.run(outer, "INSERT INTO log VALUES (2)");
                outer.commit();
                Sql.run(outer, "INSERT INTO log VALUES (3)");
            }
            try (Connection next = migrating.getConnection()) {
                assertThat(next.getAutoCommit()).isTrue();
            }
        });

        assertThat(read("SELECT group_concat(x) FROM log")).isEqualTo("4,2");
    }

    @Test
    void aHandleStaysInItsTransactionAfterItsCommitHasFailed() throws Exception {
        MigrationScope.run(source, migrating -> {
            Connection handle = migrating.getConnection();
            Sql.run(handle, "PRAGMA busy_timeout=1", "CREATE TABLE log (x)", "INSERT INTO log VALUES (0)");
            try (Connection reader = source.getConnection();
                    Statement statement = reader.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT x FROM log")) {
                assertThat(rows.next()).isTrue();
                handle.setAutoCommit(false);
                Sql.run(handle, "INSERT INTO log VALUES (1)");
                assertThatThrownBy(() -> handle.setAutoCommit(true)).hasMessageContaining("SQLITE_BUSY");
            }
            handle.setAutoCommit(false);
            Sql.run(handle, "INSERT INTO log VALUES (2)");
            handle.rollback();
            Sql.run(handle, "INSERT INTO log VALUES (3)");
            handle.commit();
        });

        assertThat(read("SELECT group_concat(x) FROM log")).isEqualTo("0,3");
    }

    /** Flyway runs it on a second connection during its transaction. */
    @ParameterizedTest
    @EnumSource(names = {"BEFORE_REPEATABLES", "AFTER_VERSIONED"})
    void flywayRunsACallbackInTheScope(Event event) throws Exception {
        script("V1__schema.sql", SCHEMA);
        script("R__rebuild.sql", REBUILD);
        List<String> called = new ArrayList<>();
        Callback callback = new BaseCallback() {
            @Override
            public boolean supports(Event asked, Context context) {
                return asked == event;
            }

            @Override
            public void handle(Event handled, Context context) {
                called.add(handled.getId());
            }
        };

        MigrationScope.run(source, (DataSource migrating) -> flyway(migrating, callback));

        assertThat(called).isNotEmpty();
        assertThat(read("SELECT count(*) FROM book")).isEqualTo("3");
        assertThat(read("SELECT group_concat(success, '') FROM flyway_schema_history"))
                .isEqualTo("11");
    }

    @Test
    void flywayRollsBackAMigrationThatBreaksAKey() throws Exception {
        script("V1__schema.sql", SCHEMA);
        script("V2__break.sql", BREAK);

        assertThatThrownBy(() -> MigrationScope.run(source, this::flyway))
                .isInstanceOf(FlywayException.class)
                .hasStackTraceContaining(BROKEN);

        assertThat(read("SELECT group_concat(version) FROM flyway_schema_history"))
                .isEqualTo("1");
        assertThat(read("SELECT group_concat(id) FROM author")).isEqualTo("1,2");
    }

    @Test
    void flywayRebuildsThroughTheScopeAfterAScriptThatSwitchesEnforcementOn() throws Exception {
        script("V1__schema.sql", SCHEMA);
        script("V2__on.sql", "PRAGMA foreign_keys = ON;");
        script("V3__rebuild.sql", REBUILD);

        MigrationScope.run(source, this::flyway);

        assertThat(read("SELECT count(*) FROM book")).isEqualTo("3");
    }

    @Test
    void enforcementRejectsFlywaysNaiveRebuild() throws Exception {
        script("V1__schema.sql", SCHEMA);
        script("V2__rebuild.sql", REBUILD);

        assertThatThrownBy(() -> flyway(source))
                .isInstanceOf(FlywayException.class)
                .hasStackTraceContaining("rebuild a table in a MigrationScope");

        assertThat(read("SELECT count(*) FROM book")).isEqualTo("3");
    }

    @Test
    void liquibaseRebuildsThroughTheScopeAndLosesNoChild() throws Exception {
        changes(SCHEMA, REBUILD);

        MigrationScope.run(source, this::liquibase);
        MigrationScope.run(source, this::liquibase);

        assertThat(read("SELECT count(*) FROM book")).isEqualTo("3");
        assertThat(read("SELECT group_concat(name) FROM author")).isEqualTo("?,?");
        assertThat(read("SELECT count(*) FROM databasechangelog")).isEqualTo("2");
    }

    @Test
    void liquibaseRollsBackAChangeThatBreaksAKey() throws Exception {
        changes(SCHEMA, BREAK);

        assertThatThrownBy(() -> MigrationScope.run(source, this::liquibase))
                .isInstanceOf(LiquibaseException.class)
                .hasStackTraceContaining(BROKEN);

        assertThat(read("SELECT count(*) FROM databasechangelog")).isEqualTo("1");
        assertThat(read("SELECT group_concat(id) FROM author")).isEqualTo("1,2");
        assertThat(read("SELECT count(*) FROM book")).isEqualTo("3");
    }

    @Test
    void enforcementRejectsLiquibasesNaiveRebuild() throws Exception {
        changes(SCHEMA, REBUILD);

        assertThatThrownBy(() -> liquibase(source))
                .isInstanceOf(LiquibaseException.class)
                .hasStackTraceContaining("rebuild a table in a MigrationScope");

        assertThat(read("SELECT count(*) FROM book")).isEqualTo("3");
    }

    /** Liquibase renames the old table away, so that its children follow it, and drops it then. */
    @Test
    void rejectsALiquibaseRefactoringAfterWhichTheChildrenHaveNoParent() throws Exception {
        refactoring("<dropColumn tableName='author' columnName='note'/>");

        assertThatThrownBy(() -> MigrationScope.run(source, migrating -> liquibase(migrating, "changes.xml")))
                .hasStackTraceContaining(
                        "book (author_id) references the table author_temporary, which does not exist");

        assertThat(read("SELECT count(*) FROM book JOIN author ON author.id = author_id"))
                .isEqualTo("3");
        assertThat(read("SELECT \"table\" FROM pragma_foreign_key_list('book')"))
                .isEqualTo("author");
    }

    @Test
    void liquibaseRefactorsWhereARenameLeavesTheChildrenAlone() throws Exception {
        refactoring("<sql>PRAGMA legacy_alter_table=ON</sql><dropColumn tableName='author' columnName='note'/>"
                + "<sql>PRAGMA legacy_alter_table=OFF</sql>");

        MigrationScope.run(source, migrating -> liquibase(migrating, "changes.xml"));

        assertThat(read("SELECT sql FROM sqlite_schema WHERE name = 'author'"))
                .as("the table is another one, although Liquibase 4.33 keeps the column")
                .contains("PK_AUTHOR");
        assertThat(read("SELECT count(*) FROM book JOIN author ON author.id = author_id"))
                .isEqualTo("3");
        assertThat(read("SELECT \"table\" FROM pragma_foreign_key_list('book')"))
                .isEqualTo("author");
    }

    private void refactoring(String change) throws IOException {
        script(
                "changes.xml",
                """
                <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                        http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                  <changeSet id="1" author="a">
                    <sql>%s</sql>
                    <sql>ALTER TABLE author ADD COLUMN note TEXT</sql>
                  </changeSet>
                  <changeSet id="2" author="a">%s</changeSet>
                </databaseChangeLog>
                """
                        .formatted(SCHEMA, change));
    }

    private void script(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void changes(String... texts) throws IOException {
        StringBuilder changes = new StringBuilder("--liquibase formatted sql\n");
        for (int i = 0; i < texts.length; i++) {
            changes.append("--changeset a:").append(i).append('\n').append(texts[i]);
        }
        script("changes.sql", changes.toString());
    }

    private void flyway(DataSource migrating, Callback... callbacks) {
        Flyway.configure(getClass().getClassLoader())
                .dataSource(migrating)
                .locations("filesystem:" + folder)
                .callbacks(callbacks)
                .load()
                .migrate();
    }

    private void liquibase(DataSource migrating) throws Exception {
        liquibase(migrating, "changes.sql");
    }

    private void liquibase(DataSource migrating, String file) throws Exception {
        try (Liquibase liquibase = new Liquibase(
                file, new DirectoryResourceAccessor(folder), new JdbcConnection(migrating.getConnection()))) {
            liquibase.update(new Contexts());
        }
    }

    private String read(String query) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return String.valueOf(Sql.read(connection, query));
        }
    }
}
