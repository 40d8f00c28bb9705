package dev.referent.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.referent.hibernate.models.Library;
import dev.referent.hibernate.models.Shapes;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mapping's foreign keys beside those of tables that are there already. */
final class SchemaComparisonTest {
    private static final String AUTHOR = "CREATE TABLE Author (id bigint NOT NULL PRIMARY KEY, name varchar(255))";

    @TempDir
    private Path folder;

    private Sqlite database = new Sqlite(Path.of(""));

    @BeforeEach
    void nameTheFile() throws SQLException {
        database = new Sqlite(folder.resolve("library.db"));
        database.execute(AUTHOR);
    }

    private void book(String key) throws SQLException {
        database.execute("CREATE TABLE Book (id bigint PRIMARY KEY, author_id bigint " + key + ")");
    }

    @Nested
    class Validate {
        @Test
        void passesWhereTheKeysAreTheSameUnderWhateverName() throws SQLException {
            book("CONSTRAINT by_hand REFERENCES AUTHOR (ID)");

            assertThatCode(() -> database.open("validate", Library.entities()).close())
                    .doesNotThrowAnyException();
        }

        @Test
        void passesOnWhatCreateMadeOfEveryShape() {
            database.open("create", Shapes.entities()).close();

            assertThatCode(() -> database.open("validate", Shapes.entities()).close())
                    .doesNotThrowAnyException();
        }

        @Test
        void passesOnWhatCreateMadeWithIdsOfTheDatabase() {
            database.open("create", Library.entities()).close();

            assertThatCode(() -> database.open("validate", Library.entities()).close())
                    .doesNotThrowAnyException();
        }

        @Test
        void namesAMissingKey() throws SQLException {
            book("");

            assertInvalid("the database lacks the foreign key book_author_fk: book (author_id) references author (id)");
        }

        @Test
        void namesAKeyThatPointsElsewhere() throws SQLException {
            book("REFERENCES book (id)");

            assertInvalid(
                    "the database lacks the foreign key book_author_fk: book (author_id) references author (id);"
                            + " the database has a foreign key that the mapping does not have: book (author_id) references book (id)");
        }

        @Test
        void namesAnotherActionOnDelete() throws SQLException {
            book("REFERENCES author (id) ON DELETE SET NULL");

            assertInvalid("the mapping says on delete no action, the database on delete set null for the foreign key"
                    + " book_author_fk: book (author_id) references author (id)");
        }

        @Test
        void leavesAKeyToTheDatabaseWhereTheMappingAsksForNone() throws SQLException {
            database.open("create", Shapes.entities()).close();
            database.execute(
                    "DROP TABLE Letter",
                    "CREATE TABLE Letter (id bigint PRIMARY KEY, sender_id bigint REFERENCES Person (id),"
                            + " receiver_id bigint REFERENCES Person (id) ON UPDATE CASCADE,"
                            + " copy_to varchar(255) REFERENCES Person (email),"
                            + " nickname varchar(255) REFERENCES Person (nickname))");

            assertThatCode(() -> database.open("validate", Shapes.entities()).close())
                    .doesNotThrowAnyException();
        }

        private void assertInvalid(String differences) {
            assertThatThrownBy(() -> database.open("validate", Library.entities()))
                    .isInstanceOf(SchemaManagementException.class)
                    .hasMessage("Schema validation: " + differences);
        }
    }

    @Nested
    class Update {
        @Test
        void saysWhichKeyATableLacksAndHowToAddIt() throws SQLException {
            book("");

            assertThat(warningsOfUpdate()).singleElement().satisfies(warning -> assertThat(warning)
                    .startsWith("the database lacks the foreign key book_author_fk: book (author_id) references author"
                            + " (id); SQLite adds no foreign key to a table that exists. To add it, create a new table"
                            + " like Book with [constraint book_author_fk foreign key (author_id) references Author"
                            + " (id)], copy the rows"));
            assertThat(database.foreignKeys()).isEmpty();
        }

        @Test
        void isSilentOfAColumnThatItAddsWithItsKey() throws SQLException {
            database.execute("CREATE TABLE Book (id bigint PRIMARY KEY)");

            assertThat(warningsOfUpdate()).isEmpty();
            assertThat(database.foreignKeys()).containsExactly("Book(author_id)->Author(id)");
        }

        @Test
        void isSilentWhereNothingLacks() throws SQLException {
            assertThat(warningsOfUpdate()).isEmpty();
            assertThat(warningsOfUpdate()).isEmpty();
            assertThat(database.foreignKeys()).containsExactly("Book(author_id)->Author(id)");
        }

        private List<String> warningsOfUpdate() {
            try (Logged log = new Logged()) {
                database.open("update", Library.entities()).close();
                return log.warnings();
            }
        }
    }
}
