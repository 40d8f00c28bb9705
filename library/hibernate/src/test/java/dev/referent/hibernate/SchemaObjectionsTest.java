package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.referent.hibernate.models.Library;
import dev.referent.hibernate.models.Library.Author;
import dev.referent.hibernate.models.Objections;
import dev.referent.hibernate.models.Objections.Note;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign keys that SQLite does not take are left out, each with a warning, and nothing else with them. */
final class SchemaObjectionsTest {
    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @BeforeEach
    void nameTheFile() {
        database = new Sqlite(folder.resolve("objections.db"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "update"})
    void leavesOutWhatSqliteDoesNotTake(String action) throws SQLException {
        try (Logged log = new Logged();
                SessionFactory factory = database.open(action, Objections.entities())) {
            factory.inTransaction(session -> {
                session.persist(new Author(1));
                session.persist(new Note());
            });
            assertThat(database.foreignKeys()).containsExactly("Note(good)->Author(id) SET NULL");
            assertThat(log.warnings())
                    .hasSize(6)
                    .allSatisfy(warning -> assertThat(warning)
                            .contains("is left out because SQLite does not accept it: ")
                            .endsWith("or omit it with ConstraintMode.NO_CONSTRAINT"))
                    .anySatisfy(warning -> assertThat(warning)
                            .startsWith("the foreign key to_a_view, note (summary_id) references summary (id)")
                            .contains("foreign key mismatch"))
                    .anySatisfy(warning -> assertThat(warning).contains("not_valid", "syntax error"))
                    .anySatisfy(warning -> assertThat(warning).contains("not_enforced", "syntax error"))
                    .anySatisfy(warning -> assertThat(warning).contains("no_such_column", "unknown column"))
                    .anySatisfy(warning -> assertThat(warning).contains("not_unique", "foreign key mismatch"))
                    .anySatisfy(warning -> assertThat(warning).contains("another_schema", "syntax error"));
        }
        database.open("validate", Objections.entities()).close();
    }

    @Test
    void leavesThemOutOfScripts() throws Exception {
        Path script = folder.resolve("create.sql");
        database.open(
                        Map.of(
                                "jakarta.persistence.schema-generation.scripts.action",
                                "create",
                                "jakarta.persistence.schema-generation.scripts.create-target",
                                script.toString()),
                        Objections.entities())
                .close();

        List<String> lines = Files.readAllLines(script);
        database.execute(lines.toArray(String[]::new));
        assertThat(database.foreignKeys()).containsExactly("Note(good)->Author(id) SET NULL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE Author (id INT, name TEXT)",
                "CREATE TABLE Author (id INT, name TEXT, UNIQUE (id, name))",
                "CREATE TABLE Author (id INT, name TEXT); CREATE UNIQUE INDEX positive ON Author (id) WHERE id > 0",
                "CREATE TABLE Author (id INT, name TEXT); CREATE UNIQUE INDEX nocase ON Author (id COLLATE NOCASE)",
                "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); CREATE VIEW Author AS SELECT * FROM people"
            })
    void leavesOutTheKeyOfANewTableToAnOldOneThatHasNoSuchKey(String old) throws SQLException {
        database.execute(old.split("; "));
        try (Logged log = new Logged();
                SessionFactory factory = database.open("update", Library.entities())) {
            factory.inTransaction(
                    session -> session.createNativeMutationQuery("INSERT INTO Book (author_id) VALUES (1)")
                            .executeUpdate());
            assertThat(log.warnings()).anySatisfy(warning -> assertThat(warning)
                    .contains("book_author_fk", "is left out", "foreign key mismatch"));
        }
    }

    @Test
    void declaresTheKeyOfANewTableToAnOldOneThatHasAUniqueIndex() throws SQLException {
        database.execute("CREATE TABLE author (ID INT, name TEXT)", "CREATE UNIQUE INDEX author_id ON author (id)");
        database.open("update", Library.entities()).close();

        assertThat(database.foreignKeys()).containsExactly("Book(author_id)->Author(id)");
    }
}
