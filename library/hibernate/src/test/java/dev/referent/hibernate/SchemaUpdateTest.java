package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.referent.hibernate.models.Grown;
import dev.referent.hibernate.models.Library.Author;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code update} adds to a table with rows has its foreign key, where SQLite can add one. */
final class SchemaUpdateTest {
    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @BeforeEach
    void makeTheOldTable() throws SQLException {
        database = new Sqlite(folder.resolve("grown.db"));
        database.execute("CREATE TABLE OldLetter (id BIGINT NOT NULL PRIMARY KEY)", "INSERT INTO OldLetter VALUES (1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grouped", "individually"})
    void addsColumnsWithTheirForeignKeys(String strategy) throws SQLException {
        Map<String, String> update = Map.of(
                "hibernate.hbm2ddl.auto", "update", "hibernate.hbm2ddl.jdbc_metadata_extraction_strategy", strategy);
        try (Logged log = new Logged();
                SessionFactory factory = database.open(update, Grown.entities())) {
            assertThat(database.foreignKeys())
                    .containsExactly(
                            "OldLetter(answer_id)->OldLetter(id)",
                            "OldLetter(receiver_id)->Author(id)",
                            "OldLetter(sender_id)->Author(id) SET NULL");
            assertThat(log.warnings())
                    .hasSize(2)
                    .anySatisfy(warning ->
                            assertThat(warning).startsWith("the database lacks the foreign key letter_clerk_fk"))
                    .anySatisfy(warning ->
                            assertThat(warning).startsWith("the database lacks the foreign key letter_place_fk"));
            Throwable violation = catchThrowable(() -> factory.inTransaction(session -> {
                session.persist(new Author(7));
                session.createNativeMutationQuery("UPDATE OldLetter SET sender_id = 99")
                        .executeUpdate();
            }));
            assertThat(HibernateViolations.violation(violation).getConstraintName())
                    .isEqualTo("letter_sender_fk");
        }
        assertThat(database.text("OldLetter"))
                .contains("on update cascade", "constraint letter_receiver_fk references Author");
        assertThat(database.query("SELECT id FROM OldLetter")).containsExactly("1");
    }

    @Test
    void changesTheMappingForItselfAlone() throws SQLException {
        try (SessionFactory factory = database.open("update", Grown.entities())) {
            factory.getSchemaManager().drop(false);
            factory.getSchemaManager().create(false);
        }
        assertThat(database.text("OldLetter")).containsOnlyOnce("constraint letter_sender_fk");
    }
}
